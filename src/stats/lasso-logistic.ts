import { EstimationError } from "../errors.js";
import { sum, sumOfProducts } from "../math/sum.js";
import { type LassoColumns, standardiseForLasso } from "./lasso-columns.js";
import { createLassoGram, type LassoGram } from "./lasso-gram.js";
import { minimiseQuadratic } from "./lasso-quadratic.js";

export interface LassoInput {
  /** n × p, column-major, finite; no intercept column (an unpenalised intercept is always in the model). */
  readonly X: Float64Array;
  readonly n: number;
  readonly p: number;
  /** p column names, for messages. */
  readonly names: readonly string[];
  /** Outcome, 0 or 1. */
  readonly y: Uint8Array;
}

export interface LassoFit {
  readonly lambda: number;
  readonly intercept: number;
  /** Coefficients of the columns of X as given; exactly 0 for those left out. */
  readonly beta: Float64Array;
  /** −2 log likelihood. */
  readonly deviance: number;
  readonly nonzero: number;
  /** Largest breach of the optimality conditions, on standardised columns; ≤ 1e-12. */
  readonly residual: number;
}

const TOLERANCE = 1e-12;
const MAX_STEPS = 100;

/** L1-penalised logistic regression: minimises −log likelihood / n + λ Σ |bⱼ| over the coefficients b of columns standardised to mean 0 and
 *  variance 1 (divisor n), as glmnet does, for each λ of a falling sequence, every fit starting from the one before.
 *  Newton's method, its curvature renewed when it is stale, on the columns that are in the model or want in; the quadratic is minimised by
 *  coordinate descent; done when every optimality
 *  (Karush–Kuhn–Tucker) condition holds to 1e-12. Separation is no obstacle: the penalty keeps coefficients finite.
 *  lambdas: > 0, descending. Returns one fit for each. Of columns that are copies of each other the split of the coefficient is arbitrary.
 *  No standard errors: those of a selected model would be wrong. Not covered: weights, penalty factors, ridge mixing.
 *  Throws EstimationError: no rows, one outcome only, columns not finite or constant (named), no convergence. O(n p) a step and O(n a²) for a
 *  columns in the model. Source: Friedman, Hastie & Tibshirani 2010, J Stat Softw 33(1); R glmnet 4.1-6. */
export function fitLassoLogistic(input: LassoInput, lambdas: ArrayLike<number>): LassoFit[] {
  return Array.from(lambdas, startLasso(input));
}

/** A function that fits one λ after the other, each > 0 and at most the one before, from where the last fit ended. */
export function startLasso(input: LassoInput): (lambda: number) => LassoFit {
  const columns = standardiseForLasso(input);
  const { n, p, y } = input;
  const gram = createLassoGram(columns.Z, n);
  let b: Float64Array = new Float64Array(p + 1);
  b[0] = Math.log(sum(y) / (n - sum(y)));
  let latest = Number.POSITIVE_INFINITY;
  return (lambda) => {
    if (!(lambda > 0 && lambda <= latest)) throw new RangeError(`lambdas must be > 0 and descending; got ${lambda}`);
    latest = lambda;
    const found = minimise(input, columns, gram, lambda, b);
    b = found.b;
    return describeFit(columns, lambda, found);
  };
}

/** λ from the smallest that leaves every column out down to `ratio` times it, evenly on the log scale. */
export function penaltyPath(
  input: LassoInput,
  { count = 60, ratio = 0.01 }: { count?: number; ratio?: number } = {},
): Float64Array {
  if (!(Number.isInteger(count) && count >= 2 && ratio > 0 && ratio < 1)) {
    throw new RangeError(`a penalty path needs count >= 2 and a ratio in (0, 1); got ${count} and ${ratio}`);
  }
  const { Z } = standardiseForLasso(input);
  const { n, p, y } = input;
  const mean = sum(y) / n;
  const residual = Float64Array.from(y, (value) => value - mean);
  let most = 0;
  for (let j = 0; j < p; j += 1) {
    most = Math.max(most, Math.abs(sumOfProducts(Z.subarray(j * n, (j + 1) * n), residual)) / n);
  }
  return Float64Array.from({ length: count }, (_, k) => most * ratio ** (k / (count - 1)));
}

/** Linear predictors of rows (X: n × p, column-major) under a fit. */
export function predictLasso({ intercept, beta }: LassoFit, X: Float64Array, n: number): Float64Array {
  const eta = new Float64Array(n).fill(intercept);
  for (let j = 0; j < beta.length; j += 1) {
    if (beta[j] !== 0) for (let i = 0; i < n; i += 1) eta[i]! += beta[j]! * X[j * n + i]!;
  }
  return eta;
}

