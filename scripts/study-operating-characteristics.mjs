// The study of operating characteristics: replicate worlds through the engine on worker threads, then the tables of
// docs/OPERATING-CHARACTERISTICS.md. Run after `npm run build`. Goes on where it stopped: finished replicates stand in .cache.
//   node scripts/study-operating-characteristics.mjs [--replicates 500] [--threads 2]
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { replaceMeasured } from "../dist/pipeline/study-document.js";
import { runStudy } from "../dist/pipeline/study-run.js";
import { studyDefaults } from "../dist/pipeline/study-settings.js";
import { summariseStudy } from "../dist/pipeline/study-summary.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const documentPath = join(root, "docs", "OPERATING-CHARACTERISTICS.md");
const recordPath = join(root, "docs", "operating-characteristics.json");

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
  logPath: join(root, ".cache", `operating-characteristics-${fingerprint()}.jsonl`),
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

function wholeNumber(name, text) {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1) return number;
  process.stderr.write(`--${name} must be a whole number of at least 1; got ${text}\n`);
  process.exit(2);
}

/** Of all compiled code a replicate can run through: replicates of other code are not gone on with. */
function fingerprint() {
  const hash = createHash("sha256");
  const rooms = ["math", "stats", "recist", "frame", "spec", "simulate", "endpoints", "design", "outcomes"];
  const study = ["settings", "plan", "rows", "patients", "courses", "endpoints", "estimates", "catalogue", "replicate"];
  const files = [
    ...rooms.flatMap((room) =>
      readdirSync(join(root, "dist", room))
        .filter((name) => name.endsWith(".js"))
        .sort()
        .map((name) => join(room, name)),
    ),
    ...study.map((name) => join("pipeline", `study-${name}.js`)),
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
