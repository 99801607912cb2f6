import erfc from "@stdlib/math-base-special-erfc";
import erfcinv from "@stdlib/math-base-special-erfcinv";

/** P(Z ≤ x) of the standard normal distribution; accurate in both tails. Agrees with R `pnorm`. */
export function normalCdf(x: number): number {
  return erfc(-x / Math.SQRT2) / 2;
}

/** P(Z > x), without the cancellation of `1 - cdf`. Agrees with R `pnorm(lower.tail = FALSE)`. */
export function normalUpper(x: number): number {
  return erfc(x / Math.SQRT2) / 2;
}

/** The x with P(Z ≤ x) = p, 0 ≤ p ≤ 1 (±Infinity at the ends). Agrees with R `qnorm`. */
export function normalQuantile(p: number): number {
  return -Math.SQRT2 * erfcinv(2 * p);
}

/** Two-sided p-value of a standard normal statistic. */
export function normalTwoSided(z: number): number {
  return Math.min(1, 2 * normalUpper(Math.abs(z)));
}

/** z for a two-sided interval of `level` (0 < level < 1): 1.959964 at 0.95. */
export function normalIntervalFactor(level: number): number {
  return -normalQuantile((1 - level) / 2);
}
