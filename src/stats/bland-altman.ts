import { EstimationError } from "../errors.js";
import { studentIntervalFactor } from "../math/student-t.js";
import { sum } from "../math/sum.js";

/** Limits of one number, two-sided. */
interface Limits {
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

export interface BlandAltman {
  readonly n: number;
  /** Mean difference, with its t interval. */
  readonly bias: Limits;
  readonly sd: number;
  /** Between these lie 95 % of differences if they are normal; each with its own interval. */
  readonly lowerLimit: Limits;
  readonly upperLimit: Limits;
}

/**
 * Limits of agreement of two measurements of the same subjects: mean difference ± 1.96 SD. Interval of a limit: t times
 * SD √(1/n + 1.96²/(2(n − 1))). difference: n >= 3 numbers in any order; sums run along their sorted order.
 * Throws EstimationError for fewer. Source: Bland & Altman 1999, Statistical Methods in Medical Research 8:135.
 */
export function estimateBlandAltman(difference: ArrayLike<number>, level = 0.95): BlandAltman {
  const n = difference.length;
  if (n < 3) throw new EstimationError(`limits of agreement need at least 3 differences; got ${n}`);
  const sorted = Float64Array.from(difference).sort();
  const mean = sum(sorted) / n;
  const sd = Math.sqrt(sum(sorted.map((d) => (d - mean) ** 2)) / (n - 1));
  const t = studentIntervalFactor(level, n - 1);
  const around = (estimate: number, se: number): Limits => ({
    estimate,
    lower: estimate - t * se,
    upper: estimate + t * se,
  });
  const seOfLimit = sd * Math.sqrt(1 / n + SPAN ** 2 / (2 * (n - 1)));
  return {
    n,
    bias: around(mean, sd / Math.sqrt(n)),
    sd,
    lowerLimit: around(mean - SPAN * sd, seOfLimit),
    upperLimit: around(mean + SPAN * sd, seOfLimit),
  };
}

/** As the authors round it. */
const SPAN = 1.96;
