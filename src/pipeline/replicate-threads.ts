import { setImmediate } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { prepareReplicates, type Replicate, type ReplicateJob } from "./replicate.js";
import { shareArrays } from "./share-arrays.js";

/** Work is cut into blocks of this many replicates, whatever the number of threads: small, since this thread hears of the others between two of its own. */
const blockSize = 5;
/** Blocks a worker thread holds: while this thread is at its own, none of them waits for the next. */
const ahead = 2;

/** The compiled worker. A .ts worker does not start on Node 20, so sources that run uncompiled have no threads. */
const worker = new URL("../workers/replicate-worker.js", import.meta.url);
const isCompiled = import.meta.url.endsWith(".js");

export interface ReplicateBlock {
  readonly from: number;
  readonly to: number;
}

export interface ReplicateRun {
  readonly count: number;
  /** Threads beside this one, which works too. */
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
  const beside = isCompiled ? Math.min(threads, blocks.length - 1) : 0;
  const shared = beside === 0 ? job : shareArrays(job);
  const workers = Array.from({ length: beside }, () => new Worker(worker, { workerData: shared }));
  const waiting = blocks.entries();
  try {
    await Promise.all([...workers.map((each) => serve(each, waiting, take)), work(shared, waiting, take)]);
  } finally {
    await Promise.all(workers.map((each) => each.terminate()));
  }
  return found.flat();
}

type Waiting = IterableIterator<[number, ReplicateBlock]>;
type Take = (k: number, replicates: readonly Replicate[]) => void;

/** Does the next block on this thread as long as there is one, and looks after the others between two. */
async function work(job: ReplicateJob, waiting: Waiting, take: Take): Promise<void> {
  const estimateOne = prepareReplicates(job);
  for (const [k, { from, to }] of waiting) {
    take(
      k,
      Array.from({ length: to - from }, (_, r) => estimateOne(from + r)),
    );
    await setImmediate();
  }
}

/** Gives a worker thread the next block when it is done with one; settles when it holds none. Rejects with the worker's first error. */
function serve(thread: Worker, waiting: Waiting, take: Take): Promise<void> {
  return new Promise((resolve, reject) => {
    const held: number[] = [];
    const fill = () => {
      while (held.length < ahead) {
        const { value, done } = waiting.next();
        if (done === true) break;
        held.push(value[0]);
        thread.postMessage(value[1]);
      }
      if (held.length === 0) resolve();
    };
    thread.on("error", reject);
    thread.on("exit", (code) => reject(new Error(`a worker of the bootstrap ended early, with code ${code}`)));
    thread.on("message", (replicates: readonly Replicate[]) => {
      take(held.shift()!, replicates);
      fill();
    });
    fill();
  });
}
