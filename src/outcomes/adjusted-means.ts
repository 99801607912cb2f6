import { EstimationError } from "../errors.js";
import type { CovariateMatrix } from "../frame/covariate-matrix.js";
import type { DesignWeights } from "../frame/design-weights.js";
import { isClustered } from "../frame/patient-clusters.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { takeCovariates } from "../frame/take-rows.js";
import { type Adjustment, adjustmentTarget } from "../spec/adjustment.js";
import type { Design } from "../spec/design.js";
import type { Estimate } from "../spec/estimate.js";
import { covariatesOf } from "../spec/term.js";
import { buildModelMatrix } from "../stats/build-model-matrix.js";
import { contrastRates, type RateScale } from "../stats/rate-contrast.js";
import { deriveStandardisedMean, type StandardisedMean } from "../stats/standardised-mean.js";
import { type AnalysedRows, standardErrorOfInfluence, type WeightVariance } from "./standard-error.js";
import { describeVariance } from "./variance-words.js";

/** The rows of an estimate and the arm of each. */
export interface ArmRows extends AnalysedRows {
  /** 1 = trial. */
  readonly arm: Uint8Array;
}

export interface StandardisedArms {
  readonly trial: StandardisedMean;
  readonly control: StandardisedMean;
}

export interface AdjustedInput {
  readonly adjustment: Adjustment;
  readonly design: Design;
  readonly covariates: CovariateMatrix | null;
  /** Of the outcome y: logistic for 0/1. */
  readonly model: "logistic" | "linear";
}

/**
 * The mean outcome of both arms in the design's population by a regression within each arm. For ATT the trial's mean is the observed one.
 * y: aligned to the rows. Throws EstimationError, naming the arm, where the model cannot be fitted.
 */
export function standardiseArms(input: AdjustedInput, rows: ArmRows, y: Float64Array): StandardisedArms {
  const { adjustment, design, covariates, model } = input;
  if (covariates === null) throw new Error("an adjusted estimate needs the covariates of the comparison");
  const population = adjustmentTarget(design);
  if (population === null) throw new Error(`an adjusted estimate under ${design.method} is refused by the spec`);
  const taken = takeCovariates(covariates, rows.rows);
  const matrix = buildModelMatrix(taken, adjustment.terms, { intercept: true, missing: "refuse" });
  const isTrial = Float64Array.from(rows.arm);
  const target = population === "ATT" ? isTrial : new Float64Array(rows.arm.length).fill(1);
  const weight = adjustment.by === "aipw" ? rows.weight : null;
  const mean = (name: "trial" | "control", side: 0 | 1): StandardisedMean => {
    const own = rows.arm.map((arm) => (arm === side ? 1 : 0));
    const observed = population === "ATT" && side === 1;
    const columns = observed ? { ...matrix, X: matrix.X.subarray(0, matrix.n), p: 1, names: ["(intercept)"] } : matrix;
    const fitted = { ...columns, model: observed ? ("linear" as const) : model };
    return inArm(name, () => deriveStandardisedMean({ ...fitted, y, own, target, weight: observed ? null : weight }));
  };
  return { trial: mean("trial", 1), control: mean("control", 0) };
}

/** The contrast of both means on `scale`, trial less control, with its standard error. */
export function adjustedContrast(
  scale: RateScale,
  { trial, control }: StandardisedArms,
  rows: ArmRows,
  weights: DesignWeights,
  variance: WeightVariance,
): { readonly estimate: number; readonly se: number } {
  const { estimate, derivative } = contrastRates(scale, trial, control);
  const asDerivative = ({ estimate: value, influence }: StandardisedMean) => ({
    estimate: value,
    derivative: influence,
  });
  const influence = contrastRates(scale, asDerivative(trial), asDerivative(control)).derivative;
  return { estimate, se: standardErrorOfInfluence({ influence, derivative }, rows, weights, variance) };
}

/** The way of adjusting in words: `augmented inverse-probability weighting, logistic outcome model within each arm (age, stage)`. */
export function describeAdjustment({ by, terms }: Adjustment, model: "logistic" | "linear"): string {
  const names = [...new Set(terms.flatMap(covariatesOf))].join(", ");
  const how = model === "logistic" ? "logistic outcome model" : "linear model of pseudo-values";
  const what = by === "aipw" ? "augmented inverse-probability weighting (normalised)" : "g-computation";
  return `${what}, ${how} within each arm (${names === "" ? "no covariate" : names})`;
}

/** The variance of an adjusted estimate in words. */
export function describeAdjustedVariance(estimate: Estimate, { by }: Adjustment, patients: PatientFrame): string {
  if (estimate.variance === "bootstrap")
    return describeVariance(estimate, "weighting", { modelBased: "", robust: "influence function", patients });
  const estimated =
    by === "g-computation"
      ? "outcome model estimated"
      : estimate.variance === "influence"
        ? "outcome model and weights estimated"
        : "outcome model estimated, weights taken as known";
  return `influence function (${estimated})${isClustered(patients) ? ", clustered by patient" : ""}`;
}

function inArm(arm: "trial" | "control", mean: () => StandardisedMean): StandardisedMean {
  try {
    return mean();
  } catch (error) {
    if (!(error instanceof EstimationError)) throw error;
    throw new EstimationError(`the outcome model of the ${arm} arm: ${error.message}`);
  }
}
