import { EstimationError } from "../errors.js";
import { factorCholesky, solveCholesky } from "../math/linear-algebra.js";
import { evaluateWeibullLikelihood, type WeibullLikelihood } from "./interval-weibull-likelihood.js";
import type { IntervalRegressionRows } from "./interval-weibull-rows.js";

const MAXIMUM_ITERATIONS = 100;
/** A step below this many standard errors is the last: what it leaves is near its square. */
const TOLERANCE = 1e-9;

export interface WeibullMaximum {
  /** As `evaluateWeibullLikelihood` takes it. */
  readonly theta: Float64Array;
  /** One step of less than 1e-9 standard errors before theta. */
  readonly at: WeibullLikelihood;
  readonly iterations: number;
  readonly lastChange: number;
}

/** Newton's method with ridge and step halving. Throws EstimationError with the suspected cause if 100 iterations do not suffice. */
export function maximiseWeibullLikelihood(rows: IntervalRegressionRows, names: readonly string[]): WeibullMaximum {
  let theta: Float64Array = start(rows);
  let at = evaluateWeibullLikelihood(rows, theta);
  let lastChange = Number.POSITIVE_INFINITY;
  for (let iterations = 0; iterations <= MAXIMUM_ITERATIONS; iterations += 1) {
    const { step, regular } = solveStep(at, theta.length);
    // Next to the maximum rounding may leave less than nothing of it.
    lastChange = Math.sqrt(
      Math.max(
        0,
        step.reduce((total, d, j) => total + d * at.score[j]!, 0),
      ),
    );
    if (Number.isNaN(lastChange)) break;
    if (regular && lastChange <= TOLERANCE) {
      return { theta: theta.map((value, j) => value + step[j]!), at, iterations, lastChange };
    }
    const from = at;
    const rounding = 1e-12 * Math.abs(from.logLikelihood);
    for (let factor = 1; ; factor /= 2) {
      const next = theta.map((value, j) => value + factor * step[j]!);
      const there = evaluateWeibullLikelihood(rows, next);
      if (!(there.logLikelihood >= from.logLikelihood - rounding) && factor > 1e-10) continue;
      theta = next;
      at = there;
      break;
    }
  }
  const end = Number.isNaN(lastChange)
    ? "the likelihood went beyond the numbers that can be held"
    : `the last step was ${lastChange} standard errors`;
  throw new EstimationError(
    `interval Weibull did not converge within ${MAXIMUM_ITERATIONS} iterations; ${end}; suspected cause: ${suspect(rows, theta, names)}`,
  );
}

/** An exponential with the observed number of events over the time seen, no effect of covariates. */
function start(rows: IntervalRegressionRows): Float64Array {
  const theta = new Float64Array(2 * rows.strata + rows.p);
  const events = new Float64Array(rows.strata);
  const days = new Float64Array(rows.strata);
  for (let i = 0; i < rows.n; i += 1) {
    const s = rows.stratum[i]!;
    const left = Math.exp(rows.logLeft[i]!);
    const right = Math.exp(rows.logRight[i]!);
    const event = right < Number.POSITIVE_INFINITY;
    if (event) events[s]! += rows.weight[i]!;
    days[s]! += rows.weight[i]! * (event ? (left + right) / 2 : left);
  }
  for (let s = 0; s < rows.strata; s += 1) theta[s] = Math.log(events[s]! / days[s]!);
  return theta;
}

/** I⁻¹ U; where I is not positive definite its diagonal is raised by the least of a ladder of shares that makes it so. */
function solveStep({ score, information }: WeibullLikelihood, q: number): { step: Float64Array; regular: boolean } {
  let largest = 0;
  for (let j = 0; j < q; j += 1) largest = Math.max(largest, Math.abs(information[j * q + j]!));
  for (let ridge = 0; ; ridge = ridge === 0 ? 1e-3 : 4 * ridge) {
    const matrix = information.slice();
    for (let j = 0; j < q; j += 1) matrix[j * q + j]! += ridge * (Math.abs(matrix[j * q + j]!) + 1e-8 * largest);
    const { lower, dependent } = factorCholesky(matrix, q);
    if (dependent.length === 0) return { step: solveCholesky(lower, q, score), regular: ridge === 0 };
    if (ridge > 1e9) return { step: new Float64Array(q), regular: false };
  }
}

function suspect(rows: IntervalRegressionRows, theta: Float64Array, names: readonly string[]): string {
  if (theta.subarray(rows.strata, 2 * rows.strata).some((gamma) => gamma > 5)) {
    return "the shape grows without bound, as if all events of a stratum could fall on one day";
  }
  const reach = names.map((_, j) => {
    let most = 0;
    for (let i = 0; i < rows.n; i += 1) {
      most = Math.max(most, Math.abs(rows.X[i * rows.p + j]! * theta[2 * rows.strata + j]!));
    }
    return most;
  });
  const infinite = names.filter((_, j) => reach[j]! > 10).map((name) => `"${name}"`);
  return infinite.length > 0
    ? `an infinite coefficient of ${infinite.join(", ")} (a level without events): merge levels or drop it`
    : "too few events for the number of covariates and strata";
}
