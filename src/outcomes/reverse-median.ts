import { EstimationError } from "../errors.js";
import { makeNotEstimable, makeStatisticOrNot, type Place } from "../results/make-records.js";
import type { Params, ResultRecord, Role } from "../results/records.js";
import { estimateKaplanMeier, type KaplanMeierInterval } from "../stats/kaplan-meier.js";
import { estimateSurvivalQuantile, type Flat } from "../stats/survival-quantile.js";
import { clusterOf, curveVarianceOf, type SurvivalSet, type SurvivalVariance, timesOf } from "./survival-set.js";

export interface FollowUpDetail {
  readonly role: Role;
  readonly params: Params;
  readonly level: number;
  readonly interval: KaplanMeierInterval;
  readonly flat: Flat | undefined;
}

type Arm = Pick<SurvivalSet, "time" | "status" | "entry" | "weight"> & SurvivalVariance;

/** Median follow-up by reverse Kaplan–Meier: censoring is the event, so how long a patient would have been followed had none had the endpoint's event. */
export function describeReverseMedian(
  place: Place,
  arm: Arm,
  { role, params, level, interval, flat }: FollowUpDetail,
): ResultRecord[] {
  const full = { role, params, unit: "days", method: "reverse Kaplan–Meier" };
  const names = ["follow_up_median", "follow_up_median_lower", "follow_up_median_upper"] as const;
  try {
    const { weight, weighted } = arm;
    const curve = estimateKaplanMeier({
      ...timesOf({ ...arm, status: arm.status.map((event) => 1 - event) }),
      ...clusterOf(arm),
      ...(weighted ? { weight } : {}),
      level,
      interval,
      variance: curveVarianceOf(arm),
    });
    const { estimate, lower, upper } = estimateSurvivalQuantile(curve, 0.5, flat);
    return [estimate, lower, upper].map((value, k) => makeStatisticOrNot(place, names[k]!, value, "not reached", full));
  } catch (error) {
    if (!(error instanceof EstimationError)) throw error;
    return names.map((name) => makeNotEstimable(place, name, error.message, full));
  }
}
