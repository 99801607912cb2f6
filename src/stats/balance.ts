import { estimateArmMoments } from "./arm-moments.js";
import { estimateKolmogorovSmirnov } from "./kolmogorov-smirnov.js";

export interface BalanceInput {
  readonly x: Float64Array;
  readonly treated: Uint8Array;
  readonly weight: Float64Array;
  /** Denominator of the SMD, from `unadjustedSd`: the same before and after adjustment, so that only the means move. */
  readonly denominatorSd: number;
  /** Whether x holds only 0 and 1. */
  readonly binary: boolean;
}

export interface Balance {
  readonly meanTreated: number;
  readonly meanControl: number;
  readonly sdTreated: number;
  readonly sdControl: number;
  /** (mean of the treated − mean of the controls) / denominatorSd; null where the denominator is 0, unless the means are equal: then 0. */
  readonly smd: number | null;
  /** Variance of the treated / variance of the controls; null for a 0/1 column (its means say it all) and where the controls do not vary. */
  readonly varianceRatio: number | null;
  /** Largest difference of the weighted distribution functions; |difference of proportions| for a 0/1 column. */
  readonly ks: number;
}

/** Balance of one covariate between two arms under weights (all 1: before adjustment). Variances as in `estimateMoments`: p(1 − p) for a
 *  0/1 column, else the unbiased form for reliability weights, as cobalt and MatchIt have it.
 *  x, treated, weight: length n, no missing values. Throws EstimationError if an arm has no row of positive weight.
 *  Source: Austin 2009, Stat Med 28:3083; Austin & Stuart 2015, Stat Med 34:3661. */
export function estimateBalance({ x, treated, weight, denominatorSd, binary }: BalanceInput): Balance {
  const arms = estimateArmMoments({ x, treated, weight, binary });
  const [control, trial] = [arms.control(), arms.treated()];
  const difference = trial.mean - control.mean;
  const isFlat = !(denominatorSd > 0);
  return {
    meanTreated: trial.mean,
    meanControl: control.mean,
    sdTreated: Math.sqrt(trial.variance),
    sdControl: Math.sqrt(control.variance),
    smd: isFlat ? (difference === 0 ? 0 : null) : difference / denominatorSd,
    varianceRatio: binary || control.variance === 0 ? null : trial.variance / control.variance,
    ks: estimateKolmogorovSmirnov(x, treated, weight),
  };
}

/** The SMD's denominator, from the sample before adjustment: the SD of the treated, or √((s₁² + s₀²)/2) of both arms. Divisor n − 1;
 *  √(p(1 − p)) for a 0/1 column. Throws EstimationError if an arm it needs is empty. */
export function unadjustedSd(
  x: Float64Array,
  treated: Uint8Array,
  which: "treated-sd" | "pooled-sd",
  binary: boolean,
): number {
  const arms = estimateArmMoments({ x, treated, binary });
  if (which === "treated-sd") return Math.sqrt(arms.treated().variance);
  return Math.sqrt((arms.treated().variance + arms.control().variance) / 2);
}
