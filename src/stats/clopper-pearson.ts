import { betaQuantile } from "../math/beta.js";
import { checkProportion, type ProportionInterval } from "./proportion.js";

/**
 * Proportion with the exact interval: all values not rejected by either one-sided binomial test. Conservative: covers at least `level`.
 * events of n, whole numbers, 0 <= events <= n, n >= 1. Throws EstimationError if n = 0.
 * Source: Clopper & Pearson 1934; R binom.test.
 */
export function estimateClopperPearson(events: number, n: number, level = 0.95): ProportionInterval {
  checkProportion(events, n, level);
  const tail = (1 - level) / 2;
  return {
    estimate: events / n,
    lower: events === 0 ? 0 : betaQuantile(tail, events, n - events + 1),
    upper: events === n ? 1 : 1 - betaQuantile(tail, n - events, events + 1),
  };
}
