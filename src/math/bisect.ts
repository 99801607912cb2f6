/**
 * The point in [low, high] at which `isBelow` turns from true to false, to the last bit: isBelow holds on the left of it and fails on
 * the right. `low` if it fails everywhere, `high` if it holds everywhere.
 * Bisection on the sign alone, not Brent: score intervals have ends at which the function is 0 without changing sign, and infinite
 * slopes beside them. At most 1100 halvings, in practice about 60.
 */
export function bisect(isBelow: (x: number) => boolean, low: number, high: number): number {
  let [left, right] = [low, high];
  for (;;) {
    const middle = left + (right - left) / 2;
    if (middle <= left || middle >= right) break;
    if (isBelow(middle)) left = middle;
    else right = middle;
  }
  return left === low && !isBelow(low) ? low : right;
}
