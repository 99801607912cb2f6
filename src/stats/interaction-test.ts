import { EstimationError } from "../errors.js";
import { chiSquaredUpper } from "../math/chi-squared.js";
import { sum } from "../math/sum.js";

export interface InteractionTest {
  readonly chiSquared: number;
  readonly df: number;
  readonly p: number;
}

/**
 * Wald test that effects estimated in k separate groups of patients are one, on the scale on which they are nearly normal:
 * Σ (θ_l − θ̄)²/v_l with θ̄ the mean weighted by 1/v_l, chi-squared with k − 1 degrees of freedom; of two groups (θ₁ − θ₂)²/(v₁ + v₂).
 * estimate, se: one per group, se > 0, independent of each other. Throws EstimationError for fewer than two groups or an se that is not > 0.
 * Source: Cochran 1954; Altman & Bland 2003 (two groups).
 */
export function testInteraction(estimate: readonly number[], se: readonly number[]): InteractionTest {
  if (estimate.length < 2)
    throw new EstimationError(`an interaction test needs two levels with an estimate; got ${estimate.length}`);
  if (!se.every((value) => value > 0 && value < Number.POSITIVE_INFINITY))
    throw new EstimationError("an interaction test needs a standard error above 0 in every level");
  const precision = se.map((value) => 1 / (value * value));
  const mean = sum(estimate.map((value, l) => value * precision[l]!)) / sum(precision);
  const chiSquared = sum(estimate.map((value, l) => (value - mean) ** 2 * precision[l]!));
  const df = estimate.length - 1;
  return { chiSquared, df, p: chiSquaredUpper(chiSquared, df) };
}
