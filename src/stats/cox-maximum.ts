import { EstimationError } from "../errors.js";
import { factorCholesky, solveCholesky } from "../math/linear-algebra.js";
import { type CoxLikelihood, evaluateCoxLikelihood } from "./cox-likelihood.js";
import { refuseCollinear, refuseMonotoneCovariate, refuseMonotoneDirection } from "./cox-refusals.js";
import type { Ties } from "./cox-risk-sets.js";
import type { CoxRows } from "./cox-rows.js";

/** The maximum of the log partial likelihood and how it was reached. */
export interface CoxMaximum {
  /** Length p. */
  readonly beta: Float64Array;
  /** At beta = 0, and one step of less than 1e-9 standard errors before beta. */
  readonly atStart: CoxLikelihood;
  readonly atEnd: CoxLikelihood;
  /** Uᵀ I⁻¹ U at beta = 0. */
  readonly score: number;
  readonly iterations: number;
  /** The last step in standard errors, √(Uᵀ I⁻¹ U). */
  readonly lastChange: number;
}

const MAXIMUM_ITERATIONS = 50;
/** A step below this many standard errors is the last: what it leaves is near its square. */
const TOLERANCE = 1e-9;
/** A regular likelihood has converged by then; one that has not is asked whether it has a maximum at all. */
const SUSPICIOUS_ITERATIONS = 12;

/** Newton's method with step halving from beta = 0. Throws EstimationError as `fitCox` says. names: length p. */
export function maximiseCoxLikelihood(rows: CoxRows, ties: Ties, names: readonly string[]): CoxMaximum {
  let beta: Float64Array = new Float64Array(rows.p);
  const atStart = evaluateCoxLikelihood(rows, beta, ties);
  refuseCollinear(rows, atStart.information, names);
  refuseMonotoneCovariate(rows, names);
  let at = atStart;
  let score = 0;
  let lastChange = Number.POSITIVE_INFINITY;
  for (let iterations = 0; iterations <= MAXIMUM_ITERATIONS; iterations += 1) {
    const { lower, dependent } = factorCholesky(at.information, rows.p);
    if (dependent.length > 0) break;
    const step = solveCholesky(lower, rows.p, at.score);
    const decrement = step.reduce((total, d, j) => total + d * at.score[j]!, 0);
    if (iterations === 0) score = decrement;
    lastChange = Math.sqrt(decrement);
    if (lastChange <= TOLERANCE) {
      return { beta: beta.map((b, j) => b + step[j]!), atStart, atEnd: at, score, iterations, lastChange };
    }
    if (iterations >= SUSPICIOUS_ITERATIONS) refuseMonotoneDirection(rows, step, names);
    [beta, at] = advance(rows, ties, beta, at, step);
  }
  throw new EstimationError(
    `Cox did not converge within ${MAXIMUM_ITERATIONS} iterations; the last step was ${lastChange} standard errors; suspected cause: nearly collinear covariates, or a level with almost no events, among ${names.join(", ")}`,
  );
}

/** The full step, or the first of its halvings that does not lower the likelihood by more than rounding. */
function advance(
  rows: CoxRows,
  ties: Ties,
  beta: Float64Array,
  at: CoxLikelihood,
  step: Float64Array,
): [Float64Array, CoxLikelihood] {
  const rounding = 1e-12 * Math.abs(at.logLikelihood);
  for (let factor = 1; ; factor /= 2) {
    const next = beta.map((b, j) => b + factor * step[j]!);
    const there = evaluateCoxLikelihood(rows, next, ties);
    if (there.logLikelihood >= at.logLikelihood - rounding || factor < 1e-6) return [next, there];
  }
}
