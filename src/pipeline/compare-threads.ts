import { Worker } from "node:worker_threads";
import type { Impact } from "./compare-impact.js";
import { type CompareJob, comparePrepared } from "./compare-prepared.js";

/** The compiled worker. A .ts worker does not start on Node 20, so sources that run uncompiled have no threads. */
const worker = new URL("../workers/compare-worker.js", import.meta.url);
const isCompiled = import.meta.url.endsWith(".js");
/** Samples times patients from which a thread is worth its start. */
const WORTH_A_THREAD = 100_000;

/** Comparisons under way, in the order of their jobs. */
export interface RunningPairs {
  readonly finish: (progress: (share: number) => void) => Promise<readonly Impact[]>;
  readonly stop: () => Promise<void>;
}

/** Starts a thread for every job that is worth one; the others are done when the result is asked for. The same records either way. */
export function startPairs(jobs: readonly CompareJob[]): RunningPairs {
  const started = jobs.map((job) => (isCompiled && isWorth(job) ? startThread(job) : null));
  return {
    finish: async (progress) => {
      const found: Impact[] = [];
      for (const [k, job] of jobs.entries()) {
        progress(k / jobs.length);
        found.push((await started[k]?.result) ?? comparePrepared(job));
      }
      return found;
    },
    stop: async () => {
      await Promise.all(started.map((thread) => thread?.worker.terminate()));
    },
  };
}

const isWorth = ({ prepared, main }: CompareJob): boolean =>
  prepared.comparison.replicates * main.cohort.patients.n >= WORTH_A_THREAD;

function startThread(job: CompareJob): { readonly worker: Worker; readonly result: Promise<Impact> } {
  const thread = new Worker(worker, { workerData: job });
  const result = new Promise<Impact>((resolve, reject) => {
    thread.on("message", resolve);
    thread.on("error", reject);
    thread.on("exit", (code) => reject(new Error(`a worker of the comparison ended early, with code ${code}`)));
  });
  // It is waited for after the next stage; an error before that is not lost, it is thrown then.
  result.catch(() => undefined);
  return { worker: thread, result };
}
