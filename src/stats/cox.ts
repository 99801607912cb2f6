import { factorCholesky, invertCholesky } from "../math/linear-algebra.js";
import { maximiseCoxLikelihood } from "./cox-maximum.js";
import { deriveScoreResiduals, estimateRobustCovariance } from "./cox-residuals.js";
import type { Ties } from "./cox-risk-sets.js";
import { type CoxData, type CoxRows, prepareCoxRows } from "./cox-rows.js";

export interface CoxInput extends CoxData {
  /** Any integers; equal = same cluster (patient, matched pair). Asks for the robust covariance. */
  readonly cluster?: Int32Array;
  /** Default "efron". */
  readonly ties?: Ties;
  readonly robust?: boolean;
  /** Asks for the derivative of beta by the weight of each row. */
  readonly influence?: boolean;
}

export interface CoxFit {
  /** Log hazard ratios, length p. */
  readonly beta: Float64Array;
  /** p × p, inverse of the information at beta. */
  readonly covariance: Float64Array;
  /** p × p sandwich, clustered where there are clusters; null if neither `robust` nor `cluster` was given. */
  readonly robustCovariance: Float64Array | null;
  /** n × p, column-major, by **input** row: d beta/d weight, covariance × score residual; 0 for a row of weight 0. Null where not asked for. */
  readonly derivative: Float64Array | null;
  /** Log partial likelihood at 0 and at beta. */
  readonly logLikelihood: readonly [number, number];
  /** Score statistic of beta = 0, chi-squared with p degrees of freedom. */
  readonly score: number;
  readonly iterations: number;
  /** The last Newton step in standard errors, √(Uᵀ I⁻¹ U). */
  readonly lastChange: number;
  /** Rows of positive weight, and those with an event. */
  readonly n: number;
  readonly events: number;
}

/**
 * Cox proportional-hazards model by Newton's method with step halving, from beta = 0.
 * Ties: Efron (default, with mean weights as R) or Breslow; risk sets (entry, time]; strata have their own baseline hazards; a row of
 * weight 0 does not count (R refuses it). With design weights report the robust covariance. Result free of row order to the last bit.
 * Converged when a step is below 1e-9 standard errors; likelihood and covariance are those just before it.
 * Throws EstimationError: no event, values out of range, a covariate that the columns before it determine within the risk sets, a
 * monotone likelihood (infinite coefficient), no convergence in 50 iterations. The message names the covariates.
 * O(n log n) once, O(n p² + events) an iteration. Not validated: exact ties, time-dependent covariates beyond (entry, time] rows.
 * Source: Cox 1972; Efron 1977; Lin & Wei 1989; agrees with R survival 3.5-3 coxph.
 */
export function fitCox(input: CoxInput): CoxFit {
  if (input.cluster !== undefined && input.cluster.length !== input.time.length) {
    throw new RangeError(`Cox needs a cluster per row; got ${input.cluster.length} for ${input.time.length} rows`);
  }
  const rows = prepareCoxRows(input);
  const ties = input.ties ?? "efron";
  const { beta, atStart, atEnd, score, iterations, lastChange } = maximiseCoxLikelihood(rows, ties, input.names);
  const covariance = invertCholesky(factorCholesky(atEnd.information, rows.p).lower, rows.p);
  const robust = input.robust === true || input.cluster !== undefined;
  const residuals = robust || input.influence === true ? deriveScoreResiduals(rows, beta, ties) : null;
  return {
    beta,
    covariance,
    robustCovariance:
      robust && residuals !== null
        ? estimateRobustCovariance(rows, residuals, covariance, input.cluster ?? null)
        : null,
    derivative:
      input.influence === true && residuals !== null ? deriveByWeight(input, rows, residuals, covariance) : null,
    logLikelihood: [atStart.logLikelihood, atEnd.logLikelihood],
    score,
    iterations,
    lastChange,
    n: rows.n,
    events: rows.events,
  };
}

/** Covariance × score residual, at the place of each input row. Exact for Efron's ties as well: the residual is the score's derivative by the weight. */
function deriveByWeight(
  input: CoxInput,
  rows: CoxRows,
  residuals: Float64Array,
  covariance: Float64Array,
): Float64Array {
  const { p } = rows;
  const total = input.time.length;
  const derivative = new Float64Array(total * p);
  for (let i = 0; i < rows.n; i += 1) {
    for (let a = 0; a < p; a += 1) {
      let value = 0;
      for (let b = 0; b < p; b += 1) value += covariance[a * p + b]! * residuals[i * p + b]!;
      derivative[a * total + rows.source[i]!] = value;
    }
  }
  return derivative;
}
