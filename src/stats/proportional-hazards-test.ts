import { EstimationError } from "../errors.js";
import { chiSquaredUpper } from "../math/chi-squared.js";
import { factorCholesky, solveCholesky } from "../math/linear-algebra.js";
import { type Ties, visitEventTimes } from "./cox-risk-sets.js";
import { type CoxData, type CoxRows, prepareCoxRows } from "./cox-rows.js";
import { estimateKaplanMeier } from "./kaplan-meier.js";

export interface ProportionalHazardsInput extends CoxData {
  /** The estimate of `fitCox` on the same data with the same ties, length p. */
  readonly beta: Float64Array;
  readonly ties?: Ties;
  /** How a coefficient may move with time: with time itself, or with 1 − S(t−), S the unweighted Kaplan–Meier of all rows (R's default "km"). */
  readonly transform: "identity" | "km";
  /** The term 0 … terms − 1 each column belongs to (a factor's levels share one); default: each column its own. Length p. */
  readonly term?: Int32Array;
}

/** Score tests of no change over time. */
export interface ProportionalHazardsTest {
  /** Per term, in the order of term numbers. */
  readonly chiSquared: Float64Array;
  readonly df: Int32Array;
  readonly p: Float64Array;
  readonly global: { readonly chiSquared: number; readonly df: number; readonly p: number };
}

/**
 * Score test that β + θ g(t) has θ = 0, for each term and for all together; the other terms' θ are 0 under each test.
 * With u(t) and V(t) the score and information of one event time at β: U = Σ g u, and the information of (β, θ) has blocks Σ V, Σ gV,
 * Σ g²V. g is centred over events for accuracy; the statistic does not depend on it. Weights enter u and V; the test is model-based,
 * as R's is. Source: Grambsch & Therneau 1994; the exact score form of R survival >= 3.0, cox.zph.
 * Throws EstimationError if no coefficient can be seen to move (a single event time, say).
 */
export function testProportionalHazards(input: ProportionalHazardsInput): ProportionalHazardsTest {
  const rows = prepareCoxRows(input);
  const { p } = rows;
  const term = input.term ?? Int32Array.from({ length: p }, (_, j) => j);
  const g = centre(rows, transformTimes(rows, input.transform));
  const { score, information } = accumulate(rows, input.beta, input.ties ?? "efron", g);
  const columns = Array.from({ length: p }, (_, j) => j);
  const terms = Array.from({ length: Math.max(...term) + 1 }, (_, k) => columns.filter((j) => term[j] === k));
  const tests = terms.map((members) => testColumns(members, score, information, p));
  return {
    chiSquared: Float64Array.from(tests, (test) => test.chiSquared),
    df: Int32Array.from(tests, (test) => test.df),
    p: Float64Array.from(tests, (test) => test.p),
    global: testColumns(columns, score, information, p),
  };
}

/** g at the end of each row. */
function transformTimes(rows: CoxRows, transform: "identity" | "km"): Float64Array {
  if (transform === "identity") return Float64Array.from(rows.time);
  const curve = estimateKaplanMeier({
    time: rows.time,
    status: rows.status,
    ...(rows.entry === null ? {} : { entry: rows.entry }),
  });
  const before = new Map([...curve.time].map((t, j) => [t, j === 0 ? 1 : curve.survival[j - 1]!]));
  return Float64Array.from(rows.time, (t) => 1 - (before.get(t) ?? 1));
}

/** Less the mean over events. */
function centre(rows: CoxRows, g: Float64Array): Float64Array {
  const mean = g.reduce((total, value, i) => total + value * rows.status[i]!, 0) / rows.events;
  return g.map((value) => value - mean);
}

/** U (length p) and the information of (β, θ), (2p)². */
function accumulate(rows: CoxRows, beta: Float64Array, ties: Ties, g: Float64Array) {
  const { p } = rows;
  const size = 2 * p;
  const score = new Float64Array(p);
  const information = new Float64Array(size * size);
  visitEventTimes(rows, beta, ties, (at) => {
    const moved = g[at.from]!;
    let m = 0;
    for (let a = 0; a < p; a += 1) {
      score[a]! += moved * at.score[a]!;
      for (let b = 0; b <= a; b += 1) {
        const v = at.information[m]!;
        m += 1;
        information[a * size + b]! += v;
        information[(p + a) * size + b]! += moved * v;
        information[(p + a) * size + p + b]! += moved * moved * v;
        if (a !== b) information[(p + b) * size + a]! += moved * v;
      }
    }
  });
  for (let a = 0; a < size; a += 1)
    for (let b = 0; b < a; b += 1) information[b * size + a] = information[a * size + b]!;
  return { score, information };
}

/** The score test of θ = 0 for `columns`, β free and the other θ at 0. */
function testColumns(columns: readonly number[], score: Float64Array, information: Float64Array, p: number) {
  const kept = [...Array.from({ length: p }, (_, j) => j), ...columns.map((j) => p + j)];
  const matrix = Float64Array.from(kept.flatMap((a) => kept.map((b) => information[a * 2 * p + b]!)));
  const { lower, dependent } = factorCholesky(matrix, kept.length);
  if (dependent.length > 0) {
    throw new EstimationError(
      "the proportional-hazards test needs covariates that vary at more than one event time; got a singular information matrix",
    );
  }
  const u = Float64Array.from(kept, (a) => (a < p ? 0 : score[a - p]!));
  const chiSquared = solveCholesky(lower, kept.length, u).reduce((total, value, i) => total + value * u[i]!, 0);
  return { chiSquared, df: columns.length, p: chiSquaredUpper(chiSquared, columns.length) };
}
