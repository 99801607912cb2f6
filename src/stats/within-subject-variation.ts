import { EstimationError } from "../errors.js";
import { chiSquaredQuantile } from "../math/chi-squared.js";
import { sum } from "../math/sum.js";
import type { ReadingsInput } from "./intraclass-correlation.js";

export interface WithinSubjectVariation {
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

/**
 * Within-subject coefficient of variation: the root of the mean over subjects of s²/m², s² the variance (divisor k − 1) and m the mean of a
 * subject's k readings, m > 0. A shift between readers counts as variation. Interval: n(k − 1)·cv² over quantiles of χ² on n(k − 1) degrees of
 * freedom. Throws EstimationError with fewer than one subject or two readers, and where a mean is not above 0.
 * Source: Quan & Shih 1996, Biometrics 52:1195; interval as in Obuchowski & Bullen 2018, Stat Methods Med Res 27:1349.
 */
export function estimateWithinSubjectVariation({ x, n, k, level = 0.95 }: ReadingsInput): WithinSubjectVariation {
  if (n < 1 || k < 2)
    throw new EstimationError(`a within-subject variation needs a subject and two readers; got ${n} and ${k}`);
  const squares = Float64Array.from({ length: n }, (_, i) => {
    const own = x.subarray(i * k, (i + 1) * k);
    const mean = sum(own) / k;
    if (!(mean > 0)) throw new EstimationError("a coefficient of variation needs readings whose mean is above 0");
    return sum(own.map((value) => (value - mean) ** 2)) / (k - 1) / (mean * mean);
  });
  const total = sum(squares);
  const df = n * (k - 1);
  const limit = (p: number) => Math.sqrt(((k - 1) * total) / chiSquaredQuantile(p, df));
  return {
    estimate: Math.sqrt(total / n),
    lower: limit(1 - (1 - level) / 2),
    upper: limit((1 - level) / 2),
  };
}
