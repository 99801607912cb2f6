import { Worker } from "node:worker_threads";

/**
 * Does the jobs on `threads` worker threads, each given the next job when it is done with one. `onResult` is called on this
 * thread, in whatever order results come. Rejects with the first error of a worker, and ends the others.
 */
export async function runOnThreads<Job, Result>(
  jobs: readonly Job[],
  {
    settings,
    threads,
    worker: file,
    onResult,
  }: {
    /** Given to each worker as it starts. */
    readonly settings: unknown;
    readonly threads: number;
    /** A compiled worker that answers each job with one result. */
    readonly worker: URL;
    readonly onResult: (result: Result) => void;
  },
): Promise<void> {
  const waiting = jobs.values();
  const workers = Array.from(
    { length: Math.min(threads, jobs.length) },
    () => new Worker(file, { workerData: settings, resourceLimits: { maxYoungGenerationSizeMb: 96 } }),
  );
  try {
    await Promise.all(workers.map((worker) => serve(worker, waiting, onResult)));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** Feeds one worker until no job is left. */
function serve<Job, Result>(worker: Worker, waiting: Iterator<Job>, onResult: (result: Result) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const next = () => {
      const { value, done } = waiting.next();
      if (done === true) resolve();
      else worker.postMessage(value);
    };
    worker.on("error", reject);
    worker.on("exit", (code) => reject(new Error(`a worker thread ended early, with code ${code}`)));
    worker.on("message", (result: Result) => {
      try {
        onResult(result);
        next();
      } catch (error) {
        reject(error);
      }
    });
    next();
  });
}
