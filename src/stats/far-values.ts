/** Two groups of values further apart than this many times their width leave fewer digits than a fit needs to tell the values of either apart. */
const FAR = 1e6;

/** How many values of a column stand apart from the others: those in the smaller of two groups with a gap between them that is more than a
 *  million times as wide as either group. 0 where there is no such gap, and for a column of two values. column: n finite values, in any
 *  order. O(n log n). A code for missing, a slip of the decimal point or another unit look like that; they make a model fail as if the column
 *  separated the outcomes. */
export function countFarValues(column: Float64Array): number {
  const sorted = Float64Array.from(column).sort();
  const last = sorted.length - 1;
  let at = 0;
  let gap = 0;
  for (let i = 1; i <= last; i += 1) {
    const step = sorted[i]! - sorted[i - 1]!;
    if (step > gap) [gap, at] = [step, i];
  }
  if (gap === 0) return 0;
  const width = Math.max(sorted[at - 1]! - sorted[0]!, sorted[last]! - sorted[at]!);
  return width > 0 && gap > FAR * width ? Math.min(at, sorted.length - at) : 0;
}
