import { bisectRatio } from "../math/bisect-ratio.js";
import { normalIntervalFactor } from "../math/normal.js";
import { estimateRiskDifference } from "./miettinen-nurminen.js";
import type { RatioInterval } from "./ratio-interval.js";
import type { TwoProportions } from "./two-proportions.js";

/**
 * Ratio of two independent proportions (1 over 0) with the score interval of Miettinen & Nurminen: all θ with
 * |p̂₁ − θ p̂₀| <= z √V(θ), V at the maximum likelihood under p₁ = θ p₀, times N/(N − 1). The test of θ = 1 is that of no difference.
 * Defined for every table: without events in arm 0 upper limit and estimate are null, without events in arm 1 the lower limit is 0.
 * Throws EstimationError if an arm is empty. Source: Miettinen & Nurminen 1985, eq. 10–12.
 */
export function estimateRiskRatio(arms: TwoProportions): RatioInterval {
  const { events1, n1, events0, n0, level = 0.95 } = arms;
  const { p } = estimateRiskDifference(arms);
  const observed = events1 / n1 / (events0 / n0);
  const z = normalIntervalFactor(level);
  const excess = (ratio: number) => events1 / n1 - ratio * (events0 / n0);
  const distance = (ratio: number) => z * Math.sqrt(scoreVariance(arms, ratio));
  return {
    estimate: events0 === 0 ? null : observed,
    lower: events1 === 0 ? 0 : bisectRatio((ratio) => excess(ratio) > distance(ratio)),
    // At the observed ratio both sides may be 0 (everybody in both arms), though the limit lies beyond.
    upper: events0 === 0 ? null : bisectRatio((ratio) => ratio <= observed || -excess(ratio) < distance(ratio)),
    p,
  };
}

/** Variance of p̂₁ − θ p̂₀ under the ratio θ, with the factor N/(N − 1). */
function scoreVariance({ events1, n1, events0, n0 }: TwoProportions, ratio: number): number {
  const total = n1 + n0;
  const events = events1 + events0;
  const b = n1 * ratio + events1 + n0 + events0 * ratio;
  const p0 = (2 * events) / (b + Math.sqrt(Math.max(0, b * b - 4 * total * ratio * events)));
  const p1 = Math.min(1, ratio * p0);
  return ((p1 * (1 - p1)) / n1 + (ratio * ratio * p0 * (1 - p0)) / n0) * (total / (total - 1));
}
