/** A risk ratio with its interval. */
export interface RatioEstimate {
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

export interface EValue {
  /** Of the estimate, >= 1. */
  readonly point: number;
  /** Of the limit nearer to `reference`; 1 where the interval holds it. */
  readonly limit: number;
}

/**
 * How strongly an unmeasured confounder would have to be associated with both arm and outcome, each as a risk ratio beyond the measured
 * covariates, to move a risk ratio to `reference` (default 1): RR + √(RR (RR − 1)), RR turned to be >= 1.
 * estimate, lower, upper: > 0, lower <= estimate <= upper; odds and hazard ratios first through `toRiskRatio`. reference: > 0, on the
 * same scale. RangeError for anything else. A large value says nothing about how likely such a confounder is.
 * Source: VanderWeele & Ding 2017, Annals of Internal Medicine 167:268; Ding & VanderWeele 2016, Epidemiology 27:368.
 */
export function estimateEValue({ estimate, lower, upper }: RatioEstimate, reference = 1): EValue {
  if (!(lower > 0 && lower <= estimate && estimate <= upper && upper < Number.POSITIVE_INFINITY))
    throw new RangeError(`an E-value needs 0 < lower <= estimate <= upper; got ${lower}, ${estimate}, ${upper}`);
  if (!(reference > 0)) throw new RangeError(`an E-value needs a reference > 0; got ${reference}`);
  const nearer = estimate >= reference ? lower : upper;
  const crosses = lower <= reference && reference <= upper;
  return { point: eValueOf(estimate / reference), limit: crosses ? 1 : eValueOf(nearer / reference) };
}

function eValueOf(ratio: number): number {
  const above = ratio < 1 ? 1 / ratio : ratio;
  return above + Math.sqrt(above * (above - 1));
}
