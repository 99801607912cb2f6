import { EstimationError } from "../errors.js";
import { factorCholesky, invertCholesky, solveCholesky } from "../math/linear-algebra.js";
import { countFarValues } from "./far-values.js";
import { checkIndependentColumns } from "./independent-columns.js";
import { checkLogisticInput } from "./logistic-input.js";
import { createLogisticPass, type LogisticPass, type LogisticState } from "./logistic-pass.js";
import { startingCoefficients } from "./logistic-start.js";
import { checkSeparatingColumn } from "./separating-column.js";
import { isSeparatingDirection } from "./separating-direction.js";
import {
  restoreCoefficients,
  restoreCovariance,
  type StandardisedColumns,
  standardiseCoefficients,
  standardiseColumns,
} from "./standardise-columns.js";

export interface LogisticInput {
  /** n × p, column-major; the caller includes the intercept column. */
  readonly X: Float64Array;
  readonly n: number;
  readonly p: number;
  /** p column names, for messages. */
  readonly names: readonly string[];
  /** Outcome, 0 or 1. */
  readonly y: Uint8Array;
  /** Prior weights, finite and ≥ 0; a row of weight 0 has no influence. Default 1. */
  readonly weight?: Float64Array;
  /** Coefficients of the columns of X, finite, that Newton's method starts at; they decide nothing but the number of steps. */
  readonly start?: Float64Array;
}

export interface LogisticFit {
  readonly beta: Float64Array;
  /** p × p, row-major: inverse of the information Xᵀ W X at beta. */
  readonly covariance: Float64Array;
  /** Probability of y = 1 per row. */
  readonly fitted: Float64Array;
  readonly linearPredictor: Float64Array;
  /** −2 log likelihood. */
  readonly deviance: number;
  readonly iterations: number;
  /** Largest change of a linear predictor η in the last step, relative to 1 + |η|, or a bound of the change by the step that was not needed. */
  readonly lastChange: number;
}

/** Newton's error is squared by each step: a last change of 1e-8 leaves one near 1e-16. */
const TOLERANCE = 1e-8;
/** A step that cannot move any η further than this is not taken: it would be the rounding of the one before. */
const NEGLIGIBLE = 1e-12;
const MAX_ITERATIONS = 100;
/** Quasi-complete separation is looked for from this step on, at every eighth: the rows that overlap have settled by then. */
const FIRST_SUSPICION = 24;

/** Maximum-likelihood logistic regression by Newton's method (for this link the same as IRLS).
 *  Converged when no linear predictor η moved by more than 1e-8 (1 + |η|) in a full step, or when the next one could move none by more than 1e-12. Under separation that never happens: each
 *  step moves the separated rows by about 1 while the likelihood still rises. So a fit is returned only where the maximum exists,
 *  and large but finite effects raise no alarm.
 *  Input as in `LogisticInput`. Output: coefficients and covariance for the columns of X as given (inside they are centred and scaled).
 *  Throws EstimationError: no rows, y constant, a value of X not finite, columns linearly dependent (named), complete or quasi-complete
 *  separation (naming the column, or the columns that separate together), no convergence in 100 steps; where a column's values lie as
 *  far apart as `countFarValues` says, that is named as the cause.
 *  O(n p²) per step, one copy of X. Source: McCullagh & Nelder 1989 §4.4; existence: Albert & Anderson 1984, Biometrika 71:1. */
export function fitLogistic(input: LogisticInput): LogisticFit {
  checkLogisticInput(input);
  try {
    return fitChecked(input);
  } catch (error) {
    throw error instanceof EstimationError ? (farValuesError(input) ?? error) : error;
  }
}

function fitChecked(input: LogisticInput): LogisticFit {
  const columns = standardiseColumns(input.X, input.n, input.p);
  const pass = createLogisticPass({ ...input, Z: columns.Z });
  const start = firstStep(input, columns, pass);
  checkSeparatingColumn(input, columns.intercept >= 0);
  const { b, state, iterations, lastChange } = maximise(input, columns, pass, start);
  const { lower } = factorCholesky(state.information, input.p);
  return {
    beta: restoreCoefficients(columns, b),
    covariance: restoreCovariance(columns, invertCholesky(lower, input.p)),
    fitted: pass.fitted,
    linearPredictor: pass.eta,
    deviance: state.deviance,
    iterations,
    lastChange,
  };
}

/** A fit that fails may fail for values that are none. */
function farValuesError({ X, n, p, names }: LogisticInput): EstimationError | null {
  for (let j = 0; j < p; j += 1) {
    const far = countFarValues(X.subarray(j * n, (j + 1) * n));
    if (far > 0)
      return new EstimationError(
        `values of ${names[j]} must not lie more than a million times as far from the others as those lie apart, or a model cannot tell the others from each other; got ${far} of ${n}: suspect a code for missing, or another unit, and correct the data`,
      );
  }
  return null;
}

