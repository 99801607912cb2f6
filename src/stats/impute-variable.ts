import { chiSquaredDeviate, deviateOfPrecision } from "../math/deviates.js";
import { factorCholesky, solveCholesky } from "../math/linear-algebra.js";
import type { Stream } from "../math/stream.js";
import { fitMultinomial, levelProbabilities } from "./fit-multinomial.js";
import { findNearestRange } from "./nearest-range.js";
import { orderByValue } from "./order-by-value.js";

export interface ImputationStep {
  /** Predictors of all rows, n × p, column-major: an intercept of 1 first. */
  readonly X: Float64Array;
  readonly n: number;
  readonly p: number;
  /** Values of the variable; those at `missing` = 1 are replaced. */
  readonly value: Float64Array;
  readonly missing: Uint8Array;
  readonly stream: Stream;
}

/** Observed values from which a missing one is drawn. */
const DONORS = 5;

/** Predictive mean matching: a linear model of the rows with a value, its coefficients drawn from their posterior; each missing value becomes that
 *  of one of the 5 rows (and any that tie with the fifth) whose fitted value, at the estimate, lies nearest to its predicted value, at the draw
 *  (type 1 matching), each as likely. So only values that occur are imputed.
 *  Source: Little 1988, J Bus Econ Stat 6:287; van Buuren 2018, Flexible Imputation, §3.4 (algorithm 3.3). */
export function imputeByDonors({ X, n, p, value, missing, stream }: ImputationStep): void {
  const known = rowsWhere(missing, 0);
  const gram = new Float64Array(p * p);
  const right = new Float64Array(p);
  for (const i of known) {
    for (let j = 0; j < p; j += 1) {
      right[j]! += X[j * n + i]! * value[i]!;
      for (let k = 0; k <= j; k += 1) gram[j * p + k]! += X[j * n + i]! * X[k * n + i]!;
    }
  }
  const { lower } = factorCholesky(gram, p);
  const estimate = solveCholesky(lower, p, right);
  const predict = (beta: Float64Array, i: number) => {
    let total = 0;
    for (let j = 0; j < p; j += 1) total += beta[j]! * X[j * n + i]!;
    return total;
  };
  const fitted = Float64Array.from(known, (i) => predict(estimate, i));
  const squares = known.reduce((total, i, k) => total + (value[i]! - fitted[k]!) ** 2, 0);
  const sigma = Math.sqrt(squares / chiSquaredDeviate(stream, Math.max(1, known.length - p)));
  const deviate = deviateOfPrecision(stream, lower, p, sigma);
  const drawn = estimate.map((b, j) => b + deviate[j]!);
  const order = orderByValue(fitted, {});
  const ascending = Float64Array.from(order, (k) => fitted[k]!);
  const all = { low: 0, high: ascending.length };
  for (const i of rowsWhere(missing, 1)) {
    const wanted = { target: predict(drawn, i), k: Math.min(DONORS, known.length), tolerance: 0, skip: -1 };
    const { from, to } = findNearestRange(ascending, all, { ...wanted, caliper: Number.POSITIVE_INFINITY });
    value[i] = value[known[order[from + stream.integer(to - from)]!]!]!;
  }
}

/** Draws missing levels (0 … levels − 1, those that occur) from a baseline-category logistic model of the rows with a value, its coefficients
 *  drawn from the normal approximation of their posterior; with two levels a logistic model. Source: van Buuren 2018, §3.6. */
export function imputeByLevel({ X, n, p, value, missing, stream }: ImputationStep): void {
  const known = rowsWhere(missing, 0);
  const occurring = [...new Set(Array.from(known, (i) => value[i]!))].sort((a, b) => a - b);
  const levels = occurring.length;
  const taken = new Float64Array(known.length * p);
  for (let j = 0; j < p; j += 1)
    for (let k = 0; k < known.length; k += 1) taken[j * known.length + k] = X[j * n + known[k]!]!;
  const level = Uint16Array.from(known, (i) => occurring.indexOf(value[i]!));
  const theta = new Float64Array((levels - 1) * p);
  if (levels > 1) {
    const fit = fitMultinomial({ X: taken, n: known.length, p, level, levels });
    const deviate = deviateOfPrecision(stream, fit.lower, theta.length);
    theta.set(fit.theta.map((b, j) => b + deviate[j]!));
  }
  const probability = new Float64Array(levels - 1);
  for (const i of rowsWhere(missing, 1)) {
    levelProbabilities({ X, n, p, levels }, theta, i, probability);
    let left = stream.uniform();
    let chosen = 0;
    for (let k = 0; k < probability.length; k += 1) {
      if (left < probability[k]!) {
        chosen = k + 1;
        break;
      }
      left -= probability[k]!;
    }
    value[i] = occurring[chosen]!;
  }
}

function rowsWhere(missing: Uint8Array, flag: 0 | 1): Int32Array {
  const rows: number[] = [];
  for (let i = 0; i < missing.length; i += 1) if (missing[i] === flag) rows.push(i);
  return Int32Array.from(rows);
}
