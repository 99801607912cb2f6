/**
 * Inverse of a square matrix (n × n, row-major, any), by Gauss–Jordan elimination with row pivoting; null where a pivot is below 1e-12 of
 * the largest entry: singular. For a handful of rows.
 */
export function invertMatrix(matrix: ArrayLike<number>, n: number): Float64Array | null {
  const left = Float64Array.from(matrix);
  const right = Float64Array.from({ length: n * n }, (_, cell) => (cell % (n + 1) === 0 ? 1 : 0));
  const scale = left.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  for (let column = 0; column < n; column += 1) {
    let pivot = column;
    for (let row = column + 1; row < n; row += 1)
      if (Math.abs(left[row * n + column]!) > Math.abs(left[pivot * n + column]!)) pivot = row;
    const value = left[pivot * n + column]!;
    if (!(Math.abs(value) > 1e-12 * scale)) return null;
    for (const half of [left, right]) {
      swapRows(half, n, pivot, column);
      for (let j = 0; j < n; j += 1) half[column * n + j]! /= value;
    }
    for (let row = 0; row < n; row += 1) {
      const factor = left[row * n + column]!;
      if (row === column || factor === 0) continue;
      for (const half of [left, right])
        for (let j = 0; j < n; j += 1) half[row * n + j]! -= factor * half[column * n + j]!;
    }
  }
  return right;
}

function swapRows(matrix: Float64Array, n: number, a: number, b: number): void {
  for (let j = 0; j < n && a !== b; j += 1) {
    const kept = matrix[a * n + j]!;
    matrix[a * n + j] = matrix[b * n + j]!;
    matrix[b * n + j] = kept;
  }
}
