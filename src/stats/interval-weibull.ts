import { factorCholesky, invertCholesky } from "../math/linear-algebra.js";
import { take } from "../math/take.js";
import { evaluateWeibullLikelihood } from "./interval-weibull-likelihood.js";
import { maximiseWeibullLikelihood } from "./interval-weibull-maximum.js";
import {
  type IntervalRegressionData,
  type IntervalRegressionRows,
  prepareIntervalRows,
} from "./interval-weibull-rows.js";
import { estimateSandwichCovariance } from "./sandwich-covariance.js";

export interface IntervalWeibullInput extends IntervalRegressionData {
  /** Any integers; equal = same cluster (patient, matched pair). Asks for the robust covariance. */
  readonly cluster?: Int32Array;
  readonly robust?: boolean;
}

export interface IntervalWeibullFit {
  /** Log hazard ratios, length p. */
  readonly beta: Float64Array;
  /** Per stratum (ascending by its number in the input), at covariates 0: S(t) = exp(−(t/e^logScale)^(e^logShape)), t in days. */
  readonly logShape: Float64Array;
  readonly logScale: Float64Array;
  /** Of (logShape, logScale, beta), q = 2 × strata + p parameters; q × q, inverse of the observed information. */
  readonly covariance: Float64Array;
  /** The sandwich, clustered where there are clusters; null if neither `robust` nor `cluster` was given. */
  readonly robustCovariance: Float64Array | null;
  readonly logLikelihood: number;
  readonly iterations: number;
  /** The last Newton step in standard errors. */
  readonly lastChange: number;
  /** Rows of positive weight, and those of them that are not right-censored. */
  readonly n: number;
  readonly events: number;
}

/**
 * Weibull proportional-hazards regression of interval-, right- and left-censored and exact event times, by maximum likelihood. The
 * hazard ratio is e^β; the accelerated-failure-time coefficient of the same model is −β/shape. Each stratum has its own shape and scale.
 * A row of weight 0 does not count. With design weights report the robust covariance, which takes the weights as known.
 * Newton's method on the observed information, with a ridge where that is not positive definite, and step halving.
 * Throws EstimationError: values out of range, a stratum without events, collinear covariates by name, no convergence (an arm without
 * events, or all intervals sharing a day). Result free of row order to the last bit. O(n q²) an iteration.
 * Not validated: estimated weights in the variance; a Weibull hazard that does not hold. Source: Lindsey & Ryan 1998; White 1982; agrees
 * with R survival 3.5-3 survreg and icenReg 2.0.
 */
export function fitIntervalWeibull(input: IntervalWeibullInput): IntervalWeibullFit {
  if (input.cluster !== undefined && input.cluster.length !== input.left.length) {
    throw new RangeError(
      `interval Weibull needs a cluster per row; got ${input.cluster.length} for ${input.left.length} rows`,
    );
  }
  const rows = prepareIntervalRows(input, "interval Weibull");
  const { theta, at, iterations, lastChange } = maximiseWeibullLikelihood(rows, input.names);
  const q = theta.length;
  const inner = invertCholesky(factorCholesky(at.information, q).lower, q);
  const robust = input.robust === true || input.cluster !== undefined;
  const sandwich = robust ? innerSandwich(rows, theta, inner, input.cluster ?? null) : null;
  const { parameters, jacobian } = toReported(rows, theta);
  return {
    logShape: parameters.slice(0, rows.strata),
    logScale: parameters.slice(rows.strata, 2 * rows.strata),
    beta: parameters.slice(2 * rows.strata),
    covariance: transform(jacobian, inner, q),
    robustCovariance: sandwich === null ? null : transform(jacobian, sandwich, q),
    logLikelihood: at.logLikelihood,
    iterations,
    lastChange,
    n: rows.n,
    events: rows.events,
  };
}

function innerSandwich(
  rows: IntervalRegressionRows,
  theta: Float64Array,
  inner: Float64Array,
  cluster: Int32Array | null,
): Float64Array {
  const { scores } = evaluateWeibullLikelihood(rows, theta, true);
  const id = cluster === null ? null : take(cluster, rows.source, new Int32Array(rows.n));
  return estimateSandwichCovariance(scores ?? new Float64Array(0), inner, theta.length, id);
}

/** (logShape, logScale, β) at covariates 0 in days, and its derivatives by θ, q × q. logScale = center − (α − x̄β)/shape. */
function toReported(rows: IntervalRegressionRows, theta: Float64Array) {
  const { strata, p, means, center } = rows;
  const q = theta.length;
  const parameters = theta.slice();
  const jacobian = new Float64Array(q * q);
  for (let s = 0; s < strata; s += 1) {
    const gamma = theta[strata + s]!;
    const shape = Math.exp(gamma);
    let alpha = theta[s]!;
    for (let j = 0; j < p; j += 1) {
      alpha -= means[s * p + j]! * theta[2 * strata + j]!;
      jacobian[(strata + s) * q + 2 * strata + j] = means[s * p + j]! / shape;
    }
    parameters[s] = gamma;
    parameters[strata + s] = center - alpha / shape;
    jacobian[s * q + strata + s] = 1;
    jacobian[(strata + s) * q + s] = -1 / shape;
    jacobian[(strata + s) * q + strata + s] = alpha / shape;
  }
  for (let j = 2 * strata; j < q; j += 1) jacobian[j * q + j] = 1;
  return { parameters, jacobian };
}

/** J V Jᵀ. */
function transform(J: Float64Array, V: Float64Array, q: number): Float64Array {
  const result = new Float64Array(q * q);
  for (let a = 0; a < q; a += 1) {
    for (let b = 0; b < q; b += 1) {
      let value = 0;
      for (let c = 0; c < q; c += 1)
        for (let d = 0; d < q; d += 1) value += J[a * q + c]! * V[c * q + d]! * J[b * q + d]!;
      result[a * q + b] = value;
    }
  }
  return result;
}
