import { betaCdf, betaQuantileAndRest, betaUpper } from "./beta.js";
import { normalIntervalFactor, normalTwoSided } from "./normal.js";

/** Two-sided p-value of a t statistic with `df` > 0 degrees of freedom (Infinity: normal). Agrees with R `2 * pt(-abs(t), df)`.
 *  The beta distribution is entered with the smaller of t²/(df + t²) and df/(df + t²), which keeps all its digits where the other rounds
 *  to a neighbour of 1. Below |t| = ⅔, where P(|T| ≤ t) < ½ for every df, one minus that loses nothing. */
export function studentTwoSided(t: number, df: number): number {
  if (df === Number.POSITIVE_INFINITY) return normalTwoSided(t);
  const square = t * t;
  if (square >= df) return betaCdf(df / (df + square), df / 2, 0.5);
  if (square >= 4 / 9) return betaUpper(square / (df + square), 0.5, df / 2);
  return 1 - betaCdf(square / (df + square), 0.5, df / 2);
}

/** t for a two-sided interval of `level` (0 < level < 1; df = Infinity: normal). Agrees with R `qt((1 + level) / 2, df)`. */
export function studentIntervalFactor(level: number, df: number): number {
  if (df === Number.POSITIVE_INFINITY) return normalIntervalFactor(level);
  const [x, rest] = betaQuantileAndRest(1 - level, df / 2, 0.5);
  return Math.sqrt((df * rest) / x);
}
