import gammainc from "@stdlib/math-base-special-gammainc";
import gammaincinv from "@stdlib/math-base-special-gammaincinv";

/** P(X > x) of the chi-squared distribution with `df` > 0 degrees of freedom, x ≥ 0. Agrees with R `pchisq(lower.tail = FALSE)`. */
export function chiSquaredUpper(x: number, df: number): number {
  return x <= 0 ? 1 : gammainc(x / 2, df / 2, true, true);
}

/** The x with P(X ≤ x) = p. Agrees with R `qchisq`. */
export function chiSquaredQuantile(p: number, df: number): number {
  return 2 * gammaincinv(p, df / 2);
}
