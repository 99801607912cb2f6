/** Small dense symmetric systems (p up to a few hundred), matrices row-major in a Float64Array(p × p). */

/** Result of a Cholesky factorisation: L (lower triangle, row-major) and the columns found linearly dependent on earlier ones. */
export interface Cholesky {
  readonly lower: Float64Array;
  readonly dependent: readonly number[];
}

/** Cholesky factor of a symmetric positive semi-definite matrix. A pivot below `tolerance` × its diagonal marks the column as dependent (its row and column of L are zero). */
export function factorCholesky(matrix: Float64Array, p: number, tolerance = 1e-11): Cholesky {
  const lower = new Float64Array(p * p);
  const dependent: number[] = [];
  for (let j = 0; j < p; j += 1) {
    let pivot = matrix[j * p + j]!;
    for (let k = 0; k < j; k += 1) pivot -= lower[j * p + k]! ** 2;
    if (!(pivot > tolerance * Math.abs(matrix[j * p + j]!)) || pivot <= 0) {
      dependent.push(j);
      continue;
    }
    const root = Math.sqrt(pivot);
    lower[j * p + j] = root;
    for (let i = j + 1; i < p; i += 1) {
      let value = matrix[i * p + j]!;
      for (let k = 0; k < j; k += 1) value -= lower[i * p + k]! * lower[j * p + k]!;
      lower[i * p + j] = value / root;
    }
  }
  return { lower, dependent };
}

/** x with L Lᵀ x = b for a factor of full rank. */
export function solveCholesky(lower: Float64Array, p: number, b: ArrayLike<number>): Float64Array {
  const x = Float64Array.from(b);
  for (let i = 0; i < p; i += 1) {
    let value = x[i]!;
    for (let k = 0; k < i; k += 1) value -= lower[i * p + k]! * x[k]!;
    x[i] = value / lower[i * p + i]!;
  }
  for (let i = p - 1; i >= 0; i -= 1) {
    let value = x[i]!;
    for (let k = i + 1; k < p; k += 1) value -= lower[k * p + i]! * x[k]!;
    x[i] = value / lower[i * p + i]!;
  }
  return x;
}

/** Inverse of the matrix whose full-rank Cholesky factor is `lower`. */
export function invertCholesky(lower: Float64Array, p: number): Float64Array {
  const inverse = new Float64Array(p * p);
  const unit = new Float64Array(p);
  for (let j = 0; j < p; j += 1) {
    unit.fill(0);
    unit[j] = 1;
    const column = solveCholesky(lower, p, unit);
    for (let i = 0; i < p; i += 1) inverse[i * p + j] = column[i]!;
  }
  return inverse;
}
