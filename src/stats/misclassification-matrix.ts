import { EstimationError } from "../errors.js";
import { invertMatrix } from "../math/invert-matrix.js";

export interface MisclassificationInput {
  /** k × k, row-major, whole numbers: of the validation sample, rows by the reference, columns by the imperfect test. */
  readonly validation: ArrayLike<number>;
  /** Length k: by the test, of the patients to be corrected. */
  readonly observed: ArrayLike<number>;
  readonly k: number;
}

export interface CorrectedShares {
  /** Length k: shares by the reference, sum 1; not held within [0, 1]. */
  readonly share: Float64Array;
  /** k × k, of the sampling of both samples. */
  readonly covariance: Float64Array;
}

/**
 * Shares of k categories by the reference from shares by an imperfect test: π = (Mᵀ)⁻¹ p, M the classification probabilities by row;
 * for two categories it is Rogan and Gladen's estimate. Covariance by the delta method, A (V_p + Σ π_r² V_r) Aᵀ with A = (Mᵀ)⁻¹, of
 * independent multinomial samples. A rate is a sum of shares.
 * Throws EstimationError without observed patients, for a category of the reference nobody validates, and where M has no inverse: the
 * test does not tell two categories apart. Source: Barron 1977, Biometrics 33:414; Greenland 1988, Statistics in Medicine 7:745.
 */
export function correctShares({ validation, observed, k }: MisclassificationInput): CorrectedShares {
  if (validation.length !== k * k || observed.length !== k)
    throw new RangeError(`a correction of ${k} categories needs ${k * k} and ${k} counts`);
  const seen = Array.from(observed);
  const n = seen.reduce((total, count) => total + count, 0);
  if (n === 0) throw new EstimationError("a correction needs patients by the imperfect test; got none");
  const rows = Array.from({ length: k }, (_, r) => Array.from({ length: k }, (_, c) => validation[r * k + c]!));
  const totals = rows.map((row) => row.reduce((total, count) => total + count, 0));
  const empty = totals.indexOf(0);
  if (empty >= 0)
    throw new EstimationError(
      `a correction needs validated patients of every category; category ${empty + 1} has none`,
    );
  const M = rows.map((row, r) => row.map((count) => count / totals[r]!));
  const transposed = Float64Array.from({ length: k * k }, (_, cell) => M[cell % k]![Math.floor(cell / k)]!);
  const A = invertMatrix(transposed, k);
  if (A === null)
    throw new EstimationError("shares cannot be corrected: the imperfect test does not tell two categories apart");
  const p = seen.map((count) => count / n);
  const share = Float64Array.from({ length: k }, (_, r) =>
    p.reduce((total, value, c) => total + A[r * k + c]! * value, 0),
  );
  const inner = new Float64Array(k * k);
  addMultinomial(inner, p, 1 / n);
  M.forEach((row, r) => {
    addMultinomial(inner, row, share[r]! ** 2 / totals[r]!);
  });
  return { share, covariance: sandwich(A, inner, k) };
}

/** Adds factor × (diag(p) − p pᵀ). */
function addMultinomial(target: Float64Array, p: readonly number[], factor: number): void {
  const k = p.length;
  for (let i = 0; i < k; i += 1)
    for (let j = 0; j < k; j += 1) target[i * k + j]! += factor * ((i === j ? p[i]! : 0) - p[i]! * p[j]!);
}

/** A V Aᵀ. */
function sandwich(A: Float64Array, V: Float64Array, k: number): Float64Array {
  return Float64Array.from({ length: k * k }, (_, cell) => {
    const [i, j] = [Math.floor(cell / k), cell % k];
    let value = 0;
    for (let a = 0; a < k; a += 1)
      for (let b = 0; b < k; b += 1) value += A[i * k + a]! * V[a * k + b]! * A[j * k + b]!;
    return value;
  });
}
