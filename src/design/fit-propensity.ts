import type { CovariateMatrix } from "../frame/covariate-matrix.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { fitLogistic } from "../stats/logistic.js";
import { buildModelMatrix } from "./build-model-matrix.js";

export interface Propensity {
  readonly names: readonly string[];
  readonly beta: Float64Array;
  readonly standardError: Float64Array;
  readonly iterations: number;
  /** Probability of being in the trial arm; 0 where the patient is not in the model. Length n. */
  readonly score: Float64Array;
  /** Its logit; 0 where the patient is not in the model. */
  readonly logit: Float64Array;
  /** 1 = the patient is in the model. */
  readonly member: Uint8Array;
}

/** Logistic propensity model of being in the trial arm. Throws EstimationError for separation, collinear terms or missing values. */
export function fitPropensity(
  patients: PatientFrame,
  covariates: CovariateMatrix,
  model: { readonly terms: readonly string[]; readonly missing: "refuse" | "complete-case" },
): Propensity {
  const matrix = buildModelMatrix(covariates, model.terms, model.missing);
  const rows = indicesOf(matrix.complete);
  const n = rows.length;
  const X = n === matrix.n ? matrix.X : takeRows(matrix.X, matrix.n, matrix.p, rows);
  const y = Uint8Array.from(rows, (row) => patients.trial[row]!);
  const fit = fitLogistic({ X, n, p: matrix.p, names: matrix.names, y });
  const score = new Float64Array(matrix.n);
  const logit = new Float64Array(matrix.n);
  for (let k = 0; k < n; k += 1) {
    score[rows[k]!] = fit.fitted[k]!;
    logit[rows[k]!] = fit.linearPredictor[k]!;
  }
  const standardError = Float64Array.from({ length: matrix.p }, (_, j) => Math.sqrt(fit.covariance[j * matrix.p + j]!));
  return {
    names: matrix.names,
    beta: fit.beta,
    standardError,
    iterations: fit.iterations,
    score,
    logit,
    member: matrix.complete,
  };
}

function indicesOf(flags: Uint8Array): Int32Array {
  const rows: number[] = [];
  for (let i = 0; i < flags.length; i += 1) if (flags[i] === 1) rows.push(i);
  return Int32Array.from(rows);
}

function takeRows(X: Float64Array, n: number, p: number, rows: Int32Array): Float64Array {
  const taken = new Float64Array(rows.length * p);
  for (let j = 0; j < p; j += 1)
    for (let k = 0; k < rows.length; k += 1) taken[j * rows.length + k] = X[j * n + rows[k]!]!;
  return taken;
}
