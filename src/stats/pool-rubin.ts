import { EstimationError } from "../errors.js";
import { studentIntervalFactor, studentTwoSided } from "../math/student-t.js";
import { sum } from "../math/sum.js";

export interface RubinInput {
  /** The estimate in each of m ≥ 2 imputed data sets, on a scale on which it is about normal (a log hazard ratio, a logit). */
  readonly estimate: ArrayLike<number>;
  /** Its squared standard error in each, ≥ 0; from a robust variance where weights or pairs ask for one. */
  readonly variance: ArrayLike<number>;
  /** Degrees of freedom the analysis had with complete data, > 0: rows − parameters; for a Cox model events − parameters. Infinity: large. */
  readonly completeDf: number;
  /** Of the interval, default 0.95. */
  readonly level?: number;
}

export interface PooledEstimate {
  readonly estimate: number;
  readonly se: number;
  /** Mean of the variances, and variance of the estimates (divisor m − 1). */
  readonly within: number;
  readonly between: number;
  /** Barnard and Rubin's degrees of freedom, at most `completeDf`. */
  readonly df: number;
  readonly lower: number;
  readonly upper: number;
  /** Two-sided, of the null 0. */
  readonly p: number;
  /** Share of the variance that is due to missing values, (1 + 1/m) B / T. */
  readonly missingShare: number;
  /** The same, adjusted for the finite number of imputations: fraction of missing information. */
  readonly missingInformation: number;
}

/** Rubin's rules: mean of the estimates, variance T = W + (1 + 1/m) B, t interval with Barnard and Rubin's degrees of freedom.
 *  Throws EstimationError for fewer than 2 imputations, numbers that are not finite, variances < 0 or all 0. Not for likelihood ratios or medians.
 *  Source: Rubin 1987, ch. 3; Barnard & Rubin 1999, Biometrika 86:948; R mice 3.15 `pool.scalar`, which takes 1e-4 for a smaller missing share. */
export function poolRubin({ estimate, variance, completeDf, level = 0.95 }: RubinInput): PooledEstimate {
  const m = estimate.length;
  if (variance.length !== m)
    throw new RangeError(`estimate and variance must have one length; got ${m} and ${variance.length}`);
  if (!(level > 0 && level < 1)) throw new RangeError(`level must be in (0, 1); got ${level}`);
  if (m < 2) throw new EstimationError(`Rubin's rules need at least 2 imputations; got ${m}`);
  const [values, variances] = [Array.from(estimate), Array.from(variance)];
  if (![...values, ...variances].every(Number.isFinite) || variances.some((value) => value < 0)) {
    throw new EstimationError(
      "Rubin's rules need finite estimates and variances >= 0; at least one imputation has none",
    );
  }
  if (!(completeDf > 0)) throw new EstimationError(`complete-data degrees of freedom must be > 0; got ${completeDf}`);
  const mean = sum(values) / m;
  const within = sum(variances) / m;
  const between = sum(values.map((value) => (value - mean) ** 2)) / (m - 1);
  const extra = (1 + 1 / m) * between;
  const total = within + extra;
  if (!(total > 0)) throw new EstimationError("Rubin's rules need a variance > 0; all are 0");
  const missingShare = extra / total;
  const df = barnardRubin(m, missingShare, completeDf);
  const se = Math.sqrt(total);
  const half = studentIntervalFactor(level, df) * se;
  // Without (1 + 1/m) B the information is complete and the correction for finite degrees of freedom alone remains.
  const increase = within > 0 ? extra / within : Number.POSITIVE_INFINITY;
  const missingInformation = within > 0 ? (increase + 2 / (df + 3)) / (increase + 1) : 1;
  return {
    estimate: mean,
    se,
    within,
    between,
    df,
    lower: mean - half,
    upper: mean + half,
    p: studentTwoSided(mean / se, df),
    missingShare,
    missingInformation,
  };
}

function barnardRubin(m: number, missingShare: number, completeDf: number): number {
  const fromImputations = (m - 1) / missingShare ** 2;
  if (completeDf === Number.POSITIVE_INFINITY) return fromImputations;
  const observed = ((completeDf + 1) / (completeDf + 3)) * completeDf * (1 - missingShare);
  if (fromImputations === Number.POSITIVE_INFINITY) return observed;
  return (fromImputations * observed) / (fromImputations + observed);
}