interface Step {
  readonly b: Float64Array;
  readonly state: LogisticState;
  readonly lastChange: number;
}

/** Where Newton's method starts: where the caller says, else at 0, and the information there tells dependent columns (named); or for very
 *  many rows near the fit of a sample, whose columns, being independent there, are so in all rows. */
function firstStep(input: LogisticInput, columns: StandardisedColumns, pass: LogisticPass): Step {
  if (input.start !== undefined) {
    const b = standardiseCoefficients(columns, input.start);
    const state = pass.evaluate(b);
    checkIndependentColumns(state.information, input.names);
    return { b, state, lastChange: Number.POSITIVE_INFINITY };
  }
  const near = startingCoefficients({ ...input, Z: columns.Z });
  const b = near ?? new Float64Array(input.p);
  const state = pass.evaluate(b);
  if (near === null) checkIndependentColumns(state.information, input.names);
  return { b, state, lastChange: Number.POSITIVE_INFINITY };
}

function maximise(input: LogisticInput, columns: StandardisedColumns, pass: LogisticPass, start: Step) {
  const path: Step[] = [start];
  for (let iterations = 1; iterations <= MAX_ITERATIONS; iterations += 1) {
    const from = path[iterations - 1]!;
    const { lower, dependent } = factorCholesky(from.state.information, input.p);
    if (dependent.length > 0) break;
    const direction = solveCholesky(lower, input.p, from.state.gradient);
    const furthest = movesAtMost(direction);
    if (furthest <= NEGLIGIBLE) return { ...from, iterations: iterations - 1, lastChange: furthest };
    const step = descend(pass, from, direction);
    path.push(step);
    if (step.lastChange <= TOLERANCE) return { ...step, iterations };
    if (step.state.margin > 0) throw separationError(input, columns, step.b, "completely");
    if (iterations >= FIRST_SUSPICION && iterations % 8 === 0) checkPath(input, columns, path);
  }
  checkPath(input, columns, path);
  throw new EstimationError(
    `the logistic model did not converge in ${path.length - 1} steps (last relative change of a linear predictor ${path.at(-1)!.lastChange.toExponential(1)}); suspect near separation or near collinearity of ${largestColumns(input, columns, path.at(-1)!.b)}`,
  );
}

/** What a step can change any η by, since columns lie within ±2: told before a pass over the rows. */
const movesAtMost = (direction: Float64Array): number =>
  2 * direction.reduce((total, value) => total + Math.abs(value), 0);

/** One Newton step, halved until the deviance does not rise beyond its rounding. The change of η is that of the full step. */
function descend(pass: LogisticPass, from: Step, direction: Float64Array): Step {
  for (let share = 1; ; share /= 2) {
    const b = from.b.map((value, j) => value + share * direction[j]!);
    const state = pass.evaluate(b);
    // A halved step starts from the one before it, twice as long: the distance between them is again the step itself.
    if (state.deviance <= from.state.deviance * (1 + 1e-12) || share < 1e-6) {
      return { b, state, lastChange: state.change / share };
    }
  }
}

/** Late in the path the rows that overlap stand still and the separated ones move on. The proof is exact for any candidate, so
 *  the last step, the last quarter and the last half are all tried. */
function checkPath(input: LogisticInput, columns: StandardisedColumns, path: readonly Step[]): void {
  const last = path.length - 1;
  for (const earlier of [last - 1, Math.floor(last * 0.75), last >> 1]) {
    const direction = path[last]!.b.map((value, j) => value - (path[earlier]?.b[j] ?? 0));
    if (isSeparatingDirection({ ...input, Z: columns.Z }, direction)) {
      throw separationError(input, columns, direction, "quasi-completely");
    }
  }
}

function separationError(input: LogisticInput, columns: StandardisedColumns, direction: Float64Array, how: string) {
  return new EstimationError(
    `${largestColumns(input, columns, direction)} together separate the outcomes ${how}: some combination of them foretells y for the rows it tells apart, so coefficients are infinite; merge levels, drop a column, narrow eligibility or use Firth's penalty`,
  );
}

/** Up to five columns that weigh most in a direction, each by the spread of its own values. */
function largestColumns(input: LogisticInput, columns: StandardisedColumns, direction: Float64Array): string {
  const size = (j: number) => (j === columns.intercept ? 0 : Math.abs(direction[j]!));
  const order = input.names.map((_, j) => j).sort((a, b) => size(b) - size(a) || a - b);
  const relevant = order.filter((j) => size(j) > 1e-3 * size(order[0]!)).slice(0, 5);
  return relevant.map((j) => input.names[j]).join(", ");
}
