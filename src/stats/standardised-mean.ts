import { EstimationError } from "../errors.js";
import { sum, sumOfProducts } from "../math/sum.js";
import { fitLeastSquares } from "./least-squares.js";
import type { LinearisedEstimate } from "./linearised-estimate.js";
import { fitLogistic } from "./logistic.js";

export interface StandardisedMeanInput {
  /** n × p, column-major, intercept first: the outcome model's columns for every row. */
  readonly X: Float64Array;
  readonly n: number;
  readonly p: number;
  readonly names: readonly string[];
  /** Outcome: 0 or 1 (logistic), any finite number (linear). */
  readonly y: Float64Array;
  /** 1 = row of the arm whose mean is sought; the model is fitted to these rows, each counting once. */
  readonly own: Uint8Array;
  /** ≥ 0: how much each row counts in the population the mean is carried to; Σ > 0. */
  readonly target: Float64Array;
  /** Design weights ≥ 0 by which the model's residuals are averaged over the arm (augmented: doubly robust), or null (g-computation). */
  readonly weight: Float64Array | null;
  readonly model: "logistic" | "linear";
}

/** A mean with the influence of each row on it, the weights taken as known, and its derivative by the weight of each row (0 without weights). */
export interface StandardisedMean extends LinearisedEstimate {
  readonly influence: Float64Array;
}

/**
 * Mean outcome of an arm in a target population by a regression of the outcome within the arm,
 *    θ = Σ t m(x; β̂)/Σ t  [ + Σ_arm w (y − m)/Σ_arm w ],
 * without the bracket g-computation (standardisation), with it augmented inverse-probability weighting, normalised (Hájek), which is
 * consistent if either the model or the weights are right.
 * Influence (sums to 0): t (m − Σtm/Σt)/Σt + w (y − m − r̄)/Σw + gᵀ J⁻¹ x (y − m), where J is the information of the fit, g = dθ/dβ and r̄
 * the bracket: the estimation of the model is in it, that of the weights is added by `addWeightEstimation` from `derivative`.
 * Throws EstimationError: no row in the arm or target, weights without a finite sum above 0, and as the fit does (separation, collinear columns).
 * Source: Robins, Rotnitzky & Zhao 1994; Lunceford & Davidian 2004 §3; ATT form: Moodie, Saarela & Stephens 2018.
 */
export function deriveStandardisedMean(input: StandardisedMeanInput): StandardisedMean {
  const { n, p, X, y, own, target, weight } = input;
  const total = sum(target);
  if (!(total > 0)) throw new EstimationError("a standardised mean needs a population to carry it to; got nobody");
  const { mean, slope, inverse } = fitWithin(input);
  const residual = y.map((value, i) => (own[i] === 1 ? value - mean[i]! : 0));
  const outer = sumOfProducts(target, mean) / total;
  const share = weight === null ? new Float64Array(n) : shareOf(weight, own);
  const inner = sumOfProducts(share, residual);
  const gradient = new Float64Array(p);
  const pull = slope.map((s, i) => s * (target[i]! / total - share[i]!));
  for (let j = 0; j < p; j += 1) gradient[j] = sumOfProducts(pull, X.subarray(j * n, (j + 1) * n));
  const direction = multiply(inverse, gradient);
  const influence = new Float64Array(n);
  const derivative = new Float64Array(n);
  const weightTotal = weight === null ? 1 : sumOfProducts(weight, own);
  for (let i = 0; i < n; i += 1) {
    let along = 0;
    if (own[i] === 1) for (let j = 0; j < p; j += 1) along += X[j * n + i]! * direction[j]!;
    const spread = own[i] === 1 && weight !== null ? (residual[i]! - inner) / weightTotal : 0;
    derivative[i] = spread;
    influence[i] = (target[i]! * (mean[i]! - outer)) / total + (weight?.[i] ?? 0) * spread + residual[i]! * along;
  }
  return { estimate: outer + inner, influence, derivative };
}

/** The model's mean of every row, its derivative by the linear predictor, and the inverse information of the fit within the arm. */
function fitWithin({ X, n, p, names, y, own, model }: StandardisedMeanInput) {
  const rows = Array.from(own.keys()).filter((i) => own[i] === 1);
  if (rows.length === 0) throw new EstimationError("a model of the outcome needs patients; the arm has none");
  const part = new Float64Array(rows.length * p);
  for (let j = 0; j < p; j += 1) for (const [k, i] of rows.entries()) part[j * rows.length + k] = X[j * n + i]!;
  const columns = { X: part, n: rows.length, p, names };
  const outcome = Float64Array.from(rows, (i) => y[i]!);
  if (model === "linear") {
    const { beta, inverse } = fitLeastSquares({ ...columns, y: outcome });
    return { mean: predict(X, n, beta), slope: new Float64Array(n).fill(1), inverse };
  }
  const { beta, covariance } = fitLogistic({ ...columns, y: Uint8Array.from(outcome) });
  const mean = predict(X, n, beta).map((eta) => 1 / (1 + Math.exp(-eta)));
  return { mean, slope: mean.map((m) => m * (1 - m)), inverse: covariance };
}

/** Each row's part of the arm's weight. */
function shareOf(weight: Float64Array, own: Uint8Array): Float64Array {
  const total = sumOfProducts(weight, own);
  if (!(total > 0 && total < Number.POSITIVE_INFINITY))
    throw new EstimationError(`a weighted residual needs finite weights with a sum above 0; got a sum of ${total}`);
  return weight.map((w, i) => (own[i] === 1 ? w / total : 0));
}

function predict(X: Float64Array, n: number, beta: Float64Array): Float64Array {
  const eta = new Float64Array(n);
  for (const [j, b] of beta.entries()) for (let i = 0; i < n; i += 1) eta[i]! += X[j * n + i]! * b;
  return eta;
}

function multiply(matrix: Float64Array, v: Float64Array): Float64Array {
  const p = v.length;
  return v.map((_, a) => {
    let total = 0;
    for (let b = 0; b < p; b += 1) total += matrix[a * p + b]! * v[b]!;
    return total;
  });
}
