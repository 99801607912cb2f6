import { parentPort, workerData } from "node:worker_threads";
import { openStudyWork, type StudyJob } from "../pipeline/study-replicate.js";
import type { StudySettings } from "../pipeline/study-settings.js";

/** Worker of the study of operating characteristics: settings come with the thread, then one job a message, one result a message. */
const work = openStudyWork(workerData as StudySettings);
parentPort?.on("message", (job: StudyJob) => {
  parentPort?.postMessage(work(job));
});
