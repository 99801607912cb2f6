import type { WeightEquation } from "../frame/design-weights.js";
import { factorCholesky, invertCholesky } from "../math/linear-algebra.js";
import type { ModelMatrix } from "../stats/build-model-matrix.js";
import { derivePropensityWeightSlopes } from "../stats/propensity-weight-slopes.js";
import type { DesignOf } from "./derived-design.js";
import type { Propensity } from "./fit-propensity.js";

/**
 * The equations of propensity weights: the logistic score and, where weights are stabilised, the share of the trial arm. Null where the
 * weights are no smooth function of the model (truncated, trimmed, cut to common support, ATM) or the fit is penalised.
 */
export function propensityEquations(
  design: DesignOf<"weighting">,
  propensity: Propensity,
  weight: Float64Array,
): readonly WeightEquation[] | null {
  const { estimand, truncate, trim, propensity: model, stabilised } = design;
  const cut = truncate !== undefined || trim !== undefined || model.commonSupport === true;
  const { rows, treated, score, matrix } = propensity;
  if (cut || estimand === "ATM" || model.fit !== "logistic" || matrix === null) return null;
  const slope = derivePropensityWeightSlopes(treated, score, estimand);
  const residual = score.map((e, k) => treated[k]! - e);
  const logistic = { rows, p: matrix.p, X: matrix.X, residual, inverse: matrix.covariance };
  if (!stabilised) return [{ ...logistic, slope }];
  const share = shareOf(treated);
  const scaled = slope.map((value, k) => value * (treated[k] === 1 ? share : 1 - share));
  return [{ ...logistic, slope: scaled }, shareEquation(rows, treated, weight)];
}

/**
 * The equations of entropy balancing: Σ_controls w x = Σ_trial x (ATT), or for each arm Σ w x = its share of Σ x over all (ATE) and that
 * share. x holds an intercept and the moments; moments that the ones before determine are left out.
 */
export function entropyEquations(
  design: DesignOf<"entropy-balancing">,
  { rows, X, n, p }: ModelMatrix,
  treated: Uint8Array,
  weight: Float64Array,
): readonly WeightEquation[] {
  const moments = new Float64Array(n * (p + 1)).fill(1, 0, n);
  moments.set(X, n);
  if (design.estimand === "ATT") {
    const own = weight.map((w, k) => (treated[k] === 1 ? 0 : w));
    const residual = own.map((w, k) => treated[k]! - w);
    return [calibration(rows, moments, p + 1, residual, own, own)];
  }
  const share = shareOf(treated);
  const arms = ([1, 0] as const).map((side) => {
    const own = weight.map((w, k) => (treated[k] === side ? w : 0));
    const full = own.map((w) => w / (side === 1 ? share : 1 - share));
    return calibration(
      rows,
      moments,
      p + 1,
      full.map((u) => 1 - u),
      own,
      full,
    );
  });
  return [...arms, shareEquation(rows, treated, weight)];
}

/** Σ residual x = 0 where the residual falls by `fall` per unit of the linear predictor, and the weight moves by `slope`. */
function calibration(
  rows: Int32Array,
  X: Float64Array,
  p: number,
  residual: Float64Array,
  slope: Float64Array,
  fall: Float64Array,
): WeightEquation {
  const n = rows.length;
  const column = (j: number) => X.subarray(j * n, (j + 1) * n);
  const information = new Float64Array(p * p);
  for (let a = 0; a < p; a += 1) {
    for (let b = 0; b <= a; b += 1) {
      let total = 0;
      for (let k = 0; k < n; k += 1) total += fall[k]! * column(a)[k]! * column(b)[k]!;
      information[a * p + b] = total;
      information[b * p + a] = total;
    }
  }
  const { lower, dependent } = factorCholesky(information, p);
  if (dependent.length === 0) return { rows, p, X, residual, slope, inverse: invertCholesky(lower, p) };
  const kept = Array.from({ length: p }, (_, j) => j).filter((j) => !dependent.includes(j));
  const independent = new Float64Array(n * kept.length);
  for (const [k, j] of kept.entries()) independent.set(column(j), k * n);
  return calibration(rows, independent, kept.length, residual, slope, fall);
}

/** The share π of the trial arm among the rows, by which stabilised weights are multiplied (1 − π for controls). */
function shareEquation(rows: Int32Array, treated: Uint8Array, weight: Float64Array): WeightEquation {
  const share = shareOf(treated);
  return {
    rows,
    p: 1,
    X: new Float64Array(rows.length).fill(1),
    residual: Float64Array.from(treated, (arm) => arm - share),
    slope: weight.map((w, k) => (treated[k] === 1 ? w / share : -w / (1 - share))),
    inverse: Float64Array.of(1 / rows.length),
  };
}

const shareOf = (treated: Uint8Array): number => treated.reduce((total, arm) => total + arm, 0) / treated.length;
