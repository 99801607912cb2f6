import { EstimationError } from "../errors.js";
import { normalIntervalFactor } from "../math/normal.js";
import { makeNotEstimable, makeStatistic, type Place } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import { measures } from "../spec/measures.js";
import type { LinearisedEstimate } from "../stats/linearised-estimate.js";
import { deriveLinearisedRmst } from "../stats/linearised-rmst.js";
import { estimateRmst, type Rmst } from "../stats/rmst.js";
import {
  adjustedContrast,
  describeAdjustedVariance,
  describeAdjustment,
  type StandardisedArms,
} from "./adjusted-means.js";
import { requireBothArms } from "./analysis-rows.js";
import { censoringWords } from "./censoring-words.js";
import { gatherCurveSet } from "./curve-set.js";
import { describeArms } from "./describe-arms.js";
import { type EffectDetail, effectRecords, refusedEffect } from "./effect.js";
import type { RmstInput } from "./measure-input.js";
import { derivePseudoMeans } from "./pseudo-means.js";
import { describeInterval, describeReplicates, effectOf } from "./replicates.js";
import { isModelBased, standardErrorOf, standardErrorOfInfluence, weightVarianceOf } from "./standard-error.js";
import { armWeights, entryWords, type SurvivalSet, takeArm, timesOf } from "./survival-set.js";
import { describeVariance } from "./variance-words.js";

/** Difference or ratio of the restricted mean survival times up to τ, with each arm's, its curve and its numbers. */
export function estimateRmstEffect(input: RmstInput): ResultRecord[] {
  const { place, estimate, role, patients, weights, replicates } = input;
  const set = gatherCurveSet(estimate, input);
  const params = {
    endpoint: estimate.endpoint,
    design: estimate.design,
    level: estimate.level,
    tau_days: estimate.tauDays,
    variance:
      estimate.adjustment === undefined
        ? describeVariance(estimate, weights.kind, {
            modelBased: "Greenwood",
            robust: "infinitesimal jackknife",
            patients,
          })
        : describeAdjustedVariance(estimate, estimate.adjustment, patients),
  };
  const detail = { role, params };
  const measure = measures[estimate.measure];
  const how = estimate.adjustment === undefined ? "" : `${describeAdjustment(estimate.adjustment, "linear")}, `;
  const method = `restricted mean to ${estimate.tauDays} days, ${how}${describeInterval(estimate, measure.kind)}${entryWords(set)}${censoringWords(estimate)}`;
  const records = describeArms(place, set, estimate, weights, detail);
  try {
    requireBothArms(patients, set.rows);
    const arms = { trial: meanOf(input, set, 1), control: meanOf(input, set, 0) };
    const standardised = standardise(input, set);
    const linear =
      standardised === null
        ? contrast(input, set, arms.trial, arms.control)
        : contrastStandardised(input, set, standardised);
    const effect = effectOf(measure.kind, linear, estimate, replicates);
    return [
      ...records,
      ...(["trial", "control"] as const).flatMap((group) =>
        meanRecords({ ...place, group }, arms[group], input, detail),
      ),
      ...standardisedRecords(place, standardised, set, input, detail),
      ...effectRecords(place, measure, { ...effect, method }, detail),
      ...describeReplicates(place, replicates, detail),
    ];
  } catch (error) {
    if (!(error instanceof EstimationError)) throw error;
    return [...records, ...refusedEffect(place, measure, error.message, detail)];
  }
}

/** The mean of one arm: with Greenwood's standard error where nothing is weighted, matched or asked for, linearised elsewhere. */
type ArmMean = { readonly mean: number; readonly se: number; readonly linear: LinearisedEstimate | null };

function meanOf({ estimate, weights }: RmstInput, set: SurvivalSet, side: 0 | 1): ArmMean {
  const tau = estimate.tauDays;
  if (isModelBased(estimate, weights)) {
    const { rmst, se }: Rmst = estimateRmst({ ...takeArm(set, side), tau });
    return { mean: rmst, se, linear: null };
  }
  const linear = deriveLinearisedRmst({ ...timesOf(set), weight: armWeights(set, side) }, tau);
  const se = standardErrorOf(linear, { ...set, weight: armWeights(set, side) }, weights, weightVarianceOf(estimate));
  return { mean: linear.estimate, se, linear };
}

/** On the linear scale: the difference, or that of the logarithms. Matched sets and estimated weights tie the arms together. */
function contrast({ estimate, weights }: RmstInput, set: SurvivalSet, trial: ArmMean, control: ArmMean) {
  const isRatio = measures[estimate.measure].kind === "ratio";
  if (isRatio && !(trial.mean > 0 && control.mean > 0))
    throw new EstimationError("a ratio of restricted means needs means above 0; got a mean of 0");
  const value = ({ mean }: ArmMean) => (isRatio ? Math.log(mean) : mean);
  const slope = ({ mean }: ArmMean) => (isRatio ? 1 / mean : 1);
  const difference = value(trial) - value(control);
  if (trial.linear === null || control.linear === null)
    return { estimate: difference, se: Math.hypot(trial.se * slope(trial), control.se * slope(control)) };
  const other = control.linear.derivative;
  const derivative = trial.linear.derivative.map((d, k) => slope(trial) * d - slope(control) * other[k]!);
  const se = standardErrorOf({ estimate: difference, derivative }, set, weights, weightVarianceOf(estimate));
  return { estimate: difference, se };
}

function standardise({ estimate, design, covariates }: RmstInput, set: SurvivalSet): StandardisedArms | null {
  const { adjustment, tauDays } = estimate;
  if (adjustment === undefined) return null;
  return derivePseudoMeans({ adjustment, design, covariates, model: "linear" }, set, tauDays);
}

function contrastStandardised({ estimate, weights }: RmstInput, set: SurvivalSet, means: StandardisedArms) {
  const isRatio = measures[estimate.measure].kind === "ratio";
  if (isRatio && !(means.trial.estimate > 0 && means.control.estimate > 0))
    throw new EstimationError(
      "a ratio of restricted means needs means above 0; an outcome model gives one that is not",
    );
  return adjustedContrast(isRatio ? "log-ratio" : "difference", means, set, weights, weightVarianceOf(estimate));
}

function standardisedRecords(
  place: Place,
  means: StandardisedArms | null,
  set: SurvivalSet,
  { estimate, weights }: RmstInput,
  detail: EffectDetail,
): ResultRecord[] {
  if (means === null) return [];
  const full = { ...detail, unit: "days", method: "restricted mean in the design's population by the outcome model" };
  return (["trial", "control"] as const).flatMap((group) => {
    const at = { ...place, group };
    const se = standardErrorOfInfluence(means[group], set, weights, weightVarianceOf(estimate));
    return [
      makeStatistic(at, "rmst_standardised", means[group].estimate, full),
      makeStatistic(at, "rmst_standardised_se", se, full),
    ];
  });
}

function meanRecords(
  place: Place,
  { mean, se }: ArmMean,
  { estimate }: RmstInput,
  detail: EffectDetail,
): ResultRecord[] {
  const half = normalIntervalFactor(estimate.level) * se;
  const full = { ...detail, unit: "days", method: `restricted mean to ${estimate.tauDays} days` };
  const reason = "no variance: no event with patients left at risk by τ";
  return [
    makeStatistic(place, "rmst", mean, full),
    ...(["lower", "upper"] as const).map((side) =>
      se > 0
        ? makeStatistic(place, `rmst_${side}`, mean + (side === "lower" ? -half : half), full)
        : makeNotEstimable(place, `rmst_${side}`, reason, full),
    ),
    makeStatistic(place, "rmst_se", se, full),
  ];
}
