import gammaln from "@stdlib/math-base-special-gammaln";
import { normalUpper } from "./normal.js";

/**
 * P(X > x) of the gamma distribution with this shape (> 0) and scale 1; 1 for x <= 0. Series below the mean, Legendre's continued fraction above, Temme's uniform
 * expansion for shapes from 20,000; relative error near 1e-12 (1e-11 in tails below 1e-190). (The library's incomplete gamma is wrong in the second digit at shapes of some thousands.)
 * Source: Abramowitz & Stegun 6.5.29, 6.5.31; Temme 1979, SIAM J Math Anal 10:757. Agrees with R `pgamma(lower.tail = FALSE)`.
 */
export function gammaUpper(x: number, shape: number): number {
  if (x <= 0) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  if (shape >= LARGE) return temmeUpper(x, shape, 1);
  return x < shape + 1 ? 1 - series(x, shape) : continuedFraction(x, shape);
}

/** P(X <= x) of the same; 0 for x <= 0. Agrees with R `pgamma`. */
export function gammaLower(x: number, shape: number): number {
  if (x <= 0) return 0;
  if (x === Number.POSITIVE_INFINITY) return 1;
  if (shape >= LARGE) return temmeUpper(x, shape, -1);
  return x < shape + 1 ? series(x, shape) : 1 - continuedFraction(x, shape);
}

/** The density x^(a − 1) e^(−x)/Γ(a) of the same, x > 0. Agrees with R `dgamma`. */
export function gammaDensity(x: number, shape: number): number {
  return (prefactor(x, shape) * shape) / x;
}

/**
 * What Stirling's formula lacks of log Γ(x), x > 0: log Γ(x) − (x − ½) log x + x − ½ log 2π. From x = 12 its own series, in which nothing large is subtracted.
 * Source: Abramowitz & Stegun 6.1.41.
 */
export function stirlingRemainder(x: number): number {
  if (x < 12) return gammaln(x) - (x - 0.5) * Math.log(x) + x - HALF_LOG_TWO_PI;
  const r = 1 / (x * x);
  return (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r * (1 / 1188 - r * (691 / 360_360)))))) / x;
}

/** (e^x − 1 − x)/x²; its series near 0, where the difference would lose digits. */
export function secondRemainder(x: number): number {
  if (Math.abs(x) > 0.5) return (Math.expm1(x) - x) / (x * x);
  let term = 0.5;
  let total = 0;
  for (let k = 3; Math.abs(term) > 1e-17; k += 1) {
    total += term;
    term *= x / k;
  }
  return total;
}

const HALF_LOG_TWO_PI = Math.log(2 * Math.PI) / 2;
const LARGE = 20_000;
const MOST_TERMS = 20_000;

/** x^a e^(−x)/Γ(a + 1), by Stirling's formula and what it lacks. */
function prefactor(x: number, a: number): number {
  const log = Math.log(x / a);
  return Math.exp(-a * log * log * secondRemainder(log) - HALF_LOG_TWO_PI - Math.log(a) / 2 - stirlingRemainder(a));
}

function series(x: number, a: number): number {
  let term = 1;
  let total = 1;
  for (let n = 1; n < MOST_TERMS && term > 1e-17 * total; n += 1) {
    term *= x / (a + n);
    total += term;
  }
  return prefactor(x, a) * total;
}

/** Lentz's way of evaluating it, modified. */
function continuedFraction(x: number, a: number): number {
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let h = d;
  for (let n = 1; n < MOST_TERMS; n += 1) {
    const numerator = -n * (n - a);
    b += 2;
    d = 1 / (numerator * d + b);
    c = b + numerator / c;
    h *= c * d;
    if (Math.abs(c * d - 1) < 1e-16) break;
  }
  return prefactor(x, a) * a * h;
}

/** Coefficients of powers of η in Temme's c₀, c₁, c₂. Source: Temme 1979; DiDonato & Morris 1986, ACM TOMS 12:377. */
const TEMME = [
  [-1 / 3, 1 / 12, -2 / 135, 1 / 864, 1 / 2835, -139 / 777_600, 1 / 25_515],
  [-1 / 540, -1 / 288, 1 / 378, -77 / 77_760, 1 / 4860],
  [25 / 6048, -139 / 51_840, 1 / 1296],
] as const;

/** Upper tail (side 1) or lower (−1): ½ erfc(± η √(a/2)) ± e^(−aη²/2)/√(2πa) Σ c_k(η) a^(−k), η²/2 = λ − 1 − log λ, λ = x/a. */
function temmeUpper(x: number, a: number, side: 1 | -1): number {
  const log = Math.log(x / a);
  const eta = log * Math.sqrt(2 * secondRemainder(log));
  const polynomial = (coefficients: readonly number[]) => coefficients.reduceRight((sum, c) => sum * eta + c, 0);
  const [c0, c1, c2] = [polynomial(TEMME[0]), polynomial(TEMME[1]), polynomial(TEMME[2])];
  const correction = Math.exp((-a * eta * eta) / 2 - HALF_LOG_TWO_PI - Math.log(a) / 2) * (c0 + (c1 + c2 / a) / a);
  return normalUpper(side * eta * Math.sqrt(a)) + side * correction;
}
