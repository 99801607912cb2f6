import type { ProportionInterval } from "./proportion.js";
import type { TwoProportions } from "./two-proportions.js";
import { estimateWilson } from "./wilson.js";

/**
 * Difference of two independent proportions (1 less 0) with Newcombe's hybrid score interval: the Wilson limits of each arm, squared
 * and added. Defined for every table. Throws EstimationError if an arm is empty.
 * Source: Newcombe 1998, Statistics in Medicine 17:873, method 10.
 */
export function estimateNewcombeDifference(arms: TwoProportions): ProportionInterval {
  const one = estimateWilson(arms.events1, arms.n1, arms.level);
  const zero = estimateWilson(arms.events0, arms.n0, arms.level);
  const difference = one.estimate - zero.estimate;
  return {
    estimate: difference,
    lower: difference - Math.hypot(one.estimate - one.lower, zero.upper - zero.estimate),
    upper: difference + Math.hypot(one.upper - one.estimate, zero.estimate - zero.lower),
  };
}
