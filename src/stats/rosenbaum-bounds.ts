import { EstimationError } from "../errors.js";
import { betaCdf } from "../math/beta.js";
import { bisect } from "../math/bisect.js";

/** Matched pairs that decide: the outcome tells the two apart. Whole numbers. */
export interface DecidedPairs {
  /** In which the trial patient did better, 0 … decided. */
  readonly favourable: number;
  readonly decided: number;
}

/** Least and largest one-sided p-value of no effect, against a benefit of the trial arm. */
export interface PValueBounds {
  readonly lower: number;
  readonly upper: number;
}

/**
 * Bounds on McNemar's one-sided exact p-value when the odds of being the treated one of a pair may differ by a factor up to Γ for want
 * of a confounder: the binomial tail with probability Γ/(1 + Γ) and 1/(1 + Γ). At Γ = 1 both are the p-value of a randomised study.
 * Pairs: a yes/no outcome that one of the two had, or pairs in which it is known who failed first. Concordant pairs do not count.
 * gamma: >= 1. Throws EstimationError where no pair decides. Source: Rosenbaum 1987, Biometrika 74:13; 2002, Observational Studies, 4.3.
 */
export function boundSignTest(pairs: DecidedPairs, gamma: number): PValueBounds {
  checkPairs(pairs);
  if (!(gamma >= 1 && gamma < Number.POSITIVE_INFINITY)) throw new RangeError(`Γ must be >= 1; got ${gamma}`);
  const { favourable, decided } = pairs;
  return {
    lower: binomialUpper(favourable, decided, 1 / (1 + gamma)),
    upper: binomialUpper(favourable, decided, gamma / (1 + gamma)),
  };
}

/**
 * The Γ up to which the one-sided p-value stays at or below alpha whatever the confounder does; null where it is above alpha already
 * without one. alpha: 0 < alpha < 1, 0.025 for a two-sided 5 %. Γ to the last bit of a bisection.
 */
export function largestGamma(pairs: DecidedPairs, alpha: number): number | null {
  checkPairs(pairs);
  if (!(alpha > 0 && alpha < 1)) throw new RangeError(`alpha must lie between 0 and 1; got ${alpha}`);
  const { favourable, decided } = pairs;
  if (!(boundSignTest(pairs, 1).upper <= alpha)) return null;
  const share = bisect((p) => binomialUpper(favourable, decided, p) <= alpha, 0.5, 1);
  return share / (1 - share);
}

/** P(X >= k), X binomial. */
function binomialUpper(k: number, n: number, p: number): number {
  return k === 0 ? 1 : betaCdf(p, k, n - k + 1);
}

function checkPairs({ favourable, decided }: DecidedPairs): void {
  if (!(Number.isInteger(favourable) && Number.isInteger(decided) && favourable >= 0 && favourable <= decided))
    throw new RangeError(`bounds need whole numbers 0 <= favourable <= decided; got ${favourable} of ${decided}`);
  if (decided === 0)
    throw new EstimationError(
      "Rosenbaum bounds need pairs in which the outcome tells the two patients apart; got none",
    );
}
