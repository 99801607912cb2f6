import { EstimationError } from "../errors.js";

/** A number with the variance of its estimate; 0 where it is assumed. */
export interface Uncertain {
  readonly estimate: number;
  readonly variance: number;
}

export interface ObservedRate {
  /** Share of positives by the imperfect test, with design weights where there are any. */
  readonly rate: Uncertain;
  /** Of the test against the reference, in [0, 1]. */
  readonly sensitivity: Uncertain;
  readonly specificity: Uncertain;
}

/**
 * The rate by the reference that a rate by an imperfect test stands for, (p + sp − 1)/(se + sp − 1), with the variance of all three by
 * the delta method, (V_p + π² V_se + (1 − π)² V_sp)/(se + sp − 1)². They are taken as independent: estimated from other patients. Not
 * held within [0, 1], so that differences of two arms stay unbiased; a value outside says that the accuracies do not fit the arm.
 * Throws EstimationError where se + sp <= 1: the test tells nothing. RangeError for shares outside [0, 1].
 * Source: Rogan & Gladen 1978, American Journal of Epidemiology 107:71.
 */
export function correctRate({ rate, sensitivity, specificity }: ObservedRate): Uncertain {
  for (const { estimate, variance } of [rate, sensitivity, specificity]) {
    if (!(estimate >= 0 && estimate <= 1 && variance >= 0))
      throw new RangeError(`a corrected rate needs shares in [0, 1] of variance >= 0; got ${estimate}, ${variance}`);
  }
  const gain = sensitivity.estimate + specificity.estimate - 1;
  if (!(gain > 0)) {
    throw new EstimationError(
      `a rate cannot be corrected where sensitivity + specificity is at most 1; got ${gain + 1}: the test tells nothing about the reference`,
    );
  }
  const estimate = (rate.estimate + specificity.estimate - 1) / gain;
  const variance =
    (rate.variance + estimate ** 2 * sensitivity.variance + (1 - estimate) ** 2 * specificity.variance) / gain ** 2;
  return { estimate, variance };
}
