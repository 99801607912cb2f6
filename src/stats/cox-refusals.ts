import { EstimationError } from "../errors.js";
import { factorCholesky } from "../math/linear-algebra.js";
import { isMonotoneDirection } from "./cox-monotone.js";
import type { CoxRows } from "./cox-rows.js";

/** A column whose variance within the risk sets is less than this share of its variance overall is constant there, but for rounding. */
const CONSTANT = 1e-12;

/** Throws EstimationError naming the covariates that the columns before them determine within the risk sets. information: at beta = 0. */
export function refuseCollinear(rows: CoxRows, information: Float64Array, names: readonly string[]): void {
  const { n, p, X } = rows;
  const eventWeight = rows.weight.reduce((total, w, i) => total + w * rows.status[i]!, 0);
  const dependent = new Set(factorCholesky(information, p).dependent);
  for (let j = 0; j < p; j += 1) {
    let squares = 0;
    for (let i = 0; i < n; i += 1) squares += X[i * p + j]! ** 2;
    if (!(information[j * p + j]! > (CONSTANT * eventWeight * squares) / n)) dependent.add(j);
  }
  if (dependent.size === 0) return;
  const named = quote(
    [...dependent].sort((a, b) => a - b),
    names,
  );
  throw new EstimationError(
    `Cox needs covariates that vary within the risk sets and are no linear combination of the columns before them; got ${named}: drop it or merge its levels`,
  );
}

/** Throws EstimationError if one covariate alone makes the likelihood monotone: an arm or a level without events, or all events first. */
export function refuseMonotoneCovariate(rows: CoxRows, names: readonly string[]): void {
  const { n, p, X } = rows;
  const value = new Float64Array(n);
  for (let j = 0; j < p; j += 1) {
    for (const sign of [1, -1]) {
      for (let i = 0; i < n; i += 1) value[i] = sign * X[i * p + j]!;
      if (isMonotoneDirection(rows, value, 0)) throw infinite([j], names, sign > 0 ? "highest" : "lowest");
    }
  }
}

/** How far, as a share of the spread of xᵀd, an event may stay below the highest of its risk set while d is still settling. */
const SETTLING = 1e-6;

/** Throws EstimationError if the likelihood is monotone along `direction` (length p), naming the covariates that take part. */
export function refuseMonotoneDirection(rows: CoxRows, direction: Float64Array, names: readonly string[]): void {
  const { n, p, X } = rows;
  const value = new Float64Array(n);
  const reach = new Float64Array(p);
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j < p; j += 1) {
      const part = X[i * p + j]! * direction[j]!;
      value[i]! += part;
      reach[j] = Math.max(reach[j]!, Math.abs(part));
    }
  }
  const spread = value.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  if (!isMonotoneDirection(rows, value, SETTLING * spread)) return;
  const parts = [...reach.keys()].filter((j) => reach[j]! > 1e-3 * spread);
  throw infinite(parts, names, "highest");
}

function infinite(columns: readonly number[], names: readonly string[], end: "highest" | "lowest"): EstimationError {
  const values = columns.length === 1 ? `the ${end} value` : `the ${end} value of one combination`;
  return new EstimationError(
    `Cox coefficient of ${quote(columns, names)} is infinite: every event falls on ${values} at risk (a level without events, or one with all of them); merge levels, drop it, or compare without a hazard ratio`,
  );
}

function quote(columns: readonly number[], names: readonly string[]): string {
  return columns.map((j) => `"${names[j]}"`).join(", ");
}
