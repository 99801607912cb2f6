/** Along ascending `values[low … high − 1]`, the positions [from, to) of the k values nearest to `target`, at most `caliper` away, with all
 *  that tie with the k-th: those whose squared distance exceeds the k-th one's by at most `tolerance`. `skip` is a position left out but
 *  kept inside the range (a row among its own neighbours), −1 for none. Empty: from = to. O(log n + size of the range). */
export function findNearestRange(
  values: Float64Array,
  { low, high }: { low: number; high: number },
  wanted: { target: number; k: number; caliper: number; tolerance: number; skip: number },
): { from: number; to: number } {
  const { target, k, caliper, tolerance, skip } = wanted;
  let to = firstAtLeast(values, low, high, target);
  let from = to;
  const below = () => (from > low ? target - values[from - 1]! : Number.POSITIVE_INFINITY);
  const above = () => (to < high ? values[to]! - target : Number.POSITIVE_INFINITY);
  const widen = () => {
    if (below() < above()) {
      from -= 1;
      return from === skip ? 0 : 1;
    }
    to += 1;
    return to - 1 === skip ? 0 : 1;
  };
  let found = 0;
  let farthest = 0;
  for (let next = Math.min(below(), above()); found < k && next <= caliper; next = Math.min(below(), above())) {
    if (next === Number.POSITIVE_INFINITY) break;
    found += widen();
    farthest = next;
  }
  if (found === k) {
    const reach = farthest * farthest + tolerance;
    for (let next = Math.min(below(), above()); next * next <= reach && next <= caliper; ) {
      widen();
      next = Math.min(below(), above());
    }
  }
  return { from, to };
}

/** First position in [low, high) whose value is ≥ target; high if none. */
function firstAtLeast(values: Float64Array, low: number, high: number, target: number): number {
  let [left, right] = [low, high];
  while (left < right) {
    const middle = (left + right) >> 1;
    if (values[middle]! < target) left = middle + 1;
    else right = middle;
  }
  return left;
}
