import { betaQuantile } from "../math/beta.js";
import { checkProportion, type ProportionInterval } from "./proportion.js";

/**
 * Proportion with the equal-tailed interval of its posterior under Jeffreys's prior, Beta(events + ½, n − events + ½); the lower limit
 * is 0 without events and the upper 1 without others, as Brown, Cai & DasGupta propose.
 * events of n, whole numbers, 0 <= events <= n, n >= 1. Throws EstimationError if n = 0.
 * Source: Brown, Cai & DasGupta 2001, Statistical Science 16:101, §4.1.2.
 */
export function estimateJeffreys(events: number, n: number, level = 0.95): ProportionInterval {
  checkProportion(events, n, level);
  const tail = (1 - level) / 2;
  const others = n - events;
  return {
    estimate: events / n,
    lower: events === 0 ? 0 : betaQuantile(tail, events + 0.5, others + 0.5),
    upper: others === 0 ? 1 : 1 - betaQuantile(tail, others + 0.5, events + 0.5),
  };
}
