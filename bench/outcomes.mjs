// Outcome kernels beside R on one machine and the same numbers: npm run build && node bench/outcomes.mjs [rows] [--no-r] [--robust=rows]
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { stream } from "../dist/math/stream.js";
import { estimateReplicates } from "../dist/pipeline/replicate.js";
import { runReplicates } from "../dist/pipeline/replicate-threads.js";
import { designSchema } from "../dist/spec/design.js";
import { estimateSchema } from "../dist/spec/estimate.js";
import { fitCox } from "../dist/stats/cox.js";
import { estimateKaplanMeier } from "../dist/stats/kaplan-meier.js";
import { testLogRank } from "../dist/stats/log-rank.js";

const rows = Number(process.argv.find((argument) => /^\d/.test(argument)) ?? 1_000_000);
const withR = !process.argv.includes("--no-r");
const covariates = 9;
const FEW = 10_000;
/** Rows of the robust model beside R, whose score residuals take a time quadratic in the rows: of 10⁶, a quarter of an hour. */
const ROBUST = Number(process.argv.find((argument) => argument.startsWith("--robust="))?.slice(9) ?? 100_000);
const RESAMPLES = 200;

/** Nine covariates, the first the arm (about 40 %, its logit by the others), times in whole days with a third censored, and ATT-like weights. `minute`: the same times at a resolution that leaves few ties. */
function makeProblem(n) {
  const { uniform } = stream(20250601, "bench/outcomes");
  const X = new Float64Array(n * covariates);
  const time = new Int32Array(n);
  const minute = new Int32Array(n);
  const status = new Uint8Array(n);
  const weight = new Float64Array(n);
  for (let i = 0; i < n; i += 1) {
    const shared = uniform() + uniform() - 1;
    let eta = -0.4;
    let risk = 0;
    for (let j = 1; j < covariates; j += 1) {
      const value = shared + uniform() + uniform() + uniform() - 1.5;
      X[j * n + i] = value;
      eta += ((j % 3) - 1) * 0.8 * value;
      risk += ((j % 4) - 1.5) * 0.3 * value;
    }
    const arm = uniform() < 1 / (1 + Math.exp(-eta)) ? 1 : 0;
    X[i] = arm;
    weight[i] = arm === 1 ? 1 : Math.exp(eta);
    const event = -Math.log(1 - uniform()) * 600 * Math.exp(-risk + 0.4 * arm);
    const censored = 200 + uniform() * 1200;
    const ends = Math.min(event, censored);
    time[i] = Math.max(1, Math.ceil(ends));
    minute[i] = Math.max(1, Math.ceil(ends * 1440));
    status[i] = event <= censored ? 1 : 0;
  }
  return { n, X, time, minute, status, weight };
}

/** Wall-clock and processor seconds, each the best of `times` runs: other work on the machine only ever adds. */
function timed(run, times = 3) {
  let [seconds, processor] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  let value;
  for (let k = 0; k < times; k += 1) {
    const start = performance.now();
    const before = process.cpuUsage();
    value = run();
    const used = process.cpuUsage(before);
    seconds = Math.min(seconds, (performance.now() - start) / 1000);
    processor = Math.min(processor, (used.user + used.system) / 1e6);
  }
  return { value, time: { seconds, processor } };
}

function runEngine({ n, X, time, minute, status, weight }) {
  const arm = X.subarray(0, n);
  const names = Array.from({ length: covariates }, (_, j) => `x${j + 1}`);
  const km = timed(() => estimateKaplanMeier({ time, status }));
  const group = Int32Array.from(arm);
  const logRank = timed(() => testLogRank({ time, status, group, groups: 2 }));
  const cox = timed(() => fitCox({ time, status, X, p: covariates, names }));
  const one = { status, X: arm.slice(), p: 1, names: ["arm"], weight, robust: true };
  const whole = timed(() => fitCox({ ...one, time }));
  const k = Math.min(n, ROBUST);
  const part = { status: status.slice(0, k), X: arm.slice(0, k), p: 1, names: ["arm"], weight: weight.slice(0, k) };
  const weighted = timed(() => fitCox({ ...part, robust: true, time: minute.slice(0, k) }));
  return {
    survival: km.value.survival.at(-1),
    chiSquared: logRank.value.chiSquared,
    beta: Array.from(cox.value.beta),
    robust: Math.sqrt(weighted.value.robustCovariance[0]),
    time: { km: km.time, logRank: logRank.time, cox: cox.time, weighted: weighted.time, whole: whole.time },
  };
}

const threads = availableParallelism();

