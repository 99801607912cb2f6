import { EstimationError } from "../errors.js";
import { normalIntervalFactor, normalTwoSided } from "../math/normal.js";
import type { Rmst } from "./rmst.js";

/** One measure of two arms, with the test that it is 0 (difference) or 1 (ratio). */
export interface RmstMeasure {
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
  readonly p: number;
}

export interface RmstContrast {
  /** Days: arm 1 less arm 0, with its standard error. */
  readonly difference: RmstMeasure & { readonly se: number };
  /** Arm 1 over arm 0: of the restricted means, and of the times lost, τ − RMST; with the standard error of their logarithm. Null where a
   *  mean or a time lost is 0. */
  readonly ratio: (RmstMeasure & { readonly seLog: number }) | null;
  readonly ratioOfTimeLost: (RmstMeasure & { readonly seLog: number }) | null;
}

/**
 * Contrasts of the restricted mean survival times of two independent arms (1 = trial, 0 = control) at the same τ. The difference has
 * a symmetric interval, the ratios one on the log scale (delta method).
 * level: two-sided. Throws EstimationError if neither arm has a variance, RangeError if the horizons differ. Source: Uno et al. 2014; agrees with survRM2 1.0-4, rmst2.
 */
export function estimateRmstContrast(arm1: Rmst, arm0: Rmst, level = 0.95): RmstContrast {
  if (arm1.tau !== arm0.tau) {
    throw new RangeError(`RMST of two arms needs one horizon; got ${arm1.tau} and ${arm0.tau} days`);
  }
  const z = normalIntervalFactor(level);
  const difference = arm1.rmst - arm0.rmst;
  const se = Math.hypot(arm1.se, arm0.se);
  if (se === 0) {
    throw new EstimationError(
      `RMST contrast needs events with patients left at risk by τ = ${arm1.tau} days; got ${arm1.events} and ${arm0.events} events and no variance`,
    );
  }
  return {
    difference: {
      estimate: difference,
      se,
      lower: difference - z * se,
      upper: difference + z * se,
      p: normalTwoSided(difference / se),
    },
    ratio: contrastLogs(arm1.rmst, arm1.se, arm0.rmst, arm0.se, z),
    ratioOfTimeLost: contrastLogs(arm1.tau - arm1.rmst, arm1.se, arm0.tau - arm0.rmst, arm0.se, z),
  };
}

function contrastLogs(value1: number, se1: number, value0: number, se0: number, z: number) {
  if (!(value1 > 0 && value0 > 0)) return null;
  const log = Math.log(value1 / value0);
  const seLog = Math.hypot(se1 / value1, se0 / value0);
  return {
    estimate: value1 / value0,
    seLog,
    lower: Math.exp(log - z * seLog),
    upper: Math.exp(log + z * seLog),
    p: normalTwoSided(log / seLog),
  };
}
