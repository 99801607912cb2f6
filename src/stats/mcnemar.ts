import { EstimationError } from "../errors.js";
import { betaCdf } from "../math/beta.js";
import { normalTwoSided } from "../math/normal.js";

/** Tests of one hypothesis: that a subject on whom two sources disagree is as likely to be a case of the one as of the other. */
export interface McNemarTest {
  /** Without continuity correction, one degree of freedom. */
  readonly chiSquared: number;
  readonly p: number;
  /** Binomial, twice the smaller tail; and with half the probability of what was seen taken off each. */
  readonly exactP: number;
  readonly midP: number;
  readonly discordant: number;
}

/**
 * McNemar's test of two paired proportions from the discordant pairs: onlyFirst, onlySecond, whole numbers >= 0.
 * The mid-p test keeps its size and loses less power than the exact one; the asymptotic one is for some 25 discordant pairs and more.
 * Throws EstimationError without discordant pairs: nothing tells the two apart. Source: McNemar 1947; Fagerland et al. 2013; R mcnemar.test, binom.test.
 */
export function testMcNemar(onlyFirst: number, onlySecond: number): McNemarTest {
  for (const count of [onlyFirst, onlySecond])
    if (!(Number.isInteger(count) && count >= 0))
      throw new RangeError(`McNemar's test needs whole numbers >= 0; got ${count}`);
  const n = onlyFirst + onlySecond;
  if (n === 0) throw new EstimationError("McNemar's test needs subjects on whom the sources disagree; got none");
  const smaller = Math.min(onlyFirst, onlySecond);
  const tail = binomialTail(smaller, n);
  const seen = tail - (smaller === 0 ? 0 : binomialTail(smaller - 1, n));
  const z = (onlyFirst - onlySecond) / Math.sqrt(n);
  return {
    chiSquared: z * z,
    p: normalTwoSided(z),
    exactP: Math.min(1, 2 * tail),
    midP: Math.min(1, 2 * tail - seen),
    discordant: n,
  };
}

/** P(X <= k) of n fair tosses. */
const binomialTail = (k: number, n: number): number => betaCdf(0.5, n - k, k + 1);
