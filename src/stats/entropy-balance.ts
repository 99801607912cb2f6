import { EstimationError } from "../errors.js";
import { sum } from "../math/sum.js";
import type { EntropyArm } from "./entropy-dual.js";
import { largestSize, minimiseDual, RESIDUAL_TOLERANCE } from "./minimise-dual.js";
import { estimateMoments } from "./weighted-moments.js";

export interface EntropyBalanceInput {
  /** Moments to balance, n × p, column-major, finite: covariates, dummies, squares; no intercept. */
  readonly X: Float64Array;
  readonly n: number;
  readonly p: number;
  /** p names, for messages. */
  readonly names: readonly string[];
  readonly treated: Uint8Array;
  /** ATT: the controls are brought to the treated's means. ATE: both arms to the means of all. */
  readonly estimand: "ATT" | "ATE";
  /** Weights to stay close to, > 0; default 1. */
  readonly base?: Float64Array;
}

export interface EntropyBalance {
  /** ATT: the base weight for the treated (1), and the controls' weights sum to the treated's. ATE: each arm's sum to its base weights'. */
  readonly weight: Float64Array;
  /** Newton steps, the most over the arms. */
  readonly iterations: number;
  /** Largest distance of a weighted mean from its target, in SDs of the moment (unweighted, of the target rows); ≤ 1e-10. */
  readonly largestResidual: number;
}

/** Entropy balancing: the weights closest to the base weights (Kullback–Leibler) under which an arm's means equal their targets exactly.
 *  Newton's method on the dual, halving steps until it falls. Linearly dependent moments (all dummies of a factor) are allowed when
 *  their targets agree. Input and output as in the interfaces.
 *  Throws EstimationError, naming the moment: a target on or outside the range of the arm's values; targets that only together cannot
 *  be met (a proved separating direction); no convergence. O(n p²) per step. Not covered: tolerances other than 0 (stable balancing weights).
 *  Source: Hainmueller 2012, Political Analysis 20:25. */
export function deriveEntropyBalance(input: EntropyBalanceInput): EntropyBalance {
  const { X, n, p, names, treated, estimand, base = new Float64Array(n).fill(1) } = input;
  checkInput(input);
  const armRows = (side: number) => rowsOf(treated, (arm) => arm === side);
  const focal = estimand === "ATT" ? armRows(1) : rowsOf(treated, () => true);
  const targets = Array.from({ length: p }, (_, j) => momentsOf(X.subarray(j * n, (j + 1) * n), focal, base));
  const weight = base.slice();
  let iterations = 0;
  let largestResidual = 0;
  for (const side of estimand === "ATT" ? [0] : [0, 1]) {
    const rows = armRows(side);
    const arm = standardise(X, n, rows, targets, base);
    const armName = side === 1 ? "treated" : "controls";
    checkRanges(arm, names, armName);
    const found = minimiseDual(arm);
    if (found.blocked !== null) throw unreachable(names, armName, found.blocked);
    const total = sum(take(base, estimand === "ATT" ? focal : rows));
    rows.forEach((row, k) => {
      weight[row] = found.state.weight[k]! * total;
    });
    iterations = Math.max(iterations, found.iterations);
    largestResidual = Math.max(largestResidual, largestSize(found.state.residual));
  }
  return { weight, iterations, largestResidual };
}

function checkInput({ X, n, p, names, treated, base }: EntropyBalanceInput): void {
  if (X.length !== n * p || names.length !== p || treated.length !== n || (base ?? treated).length !== n) {
    throw new RangeError(`columns of entropy balancing must have n = ${n} rows and p = ${p} columns and names`);
  }
  const broken = names.filter((_, j) => !X.subarray(j * n, (j + 1) * n).every(Number.isFinite));
  if (broken.length > 0) {
    throw new EstimationError(`moments to balance must be finite; ${broken.join(", ")} holds a value that is not`);
  }
  if (base?.some((value) => !(value > 0 && value < Number.POSITIVE_INFINITY))) {
    throw new EstimationError("base weights of entropy balancing must be finite and > 0; at least one is not");
  }
  const count = treated.reduce((total, arm) => total + arm, 0);
  if (count === 0 || count === n) {
    throw new EstimationError(`entropy balancing needs both arms; got ${count} treated and ${n - count} controls`);
  }
}

function rowsOf(treated: Uint8Array, isIn: (arm: number) => boolean): Int32Array {
  const rows: number[] = [];
  for (let i = 0; i < treated.length; i += 1) if (isIn(treated[i]!)) rows.push(i);
  return Int32Array.from(rows);
}

function take(values: Float64Array, rows: Int32Array): Float64Array {
  const taken = new Float64Array(rows.length);
  for (let k = 0; k < rows.length; k += 1) taken[k] = values[rows[k]!]!;
  return taken;
}

interface Target {
  readonly mean: number;
  readonly sd: number;
}

function momentsOf(column: Float64Array, focal: Int32Array, base: Float64Array): Target {
  const { mean, variance } = estimateMoments(take(column, focal), take(base, focal), false);
  return { mean, sd: Math.sqrt(variance) };
}

/** The arm's moments minus their targets, in SDs of the target rows (of the arm itself where those do not vary). */
function standardise(
  X: Float64Array,
  n: number,
  rows: Int32Array,
  targets: readonly Target[],
  base: Float64Array,
): EntropyArm {
  const m = rows.length;
  const Z = new Float64Array(m * targets.length);
  targets.forEach(({ mean, sd }, j) => {
    const values = take(X.subarray(j * n, (j + 1) * n), rows);
    const scale = sd || Math.sqrt(estimateMoments(values, take(base, rows), false).variance) || 1;
    Z.set(
      values.map((value) => (value - mean) / scale),
      j * m,
    );
  });
  return { Z, m, p: targets.length, base: take(base, rows) };
}

/** A mean under positive weights lies strictly inside the range of the values, or on it where they do not vary. */
function checkRanges({ Z, m, p }: EntropyArm, names: readonly string[], armName: string): void {
  for (let j = 0; j < p; j += 1) {
    const column = Z.subarray(j * m, (j + 1) * m);
    const low = column.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
    const high = column.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
    if ((low < 0 && high > 0) || (Math.abs(low) <= RESIDUAL_TOLERANCE && Math.abs(high) <= RESIDUAL_TOLERANCE))
      continue;
    throw new EstimationError(
      `entropy balancing cannot bring the ${armName} to the target mean of ${names[j]}: it lies at the edge of their values or beyond; drop the moment, narrow eligibility or use propensity weights`,
    );
  }
}

function unreachable(names: readonly string[], armName: string, direction: Float64Array): EstimationError {
  const largest = largestSize(direction);
  const listed = names.filter((_, j) => Math.abs(direction[j]!) > 0.1 * largest).slice(0, 5);
  return new EstimationError(
    `entropy balancing cannot bring the ${armName} to all target means together; ${listed.join(", ")} cannot be met with the others; drop a moment, narrow eligibility or use propensity weights`,
  );
}
