import { EstimationError } from "../errors.js";
import type { CovariateMatrix } from "../frame/covariate-matrix.js";
import type { DesignWeights } from "../frame/design-weights.js";
import type { BinaryData, OutcomeData, SurvivalData } from "../frame/outcome-data.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import type { Design } from "../spec/design.js";
import type { Estimate } from "../spec/estimate.js";
import type { RateEstimate } from "../spec/rate-method.js";
import { fitCox } from "../stats/cox.js";
import { deriveLinearisedSurvival } from "../stats/linearised-survival.js";
import { contrastRates } from "../stats/rate-contrast.js";
import { estimateRmst } from "../stats/rmst.js";
import { deriveWeightedRate } from "../stats/weighted-rate.js";
import { type AdjustedInput, standardiseArms } from "./adjusted-means.js";
import { requireBothArms, takeInt32 } from "./analysis-rows.js";
import { checkWeights } from "./check-weights.js";
import { gatherCompeting, linearisedCompeting } from "./competing-set.js";
import { gatherCurveSet } from "./curve-set.js";
import { gatherInResponse, linearisedInResponse } from "./in-response-set.js";
import { fitIntervalEffect } from "./interval-hazard-ratio.js";
import { gatherIntervals } from "./interval-set.js";
import type { CurveEstimate } from "./measure-input.js";
import { parametricDifference } from "./parametric-rmst-effect.js";
import { derivePseudoMeans } from "./pseudo-means.js";
import { gatherRates, requireRates } from "./rate-rows.js";
import { rateScales } from "./rate-scales.js";
import { numberStrata } from "./strata.js";
import { type SurvivalSet, takeArm, timesOf } from "./survival-set.js";

export interface PointInput<Data extends OutcomeData = OutcomeData> {
  readonly patients: PatientFrame;
  readonly covariates: CovariateMatrix;
  readonly data: Data;
  readonly weights: DesignWeights;
  readonly design: Design;
}

/**
 * The effect alone, on its linear scale (a ratio's logarithm), without variance, curves or tests: what a resample is asked for.
 * Throws EstimationError where it cannot be estimated.
 */
export function estimatePointEffect(estimate: Estimate, input: PointInput): number {
  const { data } = input;
  checkWeights(input.weights);
  switch (estimate.measure) {
    case "hazard-ratio":
    case "rmst-difference":
    case "rmst-ratio":
    case "parametric-rmst-difference":
    case "survival-difference":
      if (data.kind !== "survival") throw new Error(`endpoint ${estimate.endpoint} is ${data.kind}`);
      return pointOfCurves(estimate, { ...input, data });
    case "interval-hazard-ratio":
      if (data.kind !== "survival") throw new Error(`endpoint ${estimate.endpoint} is ${data.kind}`);
      return pointOfIntervals(estimate, { ...input, data });
    case "subdistribution-hazard-ratio":
    case "incidence-difference": {
      if (data.kind !== "survival") throw new Error(`endpoint ${estimate.endpoint} is ${data.kind}`);
      const set = gatherCompeting(input.patients, data, input.weights);
      requireBothArms(input.patients, set.rows);
      return linearisedCompeting(estimate, set).estimate;
    }
    case "in-response-difference": {
      if (data.kind !== "survival") throw new Error(`outcomes of ${estimate.endpoint} are ${data.kind}`);
      const set = gatherInResponse(input.patients, data, input.weights);
      requireBothArms(input.patients, set.rows);
      return linearisedInResponse(set, estimate.timeDays).estimate;
    }
    default:
      if (data.kind !== "binary") throw new Error(`endpoint ${estimate.endpoint} is ${data.kind}`);
      return pointOfRates(estimate, { ...input, data });
  }
}

function pointOfRates(estimate: RateEstimate, input: PointInput<BinaryData>): number {
  const rows = gatherRates(input.patients, input.data, input.weights);
  requireRates(rows);
  const scale = rateScales[estimate.measure];
  if (estimate.adjustment !== undefined) {
    const { trial, control } = standardiseArms(
      adjustedInput(estimate.adjustment, input, "logistic"),
      rows,
      Float64Array.from(rows.value),
    );
    return contrastRates(scale, trial, control).estimate;
  }
  const rate = (side: 0 | 1) => deriveWeightedRate(rows.value, rows.weight, rows.arm, side);
  return contrastRates(scale, rate(1), rate(0)).estimate;
}

function adjustedInput(
  adjustment: AdjustedInput["adjustment"],
  { design, covariates }: Pick<PointInput, "design" | "covariates">,
  model: AdjustedInput["model"],
): AdjustedInput {
  return { adjustment, design, covariates, model };
}

function pointOfIntervals(
  estimate: Extract<Estimate, { measure: "interval-hazard-ratio" }>,
  { patients, covariates, data, weights }: PointInput<SurvivalData>,
): number {
  const set = gatherIntervals(patients, data, weights, estimate.deaths);
  requireBothArms(patients, set.rows);
  return fitIntervalEffect(estimate, set, covariates, { robust: false }).estimate;
}

function pointOfCurves(estimate: CurveEstimate, input: PointInput<SurvivalData>): number {
  const set = gatherCurveSet(estimate, input);
  requireBothArms(input.patients, set.rows);
  if (estimate.measure === "hazard-ratio") return logHazardRatio(estimate, set, input.covariates);
  if (estimate.measure === "parametric-rmst-difference") return parametricDifference(estimate, set);
  const [trial, control] = armValues(estimate, set, input);
  if (estimate.measure !== "rmst-ratio") return trial - control;
  if (!(trial > 0 && control > 0))
    throw new EstimationError("a ratio of restricted means needs means above 0; got a mean of 0");
  return Math.log(trial / control);
}

/** A contrast of one number of each arm's curve. */
type ArmEstimate = Exclude<CurveEstimate, { measure: "hazard-ratio" | "parametric-rmst-difference" }>;

function armValues(
  estimate: ArmEstimate,
  set: SurvivalSet,
  input: PointInput<SurvivalData>,
): readonly [number, number] {
  if (estimate.measure !== "survival-difference" && estimate.adjustment !== undefined) {
    const { trial, control } = derivePseudoMeans(
      adjustedInput(estimate.adjustment, input, "linear"),
      set,
      estimate.tauDays,
    );
    return [trial.estimate, control.estimate];
  }
  const value = (side: 0 | 1) => valueOfArm(estimate, takeArm(set, side));
  return [value(1), value(0)];
}

function valueOfArm(estimate: ArmEstimate, arm: SurvivalSet): number {
  if (estimate.measure === "survival-difference") return deriveLinearisedSurvival(arm, estimate.timeDays).estimate;
  return estimateRmst({ ...arm, tau: estimate.tauDays }).rmst;
}

function logHazardRatio(
  { ties, strata }: Extract<CurveEstimate, { measure: "hazard-ratio" }>,
  set: SurvivalSet,
  covariates: CovariateMatrix,
): number {
  const { rows, arm, weight } = set;
  const X = Float64Array.from(arm);
  const stratum = strata === undefined ? null : takeInt32(numberStrata(covariates, strata), rows);
  const stratified = stratum === null ? {} : { stratum };
  return fitCox({ ...timesOf(set), X, p: 1, names: ["trial arm"], ties, weight, ...stratified }).beta[0]!;
}
