import { betaCdf, betaQuantile } from "./beta.js";

/** Two-sided p-value of a t statistic with `df` > 0 degrees of freedom. Agrees with R `2 * pt(-abs(t), df)`. */
export function studentTwoSided(t: number, df: number): number {
  return betaCdf(df / (df + t * t), df / 2, 0.5);
}

/** t for a two-sided interval of `level` (0 < level < 1). Agrees with R `qt((1 + level) / 2, df)`. */
export function studentIntervalFactor(level: number, df: number): number {
  const x = betaQuantile(1 - level, df / 2, 0.5);
  return Math.sqrt((df * (1 - x)) / x);
}
