import { sum } from "../math/sum.js";

/** One arm as the dual sees it. */
export interface EntropyArm {
  /** Moments minus their target, in units of their scale: m × p, column-major. */
  readonly Z: Float64Array;
  readonly m: number;
  readonly p: number;
  /** Base weights, > 0, length m. */
  readonly base: Float64Array;
}

/** The dual at multipliers λ: weights proportional to base × exp(−λᵀz). */
export interface EntropyState {
  /** −λᵀz per row. */
  readonly exponent: Float64Array;
  /** log Σ base exp(−λᵀz), convex in λ; its minimum is where all moments meet their target. */
  readonly value: number;
  /** Weights that sum to 1. */
  readonly weight: Float64Array;
  /** Σ w z, length p: what still separates each moment from its target. */
  readonly residual: Float64Array;
  /** Smallest λᵀz over rows: above 0 every row lies on one side of the target, which no weights can reach. */
  readonly margin: number;
}

/** Evaluates the dual of entropy balancing. O(m p). Source: Hainmueller 2012, Political Analysis 20:25, equation 9. */
export function evaluateDual({ Z, m, p, base }: EntropyArm, lambda: Float64Array): EntropyState {
  const exponent = new Float64Array(m);
  for (let j = 0; j < p; j += 1) {
    for (let i = 0; i < m; i += 1) exponent[i]! -= lambda[j]! * Z[j * m + i]!;
  }
  const largest = exponent.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const weight = exponent.map((value, i) => base[i]! * Math.exp(value - largest));
  const total = sum(weight);
  for (let i = 0; i < m; i += 1) weight[i]! /= total;
  const residual = new Float64Array(p);
  for (let j = 0; j < p; j += 1) {
    const terms = Z.subarray(j * m, (j + 1) * m).map((value, i) => value * weight[i]!);
    residual[j] = sum(terms);
  }
  return { exponent, value: largest + Math.log(total), weight, residual, margin: -largest };
}

/** Second derivative of the dual: the weighted covariance of the moments, p × p, row-major. O(m p²). */
export function dualCurvature({ Z, m, p }: EntropyArm, { weight, residual }: EntropyState): Float64Array {
  const curvature = new Float64Array(p * p);
  const product = new Float64Array(m);
  for (let j = 0; j < p; j += 1) {
    for (let i = 0; i < m; i += 1) product[i] = weight[i]! * (Z[j * m + i]! - residual[j]!);
    for (let k = 0; k <= j; k += 1) {
      let total = 0;
      for (let i = 0; i < m; i += 1) total += product[i]! * (Z[k * m + i]! - residual[k]!);
      curvature[j * p + k] = total;
      curvature[k * p + j] = total;
    }
  }
  return curvature;
}
