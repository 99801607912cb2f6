import { EstimationError } from "../errors.js";
import { factorCholesky, invertCholesky } from "../math/linear-algebra.js";
import { take } from "../math/take.js";
import { deriveEfficientScores } from "./interval-cox-information.js";
import { maximiseIntervalCox } from "./interval-cox-maximum.js";
import { type IntervalCoxRows, prepareIntervalCoxRows } from "./interval-cox-rows.js";
import type { IntervalWeibullInput } from "./interval-weibull.js";
import { estimateSandwichCovariance } from "./sandwich-covariance.js";

export type IntervalCoxInput = IntervalWeibullInput;

export interface IntervalCoxFit {
  /** Log hazard ratios, length p. */
  readonly beta: Float64Array;
  /** p × p: inverse of the efficient information. */
  readonly covariance: Float64Array;
  /** The sandwich of the efficient scores, clustered where there are clusters; null if neither `robust` nor `cluster` was given. */
  readonly robustCovariance: Float64Array | null;
  /** Rises of the cumulative baseline hazard at covariates 0, in (left, right] days or on that day, by stratum and then by day. */
  readonly baseline: {
    readonly stratum: Int32Array;
    readonly left: Int32Array;
    readonly right: Int32Array;
    readonly hazard: Float64Array;
  };
  readonly logLikelihood: number;
  readonly rounds: number;
  /** The last Newton step in standard errors. */
  readonly lastChange: number;
  /** Rows of positive weight, and those of them that are not right-censored. */
  readonly n: number;
  readonly events: number;
}

/**
 * Semi-parametric proportional-hazards regression of interval-, right- and left-censored and exact event times, by nonparametric maximum
 * likelihood: the cumulative baseline hazard of each stratum is a step function with jumps in Turnbull's innermost intervals. A row known
 * to a day has that day's jump in place of a density, so that rows all exact or right-censored give Cox's model with Breslow's ties.
 * A row of weight 0 does not count. With design weights report the robust covariance, which takes the weights as known.
 * Covariance: the observed information about β that is left when the jumps above 0 are estimated too (the curvature of the profile
 * likelihood); robust: sandwich of the efficient scores. Both are the Cox model's where nothing is interval-censored.
 * Throws EstimationError: values out of range, no events, collinear covariates by name, an infinite coefficient, no convergence.
 * Result free of row order to the last bit. O(n p² + r³) a round for r jumps above 0 in a stratum.
 * Not validated: estimated weights in the variance; more covariates than a few; intervals so few or wide that the jumps that stay above 0
 * change with β (the profile likelihood then has corners).
 * Source: Zeng, Mao & Lin 2016 (EM); Wellner & Zhan 1997 (convex minorant); Murphy & van der Vaart 2000; Kim 2003 (exact beside
 * intervals). Agrees with R survival coxph (Breslow), with a direct maximisation in R, and with icenReg 2.0 ic_sp.
 */
export function fitIntervalCox(input: IntervalCoxInput): IntervalCoxFit {
  if (input.cluster !== undefined && input.cluster.length !== input.left.length) {
    throw new RangeError(
      `interval-censored Cox needs a cluster per row; got ${input.cluster.length} for ${input.left.length} rows`,
    );
  }
  const rows = prepareIntervalCoxRows(input);
  const { p } = rows;
  const { hazard, beta, at, efficient, rounds, lastChange } = maximiseIntervalCox(rows, input.names);
  const { lower, dependent } = factorCholesky(efficient.information, p);
  if (dependent.length > 0)
    throw new EstimationError("interval-censored Cox has no information about a covariate beside the hazard");
  const covariance = invertCholesky(lower, p);
  const robust = input.robust === true || input.cluster !== undefined;
  const id = input.cluster === undefined ? null : take(input.cluster, rows.source, new Int32Array(rows.n));
  return {
    beta,
    covariance,
    robustCovariance: robust
      ? estimateSandwichCovariance(deriveEfficientScores(rows, { hazard, beta }, efficient), covariance, p, id)
      : null,
    baseline: toBaseline(input, rows, hazard, beta),
    logLikelihood: at.logLikelihood,
    rounds,
    lastChange,
    n: rows.total,
    events: rows.events,
  };
}

/** The hazard at covariates 0 from that at the means of the stratum. */
function toBaseline(
  { stratum: given }: IntervalCoxInput,
  { strata, p, means, firstJump, left, right, source, stratum }: IntervalCoxRows,
  hazard: Float64Array,
  beta: Float64Array,
): IntervalCoxFit["baseline"] {
  const numbers = new Int32Array(hazard.length);
  const atZero = hazard.slice();
  for (let s = 0; s < strata; s += 1) {
    let shift = 0;
    for (let j = 0; j < p; j += 1) shift -= means[s * p + j]! * beta[j]!;
    const number = given?.[source[stratum.indexOf(s)]!] ?? 0;
    for (let k = firstJump[s]!; k < firstJump[s + 1]!; k += 1) {
      numbers[k] = number;
      atZero[k]! *= Math.exp(shift);
    }
  }
  return { stratum: numbers, left, right, hazard: atZero };
}
