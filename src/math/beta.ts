import betainc from "@stdlib/math-base-special-betainc";
import kernelBetaincinv from "@stdlib/math-base-special-kernel-betaincinv";

/** P(X ≤ x) of the beta distribution with shapes a, b > 0. Agrees with R `pbeta`. */
export function betaCdf(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  return betainc(x, a, b, true, false);
}

/** P(X > x), without the cancellation of `1 - cdf`. Agrees with R `pbeta(lower.tail = FALSE)`. */
export function betaUpper(x: number, a: number, b: number): number {
  if (x <= 0) return 1;
  if (x >= 1) return 0;
  return betainc(x, a, b, true, true);
}

/** The x with P(X ≤ x) = p, 0 ≤ p ≤ 1, shapes a, b > 0. Agrees with R `qbeta`. */
export function betaQuantile(p: number, a: number, b: number): number {
  return betaQuantileAndRest(p, a, b)[0];
}

/** The same with 1 − x, which keeps its digits where x is next to 1. */
export function betaQuantileAndRest(p: number, a: number, b: number): readonly [x: number, rest: number] {
  if (p <= 0) return [0, 1];
  if (p >= 1) return [1, 0];
  const [x, rest] = kernelBetaincinv(a, b, p, 1 - p);
  return [x!, rest!];
}
