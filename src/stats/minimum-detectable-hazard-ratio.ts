import { EstimationError } from "../errors.js";
import { normalQuantile } from "../math/normal.js";

export interface DetectionPlan {
  /** Effective sample sizes of the two arms, > 0. */
  readonly effectiveTreated: number;
  readonly effectiveControl: number;
  /** Probability, planned and never observed, that a patient has the event in the follow-up; in (0, 1]. */
  readonly eventProbability: number;
  /** 1 − β; in (0, 1) and above α/2. */
  readonly power: number;
  /** Two-sided significance level, in (0, 1). */
  readonly alpha: number;
}

/** The hazard ratio below 1 that a log-rank test or Cox model just detects: HR = exp(−(z_{1−α/2} + z_{1−β}) / √(d q₁ q₀)), with d the expected
 *  events (n₁ + n₀) × event probability and q the shares of the arms, n being effective sizes. Above 1 its reciprocal is as detectable.
 *  A planning figure under proportional hazards near 1 and equal event probabilities; effective sizes are Kish's, which a log hazard ratio
 *  follows only roughly. Throws EstimationError for numbers out of range. Source: Schoenfeld 1983, Biometrics 39:499. */
export function minimumDetectableHazardRatio(plan: DetectionPlan): number {
  const { effectiveTreated: n1, effectiveControl: n0, eventProbability, power, alpha } = plan;
  if (!(n1 > 0 && n0 > 0 && Number.isFinite(n1 + n0))) {
    throw new EstimationError(`a detectable hazard ratio needs effective sample sizes > 0; got ${n1} and ${n0}`);
  }
  if (!(eventProbability > 0 && eventProbability <= 1)) {
    throw new EstimationError(`the planned event probability must be in (0, 1]; got ${eventProbability}`);
  }
  if (!(alpha > 0 && alpha < 1 && power > alpha / 2 && power < 1)) {
    throw new EstimationError(`power must be between alpha/2 and 1, alpha in (0, 1); got ${power} and ${alpha}`);
  }
  const events = (n1 + n0) * eventProbability;
  const information = (events * n1 * n0) / (n1 + n0) ** 2;
  return Math.exp(-(normalQuantile(1 - alpha / 2) + normalQuantile(power)) / Math.sqrt(information));
}
