import { EstimationError } from "../errors.js";
import { makeNotEstimable, makeStatistic, type Place } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import { measures } from "../spec/measures.js";
import type { LinearisedEstimate } from "../stats/linearised-estimate.js";
import { fitParametricModel, parametricModelFamilies } from "../stats/parametric-model.js";
import { requireBothArms } from "./analysis-rows.js";
import { describeArms } from "./describe-arms.js";
import { type EffectDetail, effectRecords, refusedEffect } from "./effect.js";
import type { ParametricRmstInput } from "./measure-input.js";
import { describeInterval, describeReplicates, effectOf } from "./replicates.js";
import { standardErrorOf, weightVarianceOf } from "./standard-error.js";
import { armWeights, gatherSurvival, type SurvivalSet, takeArm } from "./survival-set.js";
import { describeVariance } from "./variance-words.js";

const measure = measures["parametric-rmst-difference"];

/**
 * Difference of the restricted means up to τ under a parametric model within each arm, with the AIC of every family beside it. Where τ lies beyond the
 * follow-up of an arm the estimate is marked as an extrapolation.
 */
export function estimateParametricRmst(input: ParametricRmstInput): ResultRecord[] {
  const { place, estimate, role, patients, data, weights, replicates } = input;
  const set = gatherSurvival(patients, data, weights);
  const words = { modelBased: "influence function", robust: "influence function", patients };
  const params = {
    endpoint: estimate.endpoint,
    design: estimate.design,
    level: estimate.level,
    family: estimate.family,
    tau_days: estimate.tauDays,
    extrapolated: isExtrapolated(set, estimate.tauDays),
    variance: describeVariance(estimate, weights.kind, words),
  };
  const detail = { role, params };
  const records = describeArms(place, set, estimate, weights, detail);
  try {
    requireBothArms(patients, set.rows);
    const arms = { trial: parametricMean(estimate, set, 1), control: parametricMean(estimate, set, 0) };
    const difference = contrastMeans(arms.trial, arms.control);
    const se = standardErrorOf(difference, set, weights, weightVarianceOf(estimate));
    const effect = effectOf("difference", { estimate: difference.estimate, se }, estimate, replicates);
    const where = params.extrapolated ? ", extrapolated beyond the follow-up" : ", within the follow-up";
    const method = `${estimate.family} model within each arm, mean to ${estimate.tauDays} days${where}, ${describeInterval(estimate, "difference")}`;
    return [
      ...records,
      ...(["trial", "control"] as const).flatMap((group) =>
        describeArm({ ...place, group }, set, arms[group], input, detail),
      ),
      ...effectRecords(place, measure, { ...effect, method }, detail),
      ...describeReplicates(place, replicates, detail),
    ];
  } catch (error) {
    if (!(error instanceof EstimationError)) throw error;
    return [...records, ...refusedEffect(place, measure, error.message, detail)];
  }
}

/** The difference alone: what a resample is asked for. */
export function parametricDifference(estimate: ParametricRmstInput["estimate"], set: SurvivalSet): number {
  return contrastMeans(parametricMean(estimate, set, 1), parametricMean(estimate, set, 0)).estimate;
}

function parametricMean(
  { family, tauDays }: ParametricRmstInput["estimate"],
  set: SurvivalSet,
  side: 0 | 1,
): LinearisedEstimate {
  const own = { time: set.time, status: set.status, weight: armWeights(set, side) };
  return fitParametricModel(own, family).mean(tauDays);
}

function contrastMeans(trial: LinearisedEstimate, control: LinearisedEstimate): LinearisedEstimate {
  return {
    estimate: trial.estimate - control.estimate,
    derivative: trial.derivative.map((d, k) => d - control.derivative[k]!),
  };
}

/** Whether τ lies beyond the last time of either arm. */
function isExtrapolated(set: SurvivalSet, tauDays: number): boolean {
  return ([1, 0] as const).some((side) => tauDays > takeArm(set, side).time.reduce((a, b) => Math.max(a, b), 0));
}

function describeArm(
  place: Place,
  set: SurvivalSet,
  mean: LinearisedEstimate,
  { estimate, weights }: ParametricRmstInput,
  detail: EffectDetail,
): ResultRecord[] {
  const side = place.group === "trial" ? 1 : 0;
  const se = standardErrorOf(mean, { ...set, weight: armWeights(set, side) }, weights, weightVarianceOf(estimate));
  const full = {
    ...detail,
    unit: "days",
    method: `${estimate.family} model of the arm, mean to ${estimate.tauDays} days`,
  };
  const own = { time: set.time, status: set.status, weight: armWeights(set, side) };
  return [
    makeStatistic(place, "rmst_parametric", mean.estimate, full),
    makeStatistic(place, "rmst_parametric_se", se, full),
    ...parametricModelFamilies.map((family) => {
      const about = {
        ...detail,
        level: family,
        method: `${family} model of the arm${set.weighted ? ", weighted likelihood" : ""}`,
      };
      try {
        return makeStatistic(place, "aic", fitParametricModel(own, family).aic, about);
      } catch (error) {
        if (!(error instanceof EstimationError)) throw error;
        return makeNotEstimable(place, "aic", error.message, about);
      }
    }),
  ];
}
