import { EstimationError } from "../errors.js";
import { quantileOfSorted } from "../math/quantile.js";

export interface TruncatedWeights {
  readonly weight: Float64Array;
  /** The two limits; a weight beyond one was set to it. */
  readonly lower: number;
  readonly upper: number;
  /** How many weights were changed. */
  readonly truncated: number;
}

/** Weights cut to the range between two of their own quantiles (R `quantile(type = 7)`; WeightIt takes type 3, an observed weight).
 *  A bias is accepted for a smaller variance, and the weighted population is no longer exactly that of the estimand.
 *  weight: Float64Array(n), ≥ 0. member: 1 = the row's weight is cut and counts for the quantiles; for ATT the controls, since the weights
 *  of the treated are 1 by definition. lower, upper: probabilities, 0 ≤ lower < upper ≤ 1; lower = 0 cuts large weights only.
 *  Throws EstimationError if no row is a member. O(n log n). Source: Cole & Hernán 2008, Am J Epidemiol 168:656. */
export function truncateWeights(
  weight: Float64Array,
  { member, lower = 0, upper }: { member: Uint8Array; lower?: number; upper: number },
): TruncatedWeights {
  if (member.length !== weight.length) throw new RangeError("weight and member must have one length");
  if (!(lower >= 0 && lower < upper && upper <= 1)) {
    throw new RangeError(`truncation needs 0 <= lower < upper <= 1; got ${lower} and ${upper}`);
  }
  const sorted = weight.filter((_, i) => member[i] === 1).sort();
  if (sorted.length === 0) throw new EstimationError("weights cannot be truncated: no row is a member");
  const limits = { lower: quantileOfSorted(sorted, lower), upper: quantileOfSorted(sorted, upper) };
  const cut = weight.map((value, i) =>
    member[i] === 1 ? Math.min(limits.upper, Math.max(limits.lower, value)) : value,
  );
  return { weight: cut, ...limits, truncated: cut.filter((value, i) => value !== weight[i]).length };
}
