import { EstimationError } from "../errors.js";
import { take } from "../math/take.js";
import { type Design, modelMissing } from "../spec/design.js";
import type { Term } from "../spec/term.js";
import { buildModelMatrix, type ModelMatrix } from "../stats/build-model-matrix.js";
import { fitLogistic } from "../stats/logistic.js";
import { derivePropensityWeights } from "../stats/propensity-weights.js";
import type { DesignOf, MethodInput } from "./derived-design.js";
import { requireArms } from "./require-arms.js";

/**
 * The weights of a design carried out anew on a resample, told by how often each patient is in it (length n, >= 0). Returns a weight of one
 * copy of each patient, length n; 0 of those not in it. Throws EstimationError where the design cannot be carried out on the resample.
 */
export type ResampledWeights = (count: Int32Array) => Float64Array;

/**
 * What repeats `deriveDesign` on resamples without writing their rows out: the model's columns are built once, and each fit starts near its
 * end. Null of a design that needs the rows themselves: matching, quantiles of the weights, terms whose columns
 * depend on the sample (knots, centres), a model that fails on all patients.
 */
export function prepareResampledWeights(design: Design, input: MethodInput): ResampledWeights | null {
  if (design.method === "unadjusted") return (count) => Float64Array.from(count, (copies) => (copies > 0 ? 1 : 0));
  if (design.method !== "weighting" || !isPlain(design)) return null;
  try {
    return repeatPropensity(design, input);
  } catch (error) {
    if (!(error instanceof EstimationError)) throw error;
    return null;
  }
}

/** Weights that are one formula of a maximum-likelihood propensity whose columns are the same in every sample. */
function isPlain({ propensity, trim, truncate, stabilised }: DesignOf<"weighting">): boolean {
  const whole = trim === undefined && truncate === undefined && !stabilised && propensity.commonSupport !== true;
  return whole && propensity.fit === "logistic" && propensity.terms.every(isFixed);
}

const isFixed = (term: Term): boolean => typeof term === "string" || "interaction" in term;

function repeatPropensity(design: DesignOf<"weighting">, { patients, covariates }: MethodInput): ResampledWeights {
  const { terms, missing } = design.propensity;
  const matrix = buildModelMatrix(covariates, terms, { intercept: true, missing: modelMissing(missing) });
  const trial = Uint8Array.from(matrix.rows, (row) => patients.trial[row]!);
  const { p, names } = matrix;
  const startOf = prepareStart(matrix, trial);
  return (count) => {
    const drawn = drawnRows(matrix.rows, count);
    const treated = take(trial, drawn, new Uint8Array(drawn.length));
    requireArms(treated, terms);
    const rows = take(matrix.rows, drawn, new Int32Array(drawn.length));
    const copies = take(count, rows, new Float64Array(rows.length));
    const start = startOf(drawn, copies);
    const fit = fitLogistic({
      X: takeRows(matrix, drawn),
      n: drawn.length,
      p,
      names,
      y: treated,
      weight: copies,
      start,
    });
    const weights = derivePropensityWeights(treated, fit.fitted, design.estimand);
    const weight = new Float64Array(patients.n);
    for (let k = 0; k < rows.length; k += 1) weight[rows[k]!] = weights[k]!;
    return weight;
  };
}

/**
 * Where the fit of a resample starts: the coefficients of all patients, moved by what each copy of a patient moves them to first order
 * (covariance × score; summed over all patients once that is 0).
 */
function prepareStart({ X, n, p, names }: ModelMatrix, trial: Uint8Array) {
  const { beta, covariance, fitted } = fitLogistic({ X, n, p, names, y: trial });
  const moves = new Float64Array(n * p);
  for (let a = 0; a < p; a += 1)
    for (let b = 0; b < p; b += 1) {
      const share = covariance[a * p + b]!;
      for (let k = 0; k < n; k += 1) moves[a * n + k]! += share * X[b * n + k]! * (trial[k]! - fitted[k]!);
    }
  return (drawn: Int32Array, copies: Float64Array): Float64Array =>
    beta.map((value, a) => {
      let total = value;
      for (let m = 0; m < drawn.length; m += 1) total += copies[m]! * moves[a * n + drawn[m]!]!;
      return total;
    });
}

/** Places in `rows` of those that are drawn. */
function drawnRows(rows: Int32Array, count: Int32Array): Int32Array {
  const drawn = new Int32Array(rows.length);
  let m = 0;
  for (let k = 0; k < rows.length; k += 1) {
    drawn[m] = k;
    if (count[rows[k]!]! > 0) m += 1;
  }
  return drawn.subarray(0, m);
}

function takeRows({ X, n, p }: ModelMatrix, at: Int32Array): Float64Array {
  const m = at.length;
  const taken = new Float64Array(m * p);
  for (let j = 0; j < p; j += 1) for (let k = 0; k < m; k += 1) taken[j * m + k] = X[j * n + at[k]!]!;
  return taken;
}
