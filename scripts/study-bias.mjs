// The study of the corrections: worlds with known truth through the engine's own stages on worker threads, then the tables of
// docs/BIAS-STUDY.md. Run after `npm run build`. Goes on where it stopped: finished replicates stand in .cache.
//   npm run study:bias -- [--replicates 250] [--threads 2]
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { renderBiasMeasured } from "../dist/pipeline/bias-study-document.js";
import { runBiasStudy } from "../dist/pipeline/bias-study-run.js";
import { biasStudyDefaults } from "../dist/pipeline/bias-study-settings.js";
import { summariseBiasStudy, summariseDirections } from "../dist/pipeline/bias-study-summary.js";
import { loadAnalysis } from "../dist/pipeline/load-analysis.js";
import { replacePart } from "../dist/pipeline/study-document.js";
import { fingerprint, showProgress, wholeNumber } from "./study-tools.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const documentPath = join(root, "docs", "BIAS-STUDY.md");

const shared = ["math", "stats", "recist", "frame", "spec", "simulate", "source", "cohort", "endpoints", "design"];
const own = ["settings", "plan", "replicate", "charts", "confounder"];
const code = fingerprint(
  root,
  [...shared, "outcomes", "comparison", "sensitivity"],
  own.map((name) => join("pipeline", `bias-study-${name}.js`)),
);

const { values } = parseArgs({
  options: { replicates: { type: "string", default: "250" }, threads: { type: "string" } },
});
const replicates = wholeNumber("replicates", values.replicates);
const threads = wholeNumber("threads", values.threads ?? String(availableParallelism()));

const { input: analysis } = await loadAnalysis("analyses/nsclc-imaging", root);
const results = await runBiasStudy({
  settings: { ...biasStudyDefaults, analysis },
  replicates,
  threads,
  logPath: join(root, ".cache", `bias-study-${code}.jsonl`),
  progress: showProgress(),
});
const measured = { replicates, lines: summariseBiasStudy(results), directions: summariseDirections(results) };
const page = existsSync(documentPath) ? readFileSync(documentPath, "utf8") : "";
writeFileSync(documentPath, replacePart(page, renderBiasMeasured(measured)));
