import { normalCdf, normalIntervalFactor } from "../math/normal.js";

/** What systematic error an estimate is expected to have, on the log scale. */
export interface SystematicError {
  readonly mean: number;
  /** Spread of it over outcomes or studies, >= 0. */
  readonly sd: number;
  /** Standard error of `mean`, >= 0; 0 takes it as known. */
  readonly meanSe: number;
}

export interface CalibratedEffect {
  readonly estimate: number;
  readonly se: number;
  readonly lower: number;
  readonly upper: number;
  /** Two-sided, of no effect. */
  readonly p: number;
}

/**
 * An effect on the log scale less the systematic error expected of it, with the variance of both: θ̂ − μ, se² + σ² (+ the variance of μ).
 * From negative controls (outcomes no treatment touches), μ and σ are fitted by `fitNormalRandomEffects` to their estimates, with
 * meanSe 0; p is then Schuemie's calibrated p-value, and the interval his calibrated interval if the error does not depend on the size
 * of the effect. From reference studies (external against randomised controls of past trials), give it too: the interval predicts.
 * logRatio: finite; se: > 0. Source: Schuemie et al. 2014, Statistics in Medicine 33:209; 2018, PNAS 115:2571; Incerti et al. 2023,
 * Pharmaceutical Statistics 22:162.
 */
export function calibrateEffect(logRatio: number, se: number, error: SystematicError, level = 0.95): CalibratedEffect {
  const { mean, sd, meanSe } = error;
  if (!(Number.isFinite(logRatio) && se > 0 && sd >= 0 && meanSe >= 0))
    throw new RangeError(`a calibration needs a finite effect, se > 0 and spreads >= 0; got ${logRatio}, ${se}, ${sd}`);
  const estimate = logRatio - mean;
  const total = Math.hypot(se, sd, meanSe);
  const half = normalIntervalFactor(level) * total;
  return {
    estimate,
    se: total,
    lower: estimate - half,
    upper: estimate + half,
    p: 2 * normalCdf(-Math.abs(estimate) / total),
  };
}
