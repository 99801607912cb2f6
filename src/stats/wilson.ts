import { normalIntervalFactor } from "../math/normal.js";
import { checkProportion, type ProportionInterval } from "./proportion.js";

/**
 * Proportion with the score interval, without continuity correction: p with |p̂ − p| <= z √(p(1 − p)/n).
 * events of n, whole numbers, 0 <= events <= n, n >= 1. Throws EstimationError if n = 0.
 * Source: Wilson 1927; R prop.test(correct = FALSE).
 */
export function estimateWilson(events: number, n: number, level = 0.95): ProportionInterval {
  checkProportion(events, n, level);
  const z2 = normalIntervalFactor(level) ** 2;
  const others = n - events;
  const root = Math.sqrt(z2 * (z2 + (4 * events * others) / n));
  return {
    estimate: events / n,
    lower: events === 0 ? 0 : (2 * events + z2 - root) / (2 * (n + z2)),
    upper: others === 0 ? 1 : (2 * events + z2 + root) / (2 * (n + z2)),
  };
}
