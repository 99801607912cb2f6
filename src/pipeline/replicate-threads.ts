import { Worker } from "node:worker_threads";
import { prepareReplicates, type Replicate, type ReplicateJob } from "./replicate.js";
import { shareArrays } from "./share-arrays.js";

/** Work is cut into blocks of this many replicates, whatever the number of threads. */
const blockSize = 25;

/** The compiled worker. A .ts worker does not start on Node 20, so sources that run uncompiled have no threads. */
const worker = new URL("../workers/replicate-worker.js", import.meta.url);
const isCompiled = import.meta.url.endsWith(".js");

export interface ReplicateBlock {
  readonly from: number;
  readonly to: number;
}

export interface ReplicateRun {
  readonly count: number;
  /** Threads beside this one; 0: on this thread. */
  readonly threads: number;
  readonly progress: (share: number) => void;
}

/** Replicates 0 to count − 1 of a job, in order: the same for any number of threads, since each depends on its number alone. */
export async function runReplicates(
  job: ReplicateJob,
  { count, threads, progress }: ReplicateRun,
): Promise<Replicate[]> {
  const blocks = Array.from({ length: Math.ceil(count / blockSize) }, (_, k) => ({
    from: k * blockSize,
    to: Math.min(count, (k + 1) * blockSize),
  }));
  const found = new Array<readonly Replicate[]>(blocks.length);
  let done = 0;
  const take = (k: number, replicates: readonly Replicate[]) => {
    found[k] = replicates;
    done += 1;
    progress(done / blocks.length);
  };
  if (threads === 0 || !isCompiled) {
    const estimateOne = prepareReplicates(job);
    for (const [k, { from, to }] of blocks.entries())
      take(
        k,
        Array.from({ length: to - from }, (_, r) => estimateOne(from + r)),
      );
  } else await serveBlocks(shareArrays(job), blocks, Math.min(threads, blocks.length), take);
  return found.flat();
}

/** Gives each of the worker threads the next block when it is done with one. Rejects with a worker's first error and ends the others. */
async function serveBlocks(
  job: ReplicateJob,
  blocks: readonly ReplicateBlock[],
  threads: number,
  take: (k: number, replicates: readonly Replicate[]) => void,
): Promise<void> {
  const waiting = blocks.entries();
  const workers = Array.from({ length: threads }, () => new Worker(worker, { workerData: job }));
  try {
    await Promise.all(workers.map((each) => serve(each, waiting, take)));
  } finally {
    await Promise.all(workers.map((each) => each.terminate()));
  }
}

function serve(
  thread: Worker,
  waiting: IterableIterator<[number, ReplicateBlock]>,
  take: (k: number, replicates: readonly Replicate[]) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let current = -1;
    const next = () => {
      const { value, done } = waiting.next();
      if (done === true) return resolve();
      current = value[0];
      thread.postMessage(value[1]);
    };
    thread.on("error", reject);
    thread.on("exit", (code) => reject(new Error(`a worker of the bootstrap ended early, with code ${code}`)));
    thread.on("message", (replicates: readonly Replicate[]) => {
      take(current, replicates);
      next();
    });
    next();
  });
}
