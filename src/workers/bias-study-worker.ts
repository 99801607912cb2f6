import { parentPort, workerData } from "node:worker_threads";
import { biasStudyWork } from "../pipeline/bias-study-replicate.js";
import type { BiasStudyJob } from "../pipeline/bias-study-result.js";
import type { BiasStudySettings } from "../pipeline/bias-study-settings.js";

/** Worker of the study of corrections: settings come with the thread, then one job a message, one result a message. */
const settings = workerData as BiasStudySettings;
parentPort?.on("message", (job: BiasStudyJob) => {
  // A failure goes back to the thread's `error` event, as one thrown in a handler without a promise does.
  biasStudyWork(settings, job).then(
    (result) => parentPort?.postMessage(result),
    (error: unknown) => {
      setImmediate(() => {
        throw error;
      });
    },
  );
});
