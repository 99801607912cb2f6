import { parentPort, workerData } from "node:worker_threads";
import { prepareReplicates, type ReplicateJob } from "../pipeline/replicate.js";
import type { ReplicateBlock } from "../pipeline/replicate-threads.js";

/** Worker of the bootstrap: the job comes with the thread, then one block of replicates a message, their estimates a message back. */
const estimateOne = prepareReplicates(workerData as ReplicateJob);
parentPort?.on("message", ({ from, to }: ReplicateBlock) => {
  parentPort?.postMessage(Array.from({ length: to - from }, (_, k) => estimateOne(from + k)));
});
