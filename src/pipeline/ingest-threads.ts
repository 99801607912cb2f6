import { availableParallelism } from "node:os";
import { type DicomJob, type DicomReader, type DicomRows, readHere } from "../ingest/dicom/read-instances.js";
import { runOnThreads } from "./study-threads.js";

/** The compiled worker. A .ts worker does not start on Node 20, so sources that run uncompiled have no threads. */
const worker = new URL("../workers/dicom-worker.js", import.meta.url);
const isCompiled = import.meta.url.endsWith(".js");
/** Fewer jobs are done before a thread has started. */
const worthThreads = 4;
const mostThreads = 8;

/** A job with its number, and what came of it. */
export interface NumberedJob {
  readonly k: number;
  readonly job: DicomJob;
}
export interface NumberedRows {
  readonly k: number;
  readonly rows: DicomRows;
}

/** Reads headers on as many threads as there are cores; rows are handed over in the order of the jobs. */
export const readDicomOnThreads: DicomReader = async (settings, jobs, take) => {
  if (!isCompiled || jobs.length < worthThreads) return readHere(settings, jobs, take);
  const early = new Map<number, DicomRows>();
  let next = 0;
  let taken = Promise.resolve();
  const numbered = jobs.map((job, k): NumberedJob => ({ k, job }));
  await runOnThreads<NumberedJob, NumberedRows>(numbered, {
    settings,
    threads: Math.min(availableParallelism(), mostThreads),
    worker,
    onResult: ({ k, rows }) => {
      early.set(k, rows);
      for (let ready = early.get(next); ready !== undefined; ready = early.get(next)) {
        const batch = ready;
        early.delete(next);
        next += 1;
        taken = taken.then(() => take(batch));
      }
    },
  });
  await taken;
};
