import type { CovariateMatrix } from "../frame/covariate-matrix.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import type { Design } from "../spec/design.js";
import { fitFirth } from "../stats/firth.js";
import { fitLogistic } from "../stats/logistic.js";
import { buildModelMatrix } from "./build-model-matrix.js";

/** A fitted propensity model. Scores and logits are aligned to `rows`. */
export interface Propensity {
  readonly names: readonly string[];
  readonly beta: Float64Array;
  readonly standardError: Float64Array;
  readonly iterations: number;
  /** Rows of the frame that are in the model, ascending. */
  readonly rows: Int32Array;
  /** 1 = trial arm. */
  readonly treated: Uint8Array;
  /** Probability of being in the trial arm. */
  readonly score: Float64Array;
  readonly logit: Float64Array;
  /** The model's columns (rows × p, column-major) and p × p inverse information. */
  readonly matrix: { readonly X: Float64Array; readonly p: number; readonly covariance: Float64Array };
}

type PropensityModel = Extract<Design, { propensity: object }>["propensity"];

/** How a propensity model is fitted, by the spec's id. */
const fits = { logistic: fitLogistic, firth: fitFirth } satisfies Record<PropensityModel["fit"], typeof fitLogistic>;

/** The propensity of being in the trial arm. Throws EstimationError for separation (logistic), collinear terms or missing values. */
export function fitPropensity(patients: PatientFrame, covariates: CovariateMatrix, model: PropensityModel): Propensity {
  const { X, n, p, names, rows } = buildModelMatrix(covariates, model.terms, {
    intercept: true,
    missing: model.missing,
  });
  const treated = Uint8Array.from(rows, (row) => patients.trial[row]!);
  const fit = fits[model.fit]({ X, n, p, names, y: treated });
  const standardError = Float64Array.from({ length: p }, (_, j) => Math.sqrt(fit.covariance[j * p + j]!));
  return {
    names,
    beta: fit.beta,
    standardError,
    iterations: fit.iterations,
    rows,
    treated,
    score: fit.fitted,
    logit: fit.linearPredictor,
    matrix: { X, p, covariance: fit.covariance },
  };
}
