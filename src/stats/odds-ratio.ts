import { bisectRatio } from "../math/bisect-ratio.js";
import { normalIntervalFactor } from "../math/normal.js";
import { estimateRiskDifference } from "./miettinen-nurminen.js";
import type { RatioInterval } from "./ratio-interval.js";
import type { TwoProportions } from "./two-proportions.js";

/**
 * Ratio of the odds of two independent proportions (1 over 0) with the score interval of Miettinen & Nurminen: all ψ with
 * n₁ |p̂₁ − p̃₁| √(1/(n₁p̃₁q̃₁) + 1/(n₀p̃₀q̃₀)) √((N − 1)/N) <= z, p̃ at the maximum likelihood under ψ. The test of ψ = 1 is that of no difference.
 * Defined for every table: the estimate is null where it is infinite or 0/0, the upper limit where it is infinite.
 * Throws EstimationError if an arm is empty. Source: Miettinen & Nurminen 1985, eq. 15–17.
 */
export function estimateOddsRatio(arms: TwoProportions): RatioInterval {
  const { events1, n1, events0, n0, level = 0.95 } = arms;
  const { p } = estimateRiskDifference(arms);
  const z = normalIntervalFactor(level);
  const others = events0 * (n1 - events1);
  const noLower = events1 === 0 || events0 === n0;
  const noUpper = events0 === 0 || events1 === n1;
  return {
    estimate: others === 0 ? null : (events1 * (n0 - events0)) / others,
    lower: noLower ? 0 : bisectRatio((odds) => scoreStatistic(arms, odds) > z),
    upper: noUpper ? null : bisectRatio((odds) => scoreStatistic(arms, odds) > -z),
    p,
  };
}

/** Signed root of the score statistic of odds ratio ψ; falls as ψ grows. */
function scoreStatistic({ events1, n1, events0, n0 }: TwoProportions, odds: number): number {
  const events = events1 + events0;
  const a = n0 * (odds - 1);
  const b = n1 * odds + n0 - events * (odds - 1);
  const p0 = (2 * events) / (b + Math.sqrt(Math.max(0, b * b + 4 * a * events)));
  const p1 = (p0 * odds) / (1 + p0 * (odds - 1));
  const information = 1 / (n1 * p1 * (1 - p1)) + 1 / (n0 * p0 * (1 - p0));
  const total = n1 + n0;
  return n1 * (events1 / n1 - p1) * Math.sqrt((information * (total - 1)) / total);
}
