import { parentPort, workerData } from "node:worker_threads";
import { type DicomSettings, readInstances } from "../ingest/dicom/read-instances.js";
import type { NumberedJob } from "../pipeline/ingest-threads.js";

/** Worker that reads DICOM headers: settings come with the thread, then one job a message, its rows a message back. */
const settings = workerData as DicomSettings;
parentPort?.on("message", ({ k, job }: NumberedJob) => {
  parentPort?.postMessage({ k, rows: readInstances(settings, job) });
});
