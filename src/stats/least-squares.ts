import { EstimationError } from "../errors.js";
import { factorCholesky, invertCholesky, solveCholesky } from "../math/linear-algebra.js";
import { sumOfProducts } from "../math/sum.js";
import { checkIndependentColumns } from "./independent-columns.js";
import { restoreCoefficients, restoreCovariance, standardiseColumns } from "./standardise-columns.js";

export interface LeastSquaresInput {
  /** n × p, column-major, finite; the caller includes the intercept column. */
  readonly X: Float64Array;
  readonly n: number;
  readonly p: number;
  readonly names: readonly string[];
  readonly y: Float64Array;
}

export interface LeastSquaresFit {
  readonly beta: Float64Array;
  /** p × p, row-major: (XᵀX)⁻¹. */
  readonly inverse: Float64Array;
}

/**
 * Ordinary least squares by the normal equations of centred and scaled columns, with one step of refinement.
 * Throws EstimationError: no rows, columns linearly dependent (named). O(n p²). Source: Golub & Van Loan 2013 §5.3; agrees with R lm.
 */
export function fitLeastSquares({ X, n, p, names, y }: LeastSquaresInput): LeastSquaresFit {
  if (n === 0 || p === 0) throw new EstimationError(`a linear model needs rows and columns; got n = ${n}, p = ${p}`);
  const columns = standardiseColumns(X, n, p);
  const column = (j: number) => columns.Z.subarray(j * n, (j + 1) * n);
  const gram = new Float64Array(p * p);
  for (let a = 0; a < p; a += 1) {
    for (let b = 0; b <= a; b += 1) {
      gram[a * p + b] = sumOfProducts(column(a), column(b));
      gram[b * p + a] = gram[a * p + b]!;
    }
  }
  checkIndependentColumns(gram, names);
  const { lower } = factorCholesky(gram, p);
  const solve = (target: Float64Array) =>
    solveCholesky(
      lower,
      p,
      Float64Array.from({ length: p }, (_, j) => sumOfProducts(column(j), target)),
    );
  const first = solve(y);
  const residual = y.map((value, i) => value - lineAt(columns.Z, n, first, i));
  const refined = solve(residual).map((step, j) => first[j]! + step);
  return {
    beta: restoreCoefficients(columns, refined),
    inverse: restoreCovariance(columns, invertCholesky(lower, p)),
  };
}

function lineAt(Z: Float64Array, n: number, b: Float64Array, i: number): number {
  let value = 0;
  for (let j = 0; j < b.length; j += 1) value += Z[j * n + i]! * b[j]!;
  return value;
}
