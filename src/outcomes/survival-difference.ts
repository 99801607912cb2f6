import { EstimationError } from "../errors.js";
import type { ResultRecord } from "../results/records.js";
import { measures } from "../spec/measures.js";
import { estimateKaplanMeier } from "../stats/kaplan-meier.js";
import { deriveLinearisedSurvival } from "../stats/linearised-survival.js";
import { survivalAt } from "../stats/survival-at.js";
import { requireBothArms } from "./analysis-rows.js";
import { censoringWords } from "./censoring-words.js";
import { gatherCurveSet } from "./curve-set.js";
import { describeArms } from "./describe-arms.js";
import { effectRecords, refusedEffect } from "./effect.js";
import type { SurvivalDifferenceInput } from "./measure-input.js";
import { describeInterval, describeReplicates, effectOf } from "./replicates.js";
import { isModelBased, standardErrorOf, weightVarianceOf } from "./standard-error.js";
import { armWeights, entryWords, type SurvivalSet, takeArm, timesOf } from "./survival-set.js";
import { describeVariance } from "./variance-words.js";

const measure = measures["survival-difference"];

/** Difference of the survival of both arms at one day; that day is a landmark of each arm as well. */
export function estimateSurvivalDifference(input: SurvivalDifferenceInput): ResultRecord[] {
  const { place, estimate, role, patients, weights, replicates } = input;
  const set = gatherCurveSet(estimate, input);
  const params = {
    endpoint: estimate.endpoint,
    design: estimate.design,
    level: estimate.level,
    time_days: estimate.timeDays,
    variance: describeVariance(estimate, weights.kind, {
      modelBased: "Greenwood",
      robust: "infinitesimal jackknife",
      patients,
    }),
  };
  const detail = { role, params };
  const landmarksDays = [...new Set([estimate.timeDays, ...(estimate.landmarksDays ?? [])])].sort((a, b) => a - b);
  const records = describeArms(place, set, { ...estimate, landmarksDays }, weights, detail);
  const method = `Kaplan–Meier at ${estimate.timeDays} days compared, ${describeInterval(estimate, "difference")}${entryWords(set)}${censoringWords(estimate)}`;
  try {
    requireBothArms(patients, set.rows);
    const effect = effectOf("difference", contrast(input, set), estimate, replicates);
    return [
      ...records,
      ...effectRecords(place, measure, { ...effect, method }, detail),
      ...describeReplicates(place, replicates, detail),
    ];
  } catch (error) {
    if (!(error instanceof EstimationError)) throw error;
    return [...records, ...refusedEffect(place, measure, error.message, detail)];
  }
}

function contrast({ estimate, weights }: SurvivalDifferenceInput, set: SurvivalSet) {
  const day = estimate.timeDays;
  const linear = ([1, 0] as const).map((side) =>
    deriveLinearisedSurvival({ ...timesOf(set), weight: armWeights(set, side) }, day),
  );
  const [trial, control] = [linear[0]!, linear[1]!];
  const difference = trial.estimate - control.estimate;
  if (isModelBased(estimate, weights))
    return { estimate: difference, se: Math.hypot(greenwood(set, 1, day), greenwood(set, 0, day)) };
  const derivative = trial.derivative.map((d, k) => d - control.derivative[k]!);
  const se = standardErrorOf({ estimate: difference, derivative }, set, weights, weightVarianceOf(estimate));
  return { estimate: difference, se };
}

/** Greenwood's standard error of survival, within the follow-up. */
function greenwood(set: SurvivalSet, side: 0 | 1, day: number): number {
  const { survival, standardErrorLog } = survivalAt(estimateKaplanMeier(takeArm(set, side)), day);
  return (survival ?? 0) * (standardErrorLog ?? 0);
}
