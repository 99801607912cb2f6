import { EstimationError } from "../errors.js";
import { normalIntervalFactor, normalTwoSided } from "../math/normal.js";
import { sum, sumOfProducts } from "../math/sum.js";
import { influenceVariance } from "./influence-variance.js";

/** A yes/no outcome of both arms, in part not evaluable. Columns of one length. */
export interface PartlyKnownRows {
  /** 1 = yes; not read where not known. */
  readonly value: Uint8Array;
  /** 1 = evaluable. */
  readonly known: Uint8Array;
  /** 1 = trial, 0 = control. */
  readonly arm: Uint8Array;
  /** Finite, >= 0. */
  readonly weight: Float64Array;
  /** Matched set, or null. */
  readonly set: Int32Array | null;
  /** Two-sided; default 0.95. */
  readonly level?: number;
}

/** The share of those not evaluable who are taken to have the outcome, in [0, 1]. */
export interface AssumedShares {
  readonly trial: number;
  readonly control: number;
}

export interface ImputedDifference {
  readonly estimate: number;
  readonly se: number;
  readonly lower: number;
  readonly upper: number;
  readonly p: number;
}

/**
 * Difference of weighted rates, trial less control, where a given share of each arm's patients not evaluable has the outcome: each of
 * them counts with the assumed share. 0 in both arms is “non-responder”; the share of the evaluable is “missing at random”. Normal
 * interval, influence-function standard error, clustered by matched set; the shares are assumptions and add no variance.
 * Throws EstimationError for an arm without weight or an outcome without variance; RangeError for a share outside [0, 1].
 * Source: Yan, Lee & Li 2009, Journal of Biopharmaceutical Statistics 19:1085; standard error as R's sandwich HC0 of a weighted mean.
 */
export function estimateImputedDifference(rows: PartlyKnownRows, shares: AssumedShares): ImputedDifference {
  const { arm, weight, set, level = 0.95 } = rows;
  for (const share of [shares.trial, shares.control])
    if (!(share >= 0 && share <= 1)) throw new RangeError(`an assumed share must lie in [0, 1]; got ${share}`);
  const value = Float64Array.from(rows.value, (y, i) =>
    rows.known[i] === 1 ? y : arm[i] === 1 ? shares.trial : shares.control,
  );
  const trial = rateOf(value, weight, arm, 1);
  const control = rateOf(value, weight, arm, 0);
  const influence = value.map((y, i) =>
    arm[i] === 1 ? (weight[i]! * (y - trial.rate)) / trial.total : -(weight[i]! * (y - control.rate)) / control.total,
  );
  const se = Math.sqrt(influenceVariance(influence, set));
  if (!(se > 0)) throw new EstimationError("no variance: the outcome is the same for everybody in each arm");
  const estimate = trial.rate - control.rate;
  const half = normalIntervalFactor(level) * se;
  return { estimate, se, lower: estimate - half, upper: estimate + half, p: normalTwoSided(estimate / se) };
}

function rateOf(value: Float64Array, weight: Float64Array, arm: Uint8Array, side: 0 | 1) {
  const own = weight.map((w, i) => (arm[i] === side ? w : 0));
  const total = sum(own);
  if (!(total > 0 && total < Number.POSITIVE_INFINITY))
    throw new EstimationError(`the ${side === 1 ? "trial" : "control"} arm has no patient of positive weight`);
  return { rate: sumOfProducts(own, value) / total, total };
}
