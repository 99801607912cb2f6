import { parentPort } from "node:worker_threads";
import { type CompareJob, comparePrepared } from "../pipeline/compare-prepared.js";

/** Worker of a comparison: a job comes as a message, its records go back as one. */
parentPort?.on("message", (job: CompareJob) => parentPort?.postMessage(comparePrepared(job)));
