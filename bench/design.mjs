// Design kernels beside R on one machine and the same numbers: npm run build && node bench/design.mjs [rows] [--no-r]
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stream } from "../dist/math/stream.js";
import { estimateBalance, unadjustedSd } from "../dist/stats/balance.js";
import { matchFull } from "../dist/stats/full-matching.js";
import { fitLogistic } from "../dist/stats/logistic.js";
import { matchOptimal } from "../dist/stats/match-optimal.js";
import { matchNearest } from "../dist/stats/nearest.js";
import { derivePropensityWeights } from "../dist/stats/propensity-weights.js";
import { standardDeviation } from "../dist/stats/standard-deviation.js";

const rows = Number(process.argv.find((argument) => /^\d/.test(argument)) ?? 1_000_000);
const withR = !process.argv.includes("--no-r");
const covariates = 8;
const FEW = 100_000;
const TEN_THOUSAND = 10_000;

/** Correlated covariates and a treatment that about a third has, its logit with an SD of 1.5 as in the breast data; the intercept is the first column. */
function makeProblem(n) {
  const { uniform } = stream(20240607, "bench/design");
  const X = new Float64Array(n * (covariates + 1));
  const treated = new Uint8Array(n);
  X.fill(1, 0, n);
  for (let i = 0; i < n; i += 1) {
    const shared = uniform() + uniform() - 1;
    let eta = -0.9;
    for (let j = 1; j <= covariates; j += 1) {
      const value = shared + uniform() + uniform() + uniform() - 1.5;
      X[j * n + i] = value;
      eta += ((j % 3) - 1) * 1.25 * value;
    }
    treated[i] = uniform() < 1 / (1 + Math.exp(-eta)) ? 1 : 0;
  }
  return { X, treated, n, p: covariates + 1, names: Array.from({ length: covariates + 1 }, (_, j) => `x${j}`) };
}

/** Wall-clock and processor seconds, each the best of three runs: other work on the machine only ever adds. */
function timed(run) {
  let [seconds, processor] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  let value;
  for (let k = 0; k < 3; k += 1) {
    const start = performance.now();
    const before = process.cpuUsage();
    value = run();
    const used = process.cpuUsage(before);
    seconds = Math.min(seconds, (performance.now() - start) / 1000);
    processor = Math.min(processor, (used.user + used.system) / 1e6);
  }
  return { value, time: { seconds, processor } };
}

const rankOf = (n) => Int32Array.from({ length: n }, (_, i) => i);

function runEngine(problem) {
  const { X, treated, n } = problem;
  const before = process.resourceUsage().maxRSS;
  const first = fitLogistic({ ...problem, y: treated });
  const extra = ((process.resourceUsage().maxRSS - before) * 1024) / (X.length * 8);
  const logistic = timed(() => fitLogistic({ ...problem, y: treated }));
  const { linearPredictor: score, fitted, beta } = first;
  const caliper = 0.2 * standardDeviation(score);
  const match = (count) => {
    const input = { score: score.slice(0, count), treated: treated.slice(0, count), order: "largest", caliper };
    return timed(() => matchNearest({ ...input, tieRank: rankOf(count) }));
  };
  const matchingFew = match(Math.min(FEW, n));
  const matching = match(n);
  const small = {
    score: score.slice(0, TEN_THOUSAND),
    treated: treated.slice(0, TEN_THOUSAND),
    tieRank: rankOf(TEN_THOUSAND),
  };
  const weight = derivePropensityWeights(treated, fitted, "ATT");
  const balance = timed(() => {
    let latest;
    for (let k = 0; k < 20; k += 1) {
      const j = (k % covariates) + 1;
      const x = X.subarray(j * n, (j + 1) * n);
      const denominatorSd = unadjustedSd(x, treated, "treated-sd", false);
      latest = estimateBalance({ x, treated, weight, denominatorSd, binary: false });
    }
    return latest;
  });
  return {
    beta,
    ks: balance.value.ks,
    extra,
    time: {
      logistic: logistic.time,
      balance: balance.time,
      matching: matching.time,
      matchingFew: matchingFew.time,
      full: timed(() => matchFull(small)).time,
      optimal: timed(() => matchOptimal(small)).time,
    },
  };
}

function runR(problem) {
  const folder = mkdtempSync(join(tmpdir(), "bench-design-"));
  try {
    writeFileSync(join(folder, "covariates"), new Uint8Array(problem.X.buffer, problem.n * 8));
    writeFileSync(join(folder, "treated"), problem.treated);
    const script = join(import.meta.dirname, "design.R");
    return JSON.parse(execFileSync("Rscript", [script, folder, String(problem.n)], { encoding: "utf8" }));
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
const r = withR ? runR(problem) : {};
const { time } = engine;
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
  line(`logistic, 8 covariates, ${perMillion}`, time.logistic, r.logistic, "≥ 3 ×"),
  line(`1:1 caliper matching, ${perMillion}`, time.matching, undefined, "≤ 1 s"),
  line("1:1 caliper matching, n = 1e+5 (MatchIt 4.5.1)", time.matchingFew, r.matching, ""),
  line("full matching, n = 1e+4 (optmatch, recorded)", time.full, { seconds: 116, processor: 116 }, "≤ 2 s"),
  line("optimal pairs without caliper, n = 1e+4", time.optimal, undefined, ""),
  line(`balance of 20 covariates, ${perMillion}`, time.balance, r.balance, "≤ 1 s"),
]);
console.log(`memory of the fit beyond its input: ${engine.extra.toFixed(2)} × the matrix (wanted: ≤ 2)`);
if (r.beta !== undefined) {
  const apart = Math.max(...r.beta.map((value, j) => Math.abs(value - engine.beta[j])));
  console.log(
    `largest difference from R: coefficients ${apart.toExponential(1)}, KS ${Math.abs(r.ks - engine.ks).toExponential(1)}`,
  );
}
