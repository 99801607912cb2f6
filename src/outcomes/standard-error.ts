import { EstimationError } from "../errors.js";
import type { DesignWeights } from "../frame/design-weights.js";
import { censoringWeightsOf } from "../spec/check-censoring.js";
import type { Estimate } from "../spec/estimate.js";
import { addWeightEstimation } from "../stats/estimated-weights.js";
import { influenceVariance } from "../stats/influence-variance.js";
import type { LinearisedEstimate } from "../stats/linearised-estimate.js";

/** Whether a standard error takes weights as known or knows that they were estimated. */
export type WeightVariance = "robust" | "influence";

/** Of an estimate; where resamples decide, what is computed beside them takes weights as known. */
export const weightVarianceOf = ({ variance }: Estimate): WeightVariance =>
  variance === "influence" ? "influence" : "robust";

/** Whether a standard error comes from the model alone: nothing is weighted or matched, and the estimate asks for no other. */
export function isModelBased(estimate: Estimate, { kind }: DesignWeights): boolean {
  return kind === "unadjusted" && estimate.variance === undefined && censoringWeightsOf(estimate) === null;
}

/** The rows an estimate was made from: the frame's row of each, its weight, and what holds rows together (matched set, patient of several lines) or null. */
export interface AnalysedRows {
  readonly rows: Int32Array;
  readonly weight: Float64Array;
  readonly set: Int32Array | null;
  /** Where patients have several lines as rows: the patient of each row of the whole frame. `set` is then theirs. */
  readonly patients?: Int32Array;
}

/**
 * Standard error of a linearised estimate: from its influence by row, by matched set or by patient of several lines, or with the estimation of the weights, in which
 * patients of the design who lack the endpoint have their part. Throws EstimationError where the weights have no equations.
 */
export function standardErrorOf(
  { derivative }: LinearisedEstimate,
  analysed: AnalysedRows,
  design: DesignWeights,
  variance: WeightVariance,
): number {
  const influence = derivative.map((d, k) => d * analysed.weight[k]!);
  return standardErrorOfInfluence({ influence, derivative }, analysed, design, variance);
}

/** The same where the influence of a row is more than its weight times the derivative: an outcome model was estimated as well. */
export function standardErrorOfInfluence(
  { influence, derivative }: { readonly influence: Float64Array; readonly derivative: Float64Array },
  { rows, set, patients }: AnalysedRows,
  design: DesignWeights,
  variance: WeightVariance,
): number {
  if (variance === "robust") return Math.sqrt(influenceVariance(influence, set));
  if (design.equations === undefined)
    throw new EstimationError(`the weights of design "${design.design}" are no smooth function of an estimated model`);
  const n = design.weight.length;
  const full = addWeightEstimation(spread(influence, rows, n), spread(derivative, rows, n), design.equations);
  return Math.sqrt(influenceVariance(full, patients ?? null));
}

/** Values at their rows of the frame, 0 elsewhere. */
function spread(values: Float64Array, rows: Int32Array, n: number): Float64Array {
  const full = new Float64Array(n);
  for (const [k, row] of rows.entries()) full[row] = values[k]!;
  return full;
}
