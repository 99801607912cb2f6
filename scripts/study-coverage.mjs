// The study of coverage: each variance method in its own setting, on worker threads, then docs/coverage.json and docs/COVERAGE.md. Run after
// `npm run build`. Goes on where it stopped: finished blocks stand in .cache. Rows of methods that are not run stay as they were recorded.
//   node scripts/study-coverage.mjs [--runs 2000] [--threads 2] [--only "words of a name"]... [--missing]
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { isMainThread, parentPort, Worker } from "node:worker_threads";
import { renderCoverage } from "../dist/pipeline/coverage-document.js";
import { coverageMethods } from "../dist/pipeline/coverage-methods.js";
import { definitionOf, mergeCoverage } from "../dist/pipeline/coverage-record.js";
import { runCoverage } from "../dist/pipeline/coverage-run.js";
import { summariseCoverage } from "../dist/pipeline/coverage-summary.js";
import { fingerprint, wholeNumber } from "./study-tools.mjs";

const BLOCK = 250;
const rooms = ["math", "stats", "frame", "spec", "design", "outcomes"];
const parts = [
  "coverage-draw",
  "coverage-read",
  "coverage-run",
  "estimate-after-lock",
  "impute-after-lock",
  "replicate",
  "subgroup-designs",
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
    options: {
      runs: { type: "string", default: "2000" },
      threads: { type: "string" },
      only: { type: "string", multiple: true },
      missing: { type: "boolean", default: false },
    },
  });
  const runs = wholeNumber("runs", values.runs);
  const threads = wholeNumber("threads", values.threads ?? String(availableParallelism()));
  mkdirSync(join(root, ".cache"), { recursive: true });
  const log = join(root, ".cache", `coverage-${fingerprint(root, rooms, parts)}.jsonl`);
  const finished = existsSync(log) ? readFileSync(log, "utf8").split("\n").slice(0, -1).map(JSON.parse) : [];
  const key = ({ definition, block, size }) => `${definition}/${block}/${size}`;
  const done = new Map(finished.map((each) => [key({ ...each, size: each.results.length }), each.results]));
  const chosen = choose(values, read());
  const jobs = chosen.flatMap((method) =>
    Array.from({ length: Math.ceil(runs / BLOCK) }, (_unused, block) => ({
      ...{ method, definition: definitionOf(coverageMethods[method]), block },
      size: Math.min(BLOCK, runs - block * BLOCK),
    })),
  );
  const summarise = (method) => {
    const own = jobs.filter((job) => job.method === method);
    if (!own.every((job) => done.has(key(job)))) return;
    const results = own.flatMap((job) => done.get(key(job)));
    const { definition } = own[0];
    write([{ ...summariseCoverage(coverageMethods[method], results), definition }]);
  };
  for (const method of chosen) summarise(method);
  const left = jobs.filter((job) => !done.has(key(job)));
  let counted = jobs.length - left.length;
  await onThreads(left, threads, (job, results) => {
    done.set(key(job), results);
    appendFileSync(log, `${JSON.stringify({ definition: job.definition, block: job.block, results })}\n`);
    counted += 1;
    process.stderr.write(`coverage: ${counted} of ${jobs.length} blocks\n`);
    summarise(job.method);
  });
  const rows = write([]);
  const claimed = coverageMethods.filter(({ limit }) => limit === undefined);
  if (!claimed.every(({ name }) => rows.find((row) => row.name === name)?.holds)) process.exitCode = 1;
}

/** Which methods to run: those whose name holds one of the words, or that have no row of their present definition; all where neither is asked for. */
function choose({ only, missing }, recorded) {
  const rows = new Set(mergeCoverage(coverageMethods, recorded, []).map(({ name }) => name));
  return Array.from(coverageMethods.keys()).filter((method) => {
    const { name } = coverageMethods[method];
    if (missing && rows.has(name)) return false;
    return only === undefined || only.some((words) => name.includes(words));
  });
}

function read() {
  const path = join(root, "docs", "coverage.json");
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : [];
}

function write(made) {
  const rows = mergeCoverage(coverageMethods, read(), made);
  writeFileSync(join(root, "docs", "coverage.json"), `${JSON.stringify(rows, null, 2)}\n`);
  writeFileSync(join(root, "docs", "COVERAGE.md"), renderCoverage(rows));
  return rows;
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
