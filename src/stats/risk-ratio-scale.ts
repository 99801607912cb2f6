/** What an effect is a ratio of. */
export type RatioMeasure = "risk-ratio" | "odds-ratio" | "hazard-ratio";

/**
 * The risk ratio that a ratio stands for where the E-value and bias factors want one.
 * risk-ratio: itself. odds-ratio and hazard-ratio of a rare outcome (below some 15 % by the end of follow-up): itself. Of a common one:
 * √OR, and (1 − 0.5^√HR)/(1 − 0.5^√(1/HR)). Both are approximations, the second good for hazard ratios between 0.2 and 5.
 * ratio: > 0, RangeError otherwise. Keeps order, so limits may be carried over one by one. Source: VanderWeele 2017, Biometrics;
 * VanderWeele & Ding 2017, Annals of Internal Medicine 167:268, table 2.
 */
export function toRiskRatio(ratio: number, measure: RatioMeasure, outcome: "rare" | "common"): number {
  if (!(ratio > 0 && ratio < Number.POSITIVE_INFINITY)) throw new RangeError(`a ratio must be > 0; got ${ratio}`);
  if (measure === "risk-ratio" || outcome === "rare") return ratio;
  if (measure === "odds-ratio") return Math.sqrt(ratio);
  return (1 - 0.5 ** Math.sqrt(ratio)) / (1 - 0.5 ** Math.sqrt(1 / ratio));
}
