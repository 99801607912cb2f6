import { parentPort, workerData } from "node:worker_threads";
import { type CompareJob, comparePrepared } from "../pipeline/compare-prepared.js";

/** Worker of a comparison: the job comes with the thread, its records go back as one message. */
parentPort?.postMessage(comparePrepared(workerData as CompareJob));
