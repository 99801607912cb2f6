import { gammaUpper } from "./gamma.js";
import { gammaQuantile } from "./gamma-quantile.js";

/** P(X > x) of the chi-squared distribution with `df` > 0 degrees of freedom, x ≥ 0. Agrees with R `pchisq(lower.tail = FALSE)`. */
export function chiSquaredUpper(x: number, df: number): number {
  return gammaUpper(x / 2, df / 2);
}

/** The x with P(X ≤ x) = p. Agrees with R `qchisq`. */
export function chiSquaredQuantile(p: number, df: number): number {
  return 2 * gammaQuantile(p, df / 2);
}
