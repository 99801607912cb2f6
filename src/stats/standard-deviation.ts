import { sum } from "../math/sum.js";

/** Sample standard deviation (divisor n − 1) of `values`, n ≥ 2; 0 for a single value. R `sd`. Two passes, compensated sums. */
export function standardDeviation(values: ArrayLike<number>): number {
  const n = values.length;
  if (n < 2) return 0;
  const mean = sum(values) / n;
  const squares = new Float64Array(n);
  for (let i = 0; i < n; i += 1) squares[i] = (values[i]! - mean) ** 2;
  return Math.sqrt(sum(squares) / (n - 1));
}
