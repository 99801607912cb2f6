import { makeStatistic, makeWarning, type Place } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import { describePersonDays } from "../stats/describe-person-days.js";
import type { EffectDetail } from "./effect.js";
import type { SurvivalSet } from "./survival-set.js";

/** A stabilised weight above this rests on patients of whom hardly any are left: the covariates all but decide who is censored. */
const LARGE = 10;
/** The mean of stabilised weights is 1 on every day if the model holds (Cole & Hernán 2008); further off than this it is warned of. */
const MEAN_OFF = 0.1;

/** How censoring weights of one arm are spread over patients and event days, and warnings where they are large or their mean is not 1. None without such weights. */
export function describeCensoring(place: Place, { split }: SurvivalSet, detail: EffectDetail): ResultRecord[] {
  if (split === undefined) return [];
  const spread = describePersonDays(split.factor, split.eventDays);
  if (spread === null) return [];
  const { mean, least, most, p99 } = spread;
  const cutDays = split.eventDays.reduce((total, days, k) => total + days * split.cut[k]!, 0);
  const full = { ...detail, method: "over patients at risk and event days" };
  const records: ResultRecord[] = [
    makeStatistic(place, "censoring_weight_mean", mean, full),
    makeStatistic(place, "censoring_weight_min", least, full),
    makeStatistic(place, "censoring_weight_p99", p99, full),
    makeStatistic(place, "censoring_weight_max", most, full),
    makeStatistic(place, "censoring_weight_cut_share", cutDays / spread.days, full),
  ];
  if (split.largest[place.group === "trial" ? 1 : 0] > LARGE)
    records.push(
      makeWarning(
        place,
        "large_censoring_weight",
        `a censoring weight of this arm exceeds ${LARGE} before any is cut: few patients stand for many who were censored, and the covariates nearly decide who is (positivity); look at the model's terms, or set censoringWeights.largest`,
      ),
    );
  if (Math.abs(mean - 1) > MEAN_OFF)
    records.push(
      makeWarning(
        place,
        "censoring_weight_mean",
        `the censoring weights of this arm average more than ${MEAN_OFF} away from 1 over patients and days: the model of censoring does not fit, or weights were cut`,
      ),
    );
  return records;
}
