import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Comparison } from "../spec/comparison.js";
import type { Impact } from "./compare-impact.js";
import { type CompareJob, comparePrepared } from "./compare-prepared.js";

/** The compiled worker. A .ts worker does not start on Node 20, so sources that run uncompiled have no threads. */
const worker = new URL("../workers/compare-worker.js", import.meta.url);
const isCompiled = import.meta.url.endsWith(".js");
/** Samples times patients from which a thread is worth its start. */
const WORTH_A_THREAD = 50_000;

/** Comparisons under way, in the order of their jobs. */
export interface RunningPairs {
  readonly finish: (progress: (share: number) => void) => Promise<readonly Impact[]>;
  readonly stop: () => Promise<void>;
}

/**
 * Threads started before their jobs are known: they load the engine while the database works. As many as `comparisons` may need, and
 * cores allow. Whoever opens them ends them (`terminate`).
 */
export function openThreads(comparisons: Readonly<Record<string, Comparison>> | undefined): Worker[] {
  if (!isCompiled) return [];
  const useful = Object.values(comparisons ?? {}).filter(({ replicates }) => replicates > 0).length;
  return Array.from({ length: Math.min(useful, availableParallelism()) }, () => new Worker(worker));
}

/**
 * Gives every job that is worth it a thread, of those that `waiting` first; the others are done when the result is asked for. The same
 * records either way.
 */
export function startPairs(jobs: readonly CompareJob[], waiting: readonly Worker[]): RunningPairs {
  const free = [...waiting];
  const started = jobs.map((job) =>
    isCompiled && isWorth(job) ? startJob(free.shift() ?? new Worker(worker), job) : null,
  );
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

function startJob(thread: Worker, job: CompareJob): { readonly worker: Worker; readonly result: Promise<Impact> } {
  const result = new Promise<Impact>((resolve, reject) => {
    thread.on("message", resolve);
    thread.on("error", reject);
    thread.on("exit", (code) => reject(new Error(`a worker of the comparison ended early, with code ${code}`)));
  });
  // It is waited for after the next stage; an error before that is not lost, it is thrown then.
  result.catch(() => undefined);
  thread.postMessage(job);
  return { worker: thread, result };
}
