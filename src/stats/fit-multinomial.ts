import { EstimationError } from "../errors.js";
import { factorCholesky, solveCholesky } from "../math/linear-algebra.js";
import { sum } from "../math/sum.js";

export interface MultinomialInput {
  /** n × p, column-major, finite: an intercept of 1 first, the others of mean 0 and SD 1 or so. */
  readonly X: Float64Array;
  readonly n: number;
  readonly p: number;
  /** Level of each row, 0 … levels − 1. */
  readonly level: Uint16Array;
  readonly levels: number;
}

export interface MultinomialFit {
  /** (levels − 1) × p: row k holds the coefficients of log P(level k + 1) / P(level 0). */
  readonly theta: Float64Array;
  /** Lower Cholesky factor of minus the second derivative at theta, q × q with q = (levels − 1) p. */
  readonly lower: Float64Array;
}

/** Precision of the prior on a coefficient of a column of SD 1: a standard deviation of 2.5 (Gelman et al. 2008); none on intercepts but a trace. */
const PRIOR_PRECISION = 1 / 2.5 ** 2;
const INTERCEPT_PRECISION = 1e-4;
const TOLERANCE = 1e-9;
const MAX_STEPS = 100;

/** Baseline-category logistic regression with a weak normal prior on the coefficients, its mode by Newton's method: finite whatever the data,
 *  separated ones too, which is what imputation needs; for two levels a logistic regression. Not for effects that are reported.
 *  Throws EstimationError if it does not converge. O(n q²) per step. Source: Agresti 2013, §8.1; Gelman et al. 2008, Ann Appl Stat 2:1360. */
export function fitMultinomial(input: MultinomialInput): MultinomialFit {
  const q = (input.levels - 1) * input.p;
  let theta: Float64Array = new Float64Array(q);
  let state = evaluate(input, theta);
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const { lower } = factorCholesky(state.information, q, 1e-14);
    const direction = solveCholesky(lower, q, state.gradient);
    if (direction.every((value) => Math.abs(value) <= TOLERANCE)) return { theta, lower };
    for (let share = 1; ; share /= 2) {
      const next = theta.map((value, j) => value + share * direction[j]!);
      const after = evaluate(input, next);
      if (after.value >= state.value - 1e-12 * Math.abs(state.value) || share < 1e-6) {
        [theta, state] = [next, after];
        break;
      }
    }
  }
  throw new EstimationError(`a multinomial model of ${input.levels} levels did not converge in ${MAX_STEPS} steps`);
}

/** Probabilities of levels 1 … levels − 1 of row i at theta; that of level 0 is the rest. */
export function levelProbabilities(
  { X, n, p, levels }: Omit<MultinomialInput, "level">,
  theta: Float64Array,
  i: number,
  into: Float64Array,
): void {
  let largest = 0;
  for (let k = 0; k + 1 < levels; k += 1) {
    let eta = 0;
    for (let j = 0; j < p; j += 1) eta += theta[k * p + j]! * X[j * n + i]!;
    into[k] = eta;
    largest = Math.max(largest, eta);
  }
  let total = Math.exp(-largest);
  for (let k = 0; k + 1 < levels; k += 1) {
    into[k] = Math.exp(into[k]! - largest);
    total += into[k]!;
  }
  for (let k = 0; k + 1 < levels; k += 1) into[k]! /= total;
}

/** Log likelihood plus log prior, its gradient, and minus its second derivative. */
function evaluate(input: MultinomialInput, theta: Float64Array) {
  const { X, n, p, level, levels } = input;
  const others = levels - 1;
  const q = others * p;
  const gradient = new Float64Array(q);
  const information = new Float64Array(q * q);
  const probability = new Float64Array(others);
  const logs = new Float64Array(n);
  for (let i = 0; i < n; i += 1) {
    levelProbabilities(input, theta, i, probability);
    const own = level[i]!;
    logs[i] = Math.log(own === 0 ? 1 - sum(probability) : probability[own - 1]!);
    for (let k = 0; k < others; k += 1) {
      const residual = (own === k + 1 ? 1 : 0) - probability[k]!;
      for (let j = 0; j < p; j += 1) gradient[k * p + j]! += residual * X[j * n + i]!;
      for (let m = 0; m <= k; m += 1) {
        const variance = probability[k]! * ((k === m ? 1 : 0) - probability[m]!);
        for (let j = 0; j < p; j += 1) {
          const share = variance * X[j * n + i]!;
          const at = (k * p + j) * q + m * p;
          for (let h = 0; h < p; h += 1) information[at + h]! += share * X[h * n + i]!;
        }
      }
    }
  }
  let value = sum(logs);
  for (let r = 0; r < q; r += 1) {
    const precision = r % p === 0 ? INTERCEPT_PRECISION : PRIOR_PRECISION;
    gradient[r]! -= precision * theta[r]!;
    information[r * q + r]! += precision;
    value -= (precision * theta[r]! ** 2) / 2;
    for (let s = 0; s < r; s += 1) information[s * q + r] = information[r * q + s]!;
  }
  return { value: Number.isFinite(value) ? value : Number.NEGATIVE_INFINITY, gradient, information };
}
