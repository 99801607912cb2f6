import { EstimationError } from "../errors.js";
import { sum } from "../math/sum.js";
import type { BalanceInput } from "./balance.js";
import { orderByValue } from "./order-by-value.js";

export interface DistributionDifference {
  /** Mean of |F₁ − F₀| over the distinct values of x. */
  readonly mean: number;
  /** Largest |F₁ − F₀|: the Kolmogorov–Smirnov distance. */
  readonly max: number;
}

/** Differences of the weighted empirical distribution functions of two arms, over the distinct values of all rows, those of
 *  weight 0 among them, so that they are the same values before and after adjustment. The mean is
 *  the one MatchIt prints as “eCDF Mean”: each distinct value counts once, however many rows hold it; of a 0/1 column (binary) it is the
 *  difference of the proportions, not half of it.
 *  x: Float64Array(n), finite; treated: 0/1; weight ≥ 0, each arm normalised to 1. Throws EstimationError if an arm has no row of positive
 *  weight. O(n). Source: Austin & Stuart 2015, Stat Med 34:3661; Ho et al. 2011, J Stat Softw 42(8). */
export function estimateDistributionDifference({
  x,
  treated,
  weight,
  binary,
}: Omit<BalanceInput, "denominatorSd">): DistributionDifference {
  if (treated.length !== x.length || weight.length !== x.length) {
    throw new RangeError(`x, treated and weight must have one length; x has ${x.length}`);
  }
  const totals = [0, 1].map((side) => sum(weight.filter((_, i) => treated[i] === side)));
  if (!totals.every((total) => total > 0)) {
    throw new EstimationError("a difference of distributions needs rows of positive weight in both arms");
  }
  const order = orderByValue(x, {});
  const reached = [0, 0];
  const differences: number[] = [];
  for (let k = 0; k < order.length; k += 1) {
    const row = order[k]!;
    reached[treated[row]!]! += weight[row]!;
    if (k + 1 < order.length && x[order[k + 1]!] === x[row]) continue;
    differences.push(Math.abs(reached[1]! / totals[1]! - reached[0]! / totals[0]!));
  }
  const max = Math.min(
    1,
    differences.reduce((most, value) => Math.max(most, value), 0),
  );
  return { mean: binary ? max : sum(differences) / differences.length, max };
}
