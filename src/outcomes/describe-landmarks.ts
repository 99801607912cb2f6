import { EstimationError } from "../errors.js";
import type { DesignWeights } from "../frame/design-weights.js";
import { normalIntervalFactor } from "../math/normal.js";
import { makeNotEstimable, makeStatistic, type Place } from "../results/make-records.js";
import type { Params, ResultRecord, Role } from "../results/records.js";
import { estimateKaplanMeier } from "../stats/kaplan-meier.js";
import { deriveLinearisedSurvival } from "../stats/linearised-survival.js";
import { probabilityLimits } from "../stats/probability-limits.js";
import { survivalAt } from "../stats/survival-at.js";
import { censoringWords } from "./censoring-words.js";
import type { CurveEstimate } from "./measure-input.js";
import { standardErrorOf } from "./standard-error.js";
import {
  clusterOf,
  curveVarianceOf,
  curveVarianceWords,
  entryWords,
  type SurvivalSet,
  timesOf,
} from "./survival-set.js";

/** Survival of one arm at the days an estimate names, with its limits and the number at risk (a sum of weights where the arm is weighted). */
export function describeLandmarks(
  place: Place,
  arm: SurvivalSet,
  estimate: CurveEstimate,
  weights: DesignWeights,
  { role, params }: { readonly role: Role; readonly params: Params },
): ResultRecord[] {
  const { landmarksDays = [], level, curve = "log" } = estimate;
  if (landmarksDays.length === 0) return [];
  const estimated = arm.weighted && estimate.variance === "influence";
  const table = estimateKaplanMeier({
    ...timesOf(arm),
    ...clusterOf(arm),
    ...(arm.weighted ? { weight: arm.weight } : {}),
    level,
    interval: curve,
    variance: curveVarianceOf(arm),
  });
  const words = estimated
    ? `influence function (weights estimated) variance${arm.patients === undefined ? "" : ", clustered by patient"}`
    : curveVarianceWords(arm);
  return landmarksDays.flatMap((day) => {
    const detail = {
      role,
      params,
      level: `${day}`,
      method: `Kaplan–Meier, ${curve} interval, ${words}${entryWords(arm)}${censoringWords(estimate)}`,
    };
    const at = survivalAt(table, day);
    const risk = makeStatistic(place, "at_risk", at.atRisk, { ...detail, unit: "patients", method: null });
    try {
      const { survival, lower, upper } = estimated ? influenced(arm, day, level, curve, weights) : at;
      const reason = `day ${day} lies beyond the follow-up of the arm: choose an earlier one`;
      const limits = [
        ["survival", survival],
        ["survival_lower", lower],
        ["survival_upper", upper],
      ] as const;
      const records = limits.map(([name, value]) =>
        value === null ? makeNotEstimable(place, name, reason, detail) : makeStatistic(place, name, value, detail),
      );
      return [...records, risk];
    } catch (error) {
      if (!(error instanceof EstimationError)) throw error;
      return [makeNotEstimable(place, "survival", error.message, detail), risk];
    }
  });
}

function influenced(
  arm: SurvivalSet,
  day: number,
  level: number,
  curve: NonNullable<CurveEstimate["curve"]>,
  weights: DesignWeights,
) {
  const linear = deriveLinearisedSurvival(arm, day);
  const survival = linear.estimate;
  if (survival === 0 || survival === 1) return { survival, lower: survival, upper: survival };
  const half = (normalIntervalFactor(level) * standardErrorOf(linear, arm, weights, "influence")) / survival;
  const [lower, upper] = probabilityLimits(curve, survival, half);
  return { survival, lower, upper };
}
