import { EstimationError } from "../errors.js";
import { quantileOfSorted } from "../math/quantile.js";

export interface PercentileInterval {
  readonly lower: number;
  readonly upper: number;
  /** Standard deviation of the replicates. */
  readonly se: number;
  /** Replicates that gave a number, of all. */
  readonly used: number;
  readonly replicates: number;
}

/**
 * Percentile interval of bootstrap replicates (quantiles of type 7); null stands for one that could not be estimated.
 * Throws EstimationError where fewer than 50, or less than nine tenths of them, gave a number: what is left is no sample of the rest.
 * Source: Efron 1981; Davison & Hinkley 1997, 5.3.
 */
export function estimatePercentileInterval(replicates: readonly (number | null)[], level = 0.95): PercentileInterval {
  const values = Float64Array.from(replicates.filter((value) => value !== null)).sort();
  const n = values.length;
  if (n < FEWEST || n < SHARE * replicates.length) {
    throw new EstimationError(
      `a bootstrap interval needs at least ${FEWEST} replicates and ${100 * SHARE} % of them with an estimate; got ${n} of ${replicates.length}`,
    );
  }
  const mean = values.reduce((total, value) => total + value / n, 0);
  const squares = values.reduce((total, value) => total + (value - mean) ** 2, 0);
  return {
    lower: quantileOfSorted(values, (1 - level) / 2),
    upper: quantileOfSorted(values, (1 + level) / 2),
    se: Math.sqrt(squares / (n - 1)),
    used: n,
    replicates: replicates.length,
  };
}

const FEWEST = 50;
const SHARE = 0.9;
