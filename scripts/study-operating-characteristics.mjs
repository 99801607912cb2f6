// The study of operating characteristics: replicate worlds through the engine on worker threads, then the tables of
// docs/OPERATING-CHARACTERISTICS.md. Run after `npm run build`. Goes on where it stopped: finished replicates stand in .cache.
//   node scripts/study-operating-characteristics.mjs [--replicates 500] [--threads 2]
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { replaceMeasured } from "../dist/pipeline/study-document.js";
import { runStudy } from "../dist/pipeline/study-run.js";
import { studyDefaults } from "../dist/pipeline/study-settings.js";
import { summariseStudy } from "../dist/pipeline/study-summary.js";
import { fingerprint, showProgress, wholeNumber } from "./study-tools.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const documentPath = join(root, "docs", "OPERATING-CHARACTERISTICS.md");
const recordPath = join(root, "docs", "operating-characteristics.json");

const rooms = ["math", "stats", "recist", "frame", "spec", "simulate", "endpoints", "design", "outcomes"];
const own = ["settings", "plan", "rows", "patients", "courses", "endpoints", "estimates", "catalogue", "replicate"];
const code = fingerprint(
  root,
  rooms,
  own.map((name) => join("pipeline", `study-${name}.js`)),
);

const { values } = parseArgs({
  options: { replicates: { type: "string", default: "500" }, threads: { type: "string" } },
});
const replicates = wholeNumber("replicates", values.replicates);
const threads = wholeNumber("threads", values.threads ?? String(availableParallelism()));

const recorded = existsSync(recordPath) ? JSON.parse(readFileSync(recordPath, "utf8")) : { truths: {} };
const outcome = await runStudy({
  settings: studyDefaults,
  replicates,
  threads,
  logPath: join(root, ".cache", `operating-characteristics-${code}.jsonl`),
  truths: recorded.truths,
  progress: showProgress(),
});
const summary = summariseStudy(outcome);
writeFileSync(
  recordPath,
  `${JSON.stringify({ settings: studyDefaults, replicates, truths: outcome.truths, summary }, null, 2)}\n`,
);
const page = existsSync(documentPath) ? readFileSync(documentPath, "utf8") : "";
writeFileSync(documentPath, replaceMeasured(page, { replicates, truths: outcome.truths, summary }));
