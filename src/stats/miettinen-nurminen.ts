import { bisect } from "../math/bisect.js";
import { normalIntervalFactor, normalTwoSided } from "../math/normal.js";
import { fitConstrainedDifference } from "./constrained-difference.js";
import { checkProportion, type ProportionInterval } from "./proportion.js";
import type { TwoProportions } from "./two-proportions.js";

/** Risk difference with its score interval and the score test of no difference. */
export interface RiskDifference extends ProportionInterval {
  readonly p: number;
}

/**
 * Difference of two independent proportions (1 less 0) with the score interval of Miettinen & Nurminen: all δ with
 * |d − δ| <= z √V(δ), V the variance at the maximum likelihood under that δ, times N/(N − 1). Without that factor it is Mee's interval.
 * Defined for every table, zero cells included; limits to the last bit of the bisection. Throws EstimationError if an arm is empty.
 * Source: Miettinen & Nurminen 1985, Statistics in Medicine 4:213, eq. 8–10.
 */
export function estimateRiskDifference(arms: TwoProportions): RiskDifference {
  const { events1, n1, events0, n0, level = 0.95 } = arms;
  checkProportion(events1, n1, level);
  checkProportion(events0, n0, level);
  const difference = events1 / n1 - events0 / n0;
  const z = normalIntervalFactor(level);
  const distance = (delta: number) => z * Math.sqrt(scoreVariance(arms, delta));
  const pooled = scoreVariance(arms, 0);
  return {
    estimate: difference,
    lower: bisect((delta) => difference - delta > distance(delta), -1, difference),
    upper: bisect((delta) => delta - difference < distance(delta), difference, 1),
    p: pooled === 0 ? 1 : normalTwoSided(difference / Math.sqrt(pooled)),
  };
}

/** Variance of the observed difference if the true one is `delta`, with the factor N/(N − 1). */
function scoreVariance({ events1, n1, events0, n0 }: TwoProportions, delta: number): number {
  const p0 = fitConstrainedDifference(events1, n1, events0, n0, delta);
  const p1 = p0 + delta;
  const total = n1 + n0;
  return ((p1 * (1 - p1)) / n1 + (p0 * (1 - p0)) / n0) * (total / (total - 1));
}
