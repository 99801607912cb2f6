import { EstimationError } from "../errors.js";
import { sum } from "../math/sum.js";

/** Overlap coefficient of a column between two arms: the area under the smaller of the two densities, 1 = alike, 0 = apart.
 *  Densities are histograms on `bins` cells of equal width over the range of the rows of positive weight, so the figure is Σ min(share₁, share₀)
 *  and depends on their number (default 20); a kernel density would depend on its bandwidth as much. Of a 0/1 column it is exact:
 *  1 − |difference of proportions|.
 *  x: Float64Array(n), finite; treated: 0/1; weight ≥ 0 (default 1), each arm normalised to 1. Throws EstimationError if an arm has no row of
 *  positive weight or a value is not finite. O(n). Source: Inman & Bradley 1989, Comm Stat 18:3851; Belitser et al. 2011, PDS 20:1115. */
export function estimateOverlapCoefficient(
  x: Float64Array,
  treated: Uint8Array,
  { weight, bins = 20 }: { weight?: Float64Array; bins?: number } = {},
): number {
  if (treated.length !== x.length || (weight ?? x).length !== x.length) {
    throw new RangeError(`x, treated and weight must have one length; x has ${x.length}`);
  }
  if (!Number.isInteger(bins) || bins < 2) throw new RangeError(`bins must be a whole number >= 2; got ${bins}`);
  if (!x.every(Number.isFinite)) throw new EstimationError("an overlap coefficient needs finite values; one is not");
  const weightOf = (i: number) => (weight === undefined ? 1 : weight[i]!);
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < x.length; i += 1) {
    if (!(weightOf(i) > 0)) continue;
    if (x[i]! < low) low = x[i]!;
    if (x[i]! > high) high = x[i]!;
  }
  const mass = [new Float64Array(bins), new Float64Array(bins)] as const;
  for (let i = 0; i < x.length; i += 1) {
    if (!(weightOf(i) > 0)) continue;
    const share = high > low ? (x[i]! - low) / (high - low) : 0;
    mass[treated[i] === 1 ? 1 : 0][Math.min(bins - 1, Math.floor(share * bins))]! += weightOf(i);
  }
  const totals = mass.map(sum);
  if (!totals.every((total) => total > 0)) {
    throw new EstimationError("an overlap coefficient needs rows of positive weight in both arms");
  }
  return sum(mass[1].map((value, bin) => Math.min(value / totals[1]!, mass[0][bin]! / totals[0]!)));
}