/** A bootstrap that carries out propensity, ATT weights and Cox anew, on this thread alone and on all there are. */
async function runBootstrap({ X, n, time, status }) {
  const few = Math.min(FEW, n);
  const column = (j) => ({
    ...{ name: `x${j + 1}`, label: `x${j + 1}`, kind: "continuous", unit: null, levels: [] },
    ...{ value: X.slice(j * n, j * n + few), missing: new Uint8Array(few) },
  });
  const terms = Array.from({ length: covariates - 1 }, (_, j) => `x${j + 2}`);
  const words = {
    measure: "hazard-ratio",
    label: "E",
    endpoint: "e",
    design: "d",
    role: "primary",
    variance: "bootstrap",
  };
  const job = {
    design: designSchema.parse({ method: "weighting", label: "D", propensity: { terms } }),
    ...{ name: "d", seed: 1, resample: "patients" },
    patients: {
      n: few,
      patientId: Array.from({ length: few }, (_, i) => `p${i}`),
      datasetId: Array(few).fill("d"),
      indexEpochDay: new Int32Array(few),
      trial: Uint8Array.from(X.subarray(0, few)),
    },
    covariates: { n: few, columns: Array.from({ length: covariates - 1 }, (_, j) => column(j + 1)) },
    weights: { design: "d", kind: "weighting", weight: new Float64Array(few).fill(1), pair: null },
    estimates: [
      {
        estimate: estimateSchema.parse({ ...words, bootstrap: { replicates: RESAMPLES } }),
        data: {
          ...{ kind: "survival", endpoint: "e", available: new Uint8Array(few).fill(1) },
          ...{ timeDays: time.slice(0, few), status: status.slice(0, few) },
        },
      },
    ],
  };
  const { value, time: took } = timed(() => estimateReplicates(job, 0, RESAMPLES), 1);
  const values = value.map(([log]) => log);
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const start = performance.now();
  await runReplicates(job, { count: RESAMPLES, threads: threads - 1, progress: () => undefined });
  const onThreads = (performance.now() - start) / 1000;
  return {
    onThreads,
    se: Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / (values.length - 1)),
    time: took,
  };
}

function runR(problem) {
  const folder = mkdtempSync(join(tmpdir(), "bench-outcomes-"));
  try {
    for (const name of ["X", "time", "minute", "status", "weight"]) writeFileSync(join(folder, name), problem[name]);
    const script = join(import.meta.dirname, "outcomes.R");
    const given = [script, folder, problem.n, FEW, RESAMPLES, Math.min(problem.n, ROBUST)].map(String);
    return JSON.parse(execFileSync("Rscript", given, { encoding: "utf8" }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function printTable(lines) {
  const widths = lines[0].map((_, j) => Math.max(...lines.map((line) => String(line[j]).length)));
  for (const line of lines) console.log(line.map((cell, j) => String(cell).padEnd(widths[j])).join("  "));
}

const problem = makeProblem(rows);
const engine = runEngine(problem);
const bootstrap = await runBootstrap(problem);
const r = withR ? runR(problem) : {};
const perMillion = `n = ${rows.toExponential()}`;
/** Ratios are of processor time. */
const line = (task, mine, theirs, wanted) => [
  task,
  `${mine.seconds.toFixed(2)} s`,
  theirs ? `${theirs.seconds.toFixed(2)} s` : "–",
  theirs ? `${(theirs.processor / mine.processor).toFixed(1)} ×` : "–",
  wanted,
];
printTable([
  ["task", "engine", "R", "ratio", "wanted"],
  line(`Kaplan–Meier, ${perMillion}`, engine.time.km, r.km, "≥ 3 ×"),
  line(`log-rank, ${perMillion}`, engine.time.logRank, r.logRank, "≥ 3 ×"),
  line(`Cox, 9 covariates, ${perMillion}`, engine.time.cox, r.cox, "≥ 3 ×"),
  line(
    `weighted robust Cox, few ties, n = ${Math.min(rows, ROBUST).toExponential()}`,
    engine.time.weighted,
    r.weighted,
    "≥ 2 ×",
  ),
  line(`weighted robust Cox, ${perMillion} (R not run)`, engine.time.whole, undefined, ""),
  line(`${RESAMPLES} bootstraps of propensity, ATT, Cox, n = 1e+4, one thread`, bootstrap.time, r.bootstrap, ""),
  [
    `the same on ${threads} threads (wall clock)`,
    `${bootstrap.onThreads.toFixed(2)} s`,
    r.bootstrap ? `${r.bootstrap.seconds.toFixed(2)} s` : "–",
    r.bootstrap ? `${(r.bootstrap.seconds / bootstrap.onThreads).toFixed(1)} ×` : "–",
    "≥ 5 ×",
  ],
]);
if (r.beta !== undefined) {
  const apart = Math.max(
    Math.abs(r.survival - engine.survival),
    Math.abs(r.chiSquared / engine.chiSquared - 1),
    ...r.beta.map((value, j) => Math.abs(value - engine.beta[j])),
    Math.abs(r.robust / engine.robust - 1),
  );
  console.log(`largest difference from R: ${apart.toExponential(1)}`);
  console.log(
    `bootstrap SE of the log hazard ratio: ${bootstrap.se.toFixed(4)}, R ${r.se.toFixed(4)} (other resamples)`,
  );
}
