import { EstimationError } from "../errors.js";
import { canonicalJson } from "../spec/canonical-json.js";
import { type Design, modelMissing } from "../spec/design.js";
import { buildModelMatrix, type ModelMatrix } from "../stats/build-model-matrix.js";
import { deriveCanonicalRank } from "../stats/canonical-rank.js";
import { assignFolds, crossValidateLasso } from "../stats/cross-validate-lasso.js";
import { fitFirth } from "../stats/firth.js";
import { fitLassoLogistic, type LassoInput, penaltyPath, predictLasso } from "../stats/lasso-logistic.js";
import { fitLogistic } from "../stats/logistic.js";
import type { MethodInput } from "./derived-design.js";
import { requireArms } from "./require-arms.js";

/** A fitted propensity model. Scores and logits are aligned to `rows`. */
export interface Propensity {
  readonly names: readonly string[];
  readonly beta: Float64Array;
  /** Null where the fit has none (lasso). */
  readonly standardError: Float64Array | null;
  /** Rows of the frame that are in the model, ascending. */
  readonly rows: Int32Array;
  /** 1 = trial arm. */
  readonly treated: Uint8Array;
  /** Probability of being in the trial arm. */
  readonly score: Float64Array;
  readonly logit: Float64Array;
  /** The model's columns (rows × p, column-major) and p × p inverse information; null where the fit has none (lasso). */
  readonly matrix: { readonly X: Float64Array; readonly p: number; readonly covariance: Float64Array } | null;
  /** The L1 penalty λ, and how many terms it leaves in; null without. */
  readonly penalty: { readonly lambda: number; readonly kept: number } | null;
}

type PropensityModel = Extract<Design, { propensity: object }>["propensity"];

/**
 * The propensity of being in the trial arm, fitted once where `input.fits` knows the model. Throws EstimationError for separation (logistic),
 * collinear terms or missing values.
 */
export function fitPropensity(input: MethodInput, model: PropensityModel): Propensity {
  const { fits } = input;
  if (fits === undefined) return fitModel(input, model);
  // The folds of a cross-validated lasso are drawn by the design's name.
  const key = canonicalJson(model.fit === "lasso" ? { model, name: input.name } : { model });
  const propensity = fits.get(key) ?? fitModel(input, model);
  fits.set(key, propensity);
  return propensity;
}

function fitModel(input: MethodInput, model: PropensityModel): Propensity {
  const { patients, covariates } = input;
  const intercept = model.fit !== "lasso";
  const matrix = buildModelMatrix(covariates, model.terms, { intercept, missing: modelMissing(model.missing) });
  const treated = Uint8Array.from(matrix.rows, (row) => patients.trial[row]!);
  requireArms(treated, model.terms);
  return intercept ? fitLikelihood(matrix, treated, model.fit === "firth") : fitLasso(matrix, treated, model, input);
}

function fitLikelihood({ X, n, p, names, rows }: ModelMatrix, treated: Uint8Array, penalised: boolean): Propensity {
  const fit = (penalised ? fitFirth : fitLogistic)({ X, n, p, names, y: treated });
  return {
    names,
    beta: fit.beta,
    standardError: Float64Array.from({ length: p }, (_, j) => Math.sqrt(fit.covariance[j * p + j]!)),
    rows,
    treated,
    score: fit.fitted,
    logit: fit.linearPredictor,
    matrix: { X, p, covariance: fit.covariance },
    penalty: null,
  };
}

const folds = 10;

/** The λ asked for, or the one that ten-fold cross-validation chooses; folds are drawn by a stream of the seed over patients in an order of their ids. */
function fitLasso(matrix: ModelMatrix, treated: Uint8Array, model: PropensityModel, input: MethodInput): Propensity {
  const { rows, n, p, names } = matrix;
  const lasso: LassoInput = { X: matrix.X, n, p, names, y: treated };
  const path = typeof model.penalty === "number" ? Float64Array.of(model.penalty) : penaltyPath(lasso);
  const chosen = typeof model.penalty === "number" ? 0 : chooseOnPath(lasso, path, rows, model, input);
  const fit = fitLassoLogistic(lasso, path.slice(0, chosen + 1)).at(-1)!;
  if (fit.nonzero === 0) {
    throw new EstimationError(
      `the lasso leaves no term in the propensity model at λ = ${fit.lambda.toPrecision(4)}: the terms do not tell the arms apart; set a smaller penalty`,
    );
  }
  const logit = predictLasso(fit, matrix.X, n);
  return {
    names: ["(intercept)", ...names],
    beta: Float64Array.of(fit.intercept, ...fit.beta),
    standardError: null,
    rows,
    treated,
    score: logit.map((eta) => 1 / (1 + Math.exp(-eta))),
    logit,
    matrix: null,
    penalty: { lambda: fit.lambda, kept: fit.nonzero },
  };
}

function chooseOnPath(
  lasso: LassoInput,
  path: Float64Array,
  rows: Int32Array,
  model: PropensityModel,
  { name, patients, seed }: MethodInput,
): number {
  const ids = Array.from(rows, (row) => patients.patientId[row]!);
  const tieRank = deriveCanonicalRank([], ids, seed);
  const fold = assignFolds(lasso.y, { folds, seed, name: `lasso-folds/${name}`, tieRank });
  const { best, oneStandardError } = crossValidateLasso(lasso, path, { fold, patience: 10 });
  return model.penalty === "cv-one-se" ? oneStandardError : best;
}