/** The loss at coefficients b: b[0] the intercept, b[j + 1] that of column j of Z. */
interface LassoState {
  readonly b: Float64Array;
  readonly eta: Float64Array;
  /** −log likelihood / n. */
  readonly loss: number;
}

function evaluate({ n, y }: LassoInput, { Z }: LassoColumns, b: Float64Array): LassoState {
  const eta = new Float64Array(n).fill(b[0]!);
  for (let j = 1; j < b.length; j += 1) {
    if (b[j] !== 0) for (let i = 0; i < n; i += 1) eta[i]! += b[j]! * Z[(j - 1) * n + i]!;
  }
  const terms = eta.map((value, i) => {
    const against = y[i] === 1 ? -value : value;
    return Math.log1p(Math.exp(-Math.abs(against))) + Math.max(0, against);
  });
  return { b, eta, loss: sum(terms) / n };
}

interface Minimum extends LassoState {
  readonly n: number;
  readonly residual: number;
}

function minimise(
  input: LassoInput,
  columns: LassoColumns,
  gram: LassoGram,
  lambda: number,
  start: Float64Array,
): Minimum {
  const { n } = input;
  let state = evaluate(input, columns, start);
  for (let step = 0; step <= MAX_STEPS; step += 1) {
    const slope = slopes(input, columns, state);
    const breach = slope.map((value, j) => optimalityBreach(value, state.b[j]!, j === 0 ? 0 : lambda));
    const residual = breach.reduce((most, value) => Math.max(most, value), 0);
    if (residual <= TOLERANCE) return { ...state, n, residual };
    const members = [...slope.keys()].filter((j) => j === 0 || state.b[j] !== 0 || breach[j]! > 0);
    state = descend(input, columns, state, lambda, quadraticTarget(gram, state, { slope, members, lambda }));
  }
  throw new EstimationError(
    `the penalised logistic model did not converge in ${MAX_STEPS} steps at lambda = ${lambda.toPrecision(3)}: suspect columns that are nearly copies of each other; drop some or take a larger lambda`,
  );
}

/** How far a coefficient is from optimal: its slope must be λ times its sign, or at most λ where it is 0. */
function optimalityBreach(slope: number, b: number, lambda: number): number {
  if (b === 0) return Math.max(0, Math.abs(slope) - lambda);
  return Math.abs(slope - Math.sign(b) * lambda);
}

/** −∂loss/∂b: the mean of the residuals, plain and times each column. */
function slopes({ n, p, y }: LassoInput, { Z }: LassoColumns, { eta }: LassoState): Float64Array {
  const residual = eta.map((value, i) => (y[i] === 1 ? 1 / (1 + Math.exp(value)) : -1 / (1 + Math.exp(-value))));
  const slope = new Float64Array(p + 1);
  slope[0] = sum(residual) / n;
  for (let j = 0; j < p; j += 1) slope[j + 1] = sumOfProducts(residual, Z.subarray(j * n, (j + 1) * n)) / n;
  return slope;
}

/** The minimum of the penalised quadratic model of the loss over the coefficients in `members`; the others keep their 0. */
function quadraticTarget(
  gram: LassoGram,
  { b, eta }: LassoState,
  { slope, members, lambda }: { slope: Float64Array; members: readonly number[]; lambda: number },
): Float64Array {
  const a = members.length;
  const H = gram.at(eta, members);
  const own = Float64Array.from(members, (j) => b[j]!);
  const c = Float64Array.from(members, (j, r) => {
    let value = slope[j]!;
    for (let s = 0; s < a; s += 1) value += H[r * a + s]! * own[s]!;
    return value;
  });
  minimiseQuadratic({ H, c, p: a, lambda }, own);
  const target = b.slice();
  members.forEach((j, r) => {
    target[j] = own[r]!;
  });
  return target;
}

/** Goes to the target, or back half the way as often as the penalised loss would rise beyond its rounding. */
function descend(
  input: LassoInput,
  columns: LassoColumns,
  from: LassoState,
  lambda: number,
  target: Float64Array,
): LassoState {
  const penalised = ({ b, loss }: LassoState) => loss + lambda * sum(b.subarray(1).map(Math.abs));
  const limit = penalised(from) * (1 + 1e-13);
  for (let share = 1; ; share /= 2) {
    const b = share === 1 ? target : from.b.map((value, j) => value + share * (target[j]! - value));
    const state = evaluate(input, columns, b);
    if (penalised(state) <= limit || share < 1e-6) return state;
  }
}

function describeFit({ centre, scale }: LassoColumns, lambda: number, { b, loss, n, residual }: Minimum): LassoFit {
  const beta = scale.map((value, j) => b[j + 1]! / value);
  return {
    lambda,
    intercept: b[0]! - sumOfProducts(beta, centre),
    beta,
    deviance: 2 * n * loss,
    nonzero: beta.filter((value) => value !== 0).length,
    residual,
  };
}
