import { EstimationError } from "../errors.js";
import type { CovariateMatrix } from "../frame/covariate-matrix.js";
import { makeStatistic } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import { measures } from "../spec/measures.js";
import { fitIntervalCox } from "../stats/interval-cox.js";
import { fitIntervalWeibull, type IntervalWeibullInput } from "../stats/interval-weibull.js";
import { requireBothArms, takeInt32 } from "./analysis-rows.js";
import { describeIntervals } from "./describe-intervals.js";
import { type EffectDetail, effectRecords, refusedEffect } from "./effect.js";
import { gatherIntervals, type IntervalSet, takeIntervalArm } from "./interval-set.js";
import type { IntervalHazardRatioInput } from "./measure-input.js";
import { describeReplicates, effectOf } from "./replicates.js";
import { numberStrata } from "./strata.js";
import { describeVariance } from "./variance-words.js";

const measure = measures["interval-hazard-ratio"];

type IntervalEstimate = IntervalHazardRatioInput["estimate"];

/** The hazard ratio of the trial arm against the control arm from a model of the arm alone in which progression lies between two scans, with Turnbull's curve of both arms. */
export function estimateIntervalHazardRatio(input: IntervalHazardRatioInput): ResultRecord[] {
  const { place, estimate, role, patients, data, weights, covariates, replicates } = input;
  const set = gatherIntervals(patients, data, weights, estimate.deaths);
  const params = {
    endpoint: estimate.endpoint,
    design: estimate.design,
    model: estimate.model,
    deaths: estimate.deaths,
    level: estimate.level,
    variance: describeVariance(estimate, weights.kind, {
      modelBased: estimate.model === "weibull" ? "inverse of the information" : "inverse of the efficient information",
      robust: "sandwich",
      patients,
    }),
    ...(estimate.strata === undefined ? {} : { strata: estimate.strata.join(", ") }),
  };
  const detail = { role, params };
  const records = (["trial", "control"] as const).flatMap((group) =>
    describeIntervals({ ...place, group }, takeIntervalArm(set, group === "trial" ? 1 : 0), detail),
  );
  try {
    requireBothArms(patients, set.rows);
    const fit = fitIntervalEffect(estimate, set, covariates, {
      robust: estimate.variance === "robust" || weights.kind !== "unadjusted" || set.patients !== undefined,
    });
    const effect = { ...effectOf("ratio", fit, estimate, replicates), method: describeModel(estimate) };
    return [
      ...records,
      ...effectRecords(place, measure, effect, detail),
      ...describeReplicates(place, replicates, detail),
      ...(fit.shape === null ? [] : [shapeRecord(input, fit.shape, detail)]),
    ];
  } catch (error) {
    if (!(error instanceof EstimationError)) throw error;
    return [...records, ...refusedEffect(place, measure, error.message, detail)];
  }
}

/** Log hazard ratio and standard error; `shape` of a Weibull without strata. Throws EstimationError where it cannot be estimated. */
export function fitIntervalEffect(
  { model, strata }: Pick<IntervalEstimate, "model" | "strata">,
  set: IntervalSet,
  covariates: CovariateMatrix | null,
  { robust }: { readonly robust: boolean },
): { readonly estimate: number; readonly se: number; readonly shape: number | null } {
  const { left, right, rightCensored, weight } = set;
  const data: IntervalWeibullInput = {
    left,
    right,
    rightCensored,
    weight,
    X: Float64Array.from(set.arm),
    p: 1,
    names: ["trial arm"],
    robust,
    ...(robust && set.set !== null ? { cluster: set.set } : {}),
    ...(strata === undefined ? {} : { stratum: takeInt32(numberStrata(covariates, strata), set.rows) }),
  };
  if (model === "semiparametric") {
    const fit = fitIntervalCox(data);
    return { estimate: fit.beta[0]!, se: Math.sqrt((fit.robustCovariance ?? fit.covariance)[0]!), shape: null };
  }
  const fit = fitIntervalWeibull(data);
  const covariance = fit.robustCovariance ?? fit.covariance;
  return {
    estimate: fit.beta[0]!,
    // The arm comes after every stratum's shape and scale: last of the diagonal.
    se: Math.sqrt(covariance[covariance.length - 1]!),
    shape: strata === undefined ? Math.exp(fit.logShape[0]!) : null,
  };
}

const models = {
  semiparametric: "semi-parametric proportional hazards of interval-censored times (jumps in Turnbull's intervals)",
  weibull: "Weibull proportional hazards of interval-censored times",
} as const satisfies Record<IntervalEstimate["model"], string>;

const deathWords = {
  exact: "deaths on their day",
  interval: "deaths in the interval from the last clear scan",
} as const satisfies Record<IntervalEstimate["deaths"], string>;

function describeModel({ model, deaths, strata }: IntervalEstimate): string {
  const stratified = strata === undefined ? "" : `, stratified by ${strata.join(" × ")}`;
  return `${models[model]}, ${deathWords[deaths]}${stratified}`;
}

function shapeRecord({ place }: IntervalHazardRatioInput, shape: number, detail: EffectDetail): ResultRecord {
  return makeStatistic(place, "weibull_shape", shape, { ...detail, method: models.weibull });
}
