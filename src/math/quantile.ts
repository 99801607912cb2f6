/** Quantile at probability p (0 to 1) of values in **ascending** order, n ≥ 1: R `quantile(type = 7)` (Hyndman & Fan 1996, definition 7). */
export function quantileOfSorted(sorted: ArrayLike<number>, p: number): number {
  const last = sorted.length - 1;
  // R nudges by 4 machine epsilons so that p = k/(n − 1) lands on a value whatever its rounding.
  const position = last * p;
  const below = Math.floor(position + 4 * Number.EPSILON);
  const share = position - below;
  const low = sorted[Math.min(below, last)]!;
  if (Math.abs(share) < 4 * Number.EPSILON * Math.max(1, position)) return low;
  const high = sorted[Math.min(below + 1, last)]!;
  return low + share * (high - low);
}
