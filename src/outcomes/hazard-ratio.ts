import { EstimationError } from "../errors.js";
import type { Place } from "../results/make-records.js";
import { makeNotEstimable, makeStatistic } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import { measures } from "../spec/measures.js";
import { type CoxInput, fitCox } from "../stats/cox.js";
import { testProportionalHazards } from "../stats/proportional-hazards-test.js";
import { requireBothArms, takeInt32 } from "./analysis-rows.js";
import { censoringWords } from "./censoring-words.js";
import { gatherCurveSet } from "./curve-set.js";
import { describeArms } from "./describe-arms.js";
import { type EffectDetail, effectRecords, refusedEffect } from "./effect.js";
import { testHazards } from "./hazard-tests.js";
import type { HazardRatioInput } from "./measure-input.js";
import { describeReplicates, effectOf } from "./replicates.js";
import { standardErrorOf } from "./standard-error.js";
import { numberStrata } from "./strata.js";
import { entryWords, type SurvivalSet, timesOf } from "./survival-set.js";
import { describeVariance } from "./variance-words.js";

const measure = measures["hazard-ratio"];

/** The hazard ratio of the trial arm against the control arm from a Cox model of the arm alone, stratified where asked for, with Kaplan–Meier of both arms. */
export function estimateHazardRatio(input: HazardRatioInput): ResultRecord[] {
  const { place, estimate, role, patients, weights } = input;
  const set = gatherCurveSet(estimate, input);
  const params = {
    endpoint: estimate.endpoint,
    design: estimate.design,
    ties: estimate.ties,
    level: estimate.level,
    variance: describeVariance(estimate, weights.kind, {
      modelBased: "inverse of the information",
      robust: "sandwich",
      patients,
    }),
    ...(estimate.strata === undefined ? {} : { strata: estimate.strata.join(", ") }),
  };
  const detail = { role, params };
  const records = describeArms(place, set, estimate, weights, detail);
  try {
    requireBothArms(patients, set.rows);
    return [...records, ...effect(place, input, set, detail)];
  } catch (error) {
    if (!(error instanceof EstimationError)) throw error;
    return [...records, ...refusedEffect(place, measure, error.message, detail)];
  }
}

function effect(place: Place, input: HazardRatioInput, set: SurvivalSet, detail: EffectDetail): ResultRecord[] {
  const { estimate, weights, covariates, replicates } = input;
  const { ties, strata } = estimate;
  const stratum = strata === undefined ? null : takeInt32(numberStrata(covariates, strata), set.rows);
  const data = {
    ...timesOf(set),
    X: Float64Array.from(set.arm),
    p: 1,
    names: ["trial arm"],
    ties,
    ...(set.weighted ? { weight: set.weight } : {}),
    ...(stratum === null ? {} : { stratum }),
  };
  const linear = fitLogHazardRatio(data, input, set);
  const tied = `${ties === "efron" ? "Efron" : "Breslow"} ties`;
  const method = `Cox proportional hazards, ${tied}${strata === undefined ? "" : `, stratified by ${strata.join(" × ")}`}${entryWords(set)}${censoringWords(estimate)}`;
  return [
    ...effectRecords(place, measure, { ...effectOf("ratio", linear, estimate, replicates), method }, detail),
    ...describeReplicates(place, replicates, detail),
    ...(set.patients === undefined
      ? proportionality(place, { ...data, beta: Float64Array.of(linear.estimate) }, detail)
      : refuseTests(place, detail)),
    ...(weights.kind === "unadjusted" && set.split === undefined && set.patients === undefined
      ? testHazards(place, set, stratum, estimate, detail)
      : []),
  ];
}

function fitLogHazardRatio(data: CoxInput, { estimate, weights }: HazardRatioInput, set: SurvivalSet) {
  const influence = estimate.variance === "influence";
  const robust =
    estimate.variance === "robust" ||
    weights.kind !== "unadjusted" ||
    set.split !== undefined ||
    set.patients !== undefined;
  const fit = fitCox({
    ...data,
    influence,
    ...(robust && !influence ? { robust } : {}),
    ...(set.set === null || influence ? {} : { cluster: set.set }),
  });
  const beta = fit.beta[0]!;
  if (fit.derivative !== null) {
    const linear = { estimate: beta, derivative: fit.derivative };
    return { estimate: beta, se: standardErrorOf(linear, set, weights, "influence") };
  }
  return { estimate: beta, se: Math.sqrt((fit.robustCovariance ?? fit.covariance)[0]!) };
}

/** Tests whose null distribution is that of independent rows, which lines of one patient are not. */
function refuseTests(place: Place, detail: EffectDetail): ResultRecord[] {
  const reason =
    "the test takes rows as independent, and patients have several lines of therapy; no test clustered by patient is made";
  return [...proportionalityNames, "log_rank_chi_squared", "log_rank_p"].map((name) =>
    makeNotEstimable(place, name, reason, detail),
  );
}

const proportionalityNames = ["proportional_hazards_chi_squared", "proportional_hazards_p"] as const;

/** Whether the hazard ratio changes with time: one number cannot stand for the whole follow-up where it does. */
function proportionality(
  place: Place,
  data: CoxInput & { readonly beta: Float64Array },
  detail: EffectDetail,
): ResultRecord[] {
  const names = proportionalityNames;
  const full = {
    ...detail,
    method: "score test of proportional hazards (Grambsch–Therneau), time on the Kaplan–Meier scale",
  };
  try {
    const { chiSquared, p } = testProportionalHazards({ ...data, transform: "km" }).global;
    return [makeStatistic(place, names[0], chiSquared, full), makeStatistic(place, names[1], p, full)];
  } catch (error) {
    if (!(error instanceof EstimationError)) throw error;
    return names.map((name) => makeNotEstimable(place, name, error.message, full));
  }
}
