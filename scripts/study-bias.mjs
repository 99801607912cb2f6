// The study of the corrections: worlds with known truth through the engine's own stages on worker threads, then the tables of
// docs/BIAS-STUDY.md. Run after `npm run build`. Goes on where it stopped: finished replicates stand in .cache.
//   node scripts/study-bias.mjs [--replicates 250] [--threads 2]
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
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

const root = fileURLToPath(new URL("..", import.meta.url));
const documentPath = join(root, "docs", "BIAS-STUDY.md");

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
  logPath: join(root, ".cache", `bias-study-${fingerprint()}.jsonl`),
  progress: showProgress(),
});
const measured = { replicates, lines: summariseBiasStudy(results), directions: summariseDirections(results) };
const page = existsSync(documentPath) ? readFileSync(documentPath, "utf8") : "";
writeFileSync(documentPath, replacePart(page, renderBiasMeasured(measured)));

function wholeNumber(name, text) {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1) return number;
  process.stderr.write(`--${name} must be a whole number of at least 1; got ${text}\n`);
  process.exit(2);
}

/** Of all compiled code a replicate can run through: replicates of other code are not gone on with. */
function fingerprint() {
  const hash = createHash("sha256");
  const rooms = ["math", "stats", "recist", "frame", "spec", "simulate", "source", "cohort", "endpoints", "design"];
  const study = ["settings", "plan", "replicate", "charts", "confounder"];
  const files = [
    ...[...rooms, "outcomes", "comparison", "sensitivity"].flatMap((room) =>
      readdirSync(join(root, "dist", room))
        .filter((name) => name.endsWith(".js"))
        .sort()
        .map((name) => join(room, name)),
    ),
    ...study.map((name) => join("pipeline", `bias-study-${name}.js`)),
  ];
  for (const file of files) hash.update(file).update(readFileSync(join(root, "dist", file)));
  return hash.digest("hex").slice(0, 12);
}

/** One line a second at most, with the time left at the pace so far. */
function showProgress() {
  const start = Date.now();
  let last = 0;
  return (stage, share) => {
    const now = Date.now();
    if (share < 1 && now - last < 1000) return;
    last = now;
    const left = Math.round(((now - start) * (1 - share)) / share / 1000);
    process.stderr.write(`${stage}: ${(100 * share).toFixed(1)} %, about ${left} s left\n`);
  };
}
