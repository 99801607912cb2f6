// The study of coverage: each variance method in its own setting, on worker threads, then docs/COVERAGE.md. Run after `npm run build`.
// Goes on where it stopped: finished blocks stand in .cache.   node scripts/study-coverage.mjs [--runs 2000] [--threads 2]
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { isMainThread, parentPort, Worker } from "node:worker_threads";
import { coverageMethods } from "../dist/pipeline/coverage-methods.js";
import { runCoverage } from "../dist/pipeline/coverage-run.js";
import { summariseCoverage } from "../dist/pipeline/coverage-summary.js";
import { coveragePatients } from "../dist/pipeline/coverage-worlds.js";
import { fingerprint, wholeNumber } from "./study-tools.mjs";

const BLOCK = 250;
const rooms = ["math", "stats", "frame", "spec", "design", "outcomes"];
const parts = [
  "coverage-methods",
  "coverage-run",
  "coverage-worlds",
  "estimate-after-lock",
  "impute-after-lock",
  "replicate",
].map((file) => join("pipeline", `${file}.js`));
const root = fileURLToPath(new URL("..", import.meta.url));

if (isMainThread) await main();
else
  parentPort.on("message", ({ method, block, size }) => {
    const results = Array.from({ length: size }, (_, k) => runCoverage(coverageMethods[method], block * BLOCK + k));
    parentPort.postMessage({ method, block, results });
  });

async function main() {
  const { values } = parseArgs({
    options: { runs: { type: "string", default: "2000" }, threads: { type: "string" } },
  });
  const runs = wholeNumber("runs", values.runs);
  const threads = wholeNumber("threads", values.threads ?? String(availableParallelism()));
  mkdirSync(join(root, ".cache"), { recursive: true });
  const log = join(root, ".cache", `coverage-${fingerprint(root, rooms, parts)}.jsonl`);
  const finished = existsSync(log) ? readFileSync(log, "utf8").split("\n").slice(0, -1).map(JSON.parse) : [];
  const key = ({ method, block, size }) => `${method}/${block}/${size}`;
  const done = new Map(finished.map((each) => [key({ ...each, size: each.results.length }), each.results]));
  const jobs = coverageMethods.flatMap((_, method) =>
    Array.from({ length: Math.ceil(runs / BLOCK) }, (_unused, block) => ({
      ...{ method, block, size: Math.min(BLOCK, runs - block * BLOCK) },
    })),
  );
  const left = jobs.filter((job) => !done.has(key(job)));
  await onThreads(left, threads, (job, results) => {
    done.set(key(job), results);
    appendFileSync(log, `${JSON.stringify({ method: job.method, block: job.block, results })}\n`);
    process.stderr.write(`coverage: ${done.size} of ${jobs.length} blocks\n`);
  });
  const summaries = coverageMethods.map((method, m) =>
    summariseCoverage(
      method,
      jobs.filter((job) => job.method === m).flatMap((job) => done.get(key(job))),
    ),
  );
  writeFileSync(join(root, "docs", "COVERAGE.md"), page(summaries, runs));
  if (!summaries.every(({ holds }) => holds)) process.exitCode = 1;
}

function onThreads(jobs, threads, onResult) {
  const waiting = jobs.values();
  const serve = () =>
    new Promise((resolve, reject) => {
      const worker = new Worker(fileURLToPath(import.meta.url));
      let job;
      const next = () => {
        const { value, done } = waiting.next();
        job = value;
        if (done) worker.terminate().then(resolve, reject);
        else worker.postMessage(value);
      };
      worker.on("error", reject);
      worker.on("message", ({ results }) => {
        onResult(job, results);
        next();
      });
      next();
    });
  return Promise.all(Array.from({ length: Math.min(threads, Math.max(jobs.length, 1)) }, serve));
}

function page(summaries, runs) {
  const percent = (value) => `${(100 * value).toFixed(1)} %`;
  const rows = summaries.map(
    ({ name, coverage, monteCarloError, seRatio, bias, failed, holds }) =>
      `| ${name} | ${percent(coverage)} | ${(100 * monteCarloError).toFixed(2)} | ${seRatio === null ? "–" : seRatio.toFixed(3)} | ${bias.toPrecision(2)} | ${failed} | ${holds ? "yes" : "no"} |`,
  );
  const missed = summaries.filter(({ holds }) => !holds);
  const reasons = missed.map(({ name, misses }) => `- ${name}: ${misses ?? "no reason is known"}.\n`).join("");
  return `# Coverage of the intervals

Each variance method in a setting made for it: ${coveragePatients} patients, 40 % of them in the trial arm, ${runs} runs, nominal coverage 95 %. A method holds where its coverage lies within one point
and three Monte Carlo standard errors of 95 % (an exact interval: not below 95 % by more than these errors), and the mean of its standard errors within 5 % of the spread of its estimates.

- Randomised settings: arms alike, nothing weighted. Confounded ones: a binary covariate x decides arm and outcome. Their truth in the trial's patients is in closed form: rates, survival, means and
  incidences at each x, weighed by the trial's x; the hazard ratio is 1, without an effect at any x, so that no choice of scale enters. Unweighted hazard ratios: 0.70, in proportion.
- With one binary covariate the models are saturated, so that weighting, entropy balancing, g-computation and AIPW give one estimate: what is tested of them is the variance.
- Pairs: enough controls at each x for every trial patient. With replacement: a covariate that no two patients share.
- Scans 8 weeks apart in the trial, 12 in routine care, each up to 15 % early or late. The competing event has half the hazard of the event.
- Imputations: x is not recorded for 30 % of the patients, by chance.
- Bias is of the linear estimate (a ratio's logarithm; the number itself where a method has no standard error).

A simulation shows what happens in its own settings and in no other. Made by \`npm run study:coverage\`.
${missed.length === 0 ? "" : `\nWhat does not hold, and why:\n\n${reasons}`}
| method | coverage | Monte Carlo SE, points | mean SE / spread | bias | runs without estimate | holds |
|---|---|---|---|---|---|---|
${rows.join("\n")}
`;
}
