import { type Ties, visitEventTimes } from "./cox-risk-sets.js";
import type { CoxRows } from "./cox-rows.js";

/** Log partial likelihood with its first and second derivative. */
export interface CoxLikelihood {
  readonly logLikelihood: number;
  /** Length p. */
  readonly score: Float64Array;
  /** Negative second derivative, p × p, symmetric. */
  readonly information: Float64Array;
}

/** The log partial likelihood of `rows` at `beta` (length p), summed over event times in canonical order. O(n p²). */
export function evaluateCoxLikelihood(rows: CoxRows, beta: Float64Array, ties: Ties): CoxLikelihood {
  const { p } = rows;
  const score = new Float64Array(p);
  const triangle = new Float64Array((p * (p + 1)) / 2);
  let logLikelihood = 0;
  visitEventTimes(rows, beta, ties, (at) => {
    logLikelihood += at.logLikelihood;
    for (let j = 0; j < p; j += 1) score[j]! += at.score[j]!;
    for (let m = 0; m < triangle.length; m += 1) triangle[m]! += at.information[m]!;
  });
  return { logLikelihood, score, information: unpackTriangle(triangle, p) };
}

/** The symmetric p × p matrix whose lower triangle by rows is `triangle`. */
export function unpackTriangle(triangle: Float64Array, p: number): Float64Array {
  const matrix = new Float64Array(p * p);
  let m = 0;
  for (let a = 0; a < p; a += 1) {
    for (let b = 0; b <= a; b += 1) {
      matrix[a * p + b] = triangle[m]!;
      matrix[b * p + a] = triangle[m]!;
      m += 1;
    }
  }
  return matrix;
}
