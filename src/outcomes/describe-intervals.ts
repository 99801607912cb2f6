import { EstimationError } from "../errors.js";
import { sum } from "../math/sum.js";
import {
  makeNotEstimable,
  makeSeries,
  makeStatistic,
  makeStatisticOrNot,
  type Place,
} from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import { clusterTotals } from "../stats/cluster-totals.js";
import { effectiveSampleSize } from "../stats/effective-sample-size.js";
import { fitTurnbull, type TurnbullFit } from "../stats/turnbull.js";
import type { EffectDetail } from "./effect.js";
import type { IntervalSet } from "./interval-set.js";

/** Numbers of one arm, its Turnbull curve, and the interval that holds the median. No records of an empty arm. */
export function describeIntervals(place: Place, arm: IntervalSet, detail: EffectDetail): ResultRecord[] {
  const n = arm.left.length;
  if (n === 0) return [];
  const censored = arm.rightCensored.reduce((total, code) => total + code, 0);
  const exact = arm.left.reduce(
    (total, day, i) => total + (arm.rightCensored[i] === 0 && arm.right[i] === day ? 1 : 0),
    0,
  );
  const count = (name: string, value: number, unit = "patients") =>
    makeStatistic(place, name, value, { ...detail, unit });
  const weighted = arm.weighted
    ? [
        count("sum_of_weights", sum(arm.weight), "weight"),
        count(
          "effective_sample_size",
          effectiveSampleSize(clusterTotals(arm.weight, arm.patients === undefined ? null : arm.set)),
        ),
      ]
    : [];
  return [
    count("n", n),
    ...(arm.patients === undefined ? [] : [count("n_patients", new Set(arm.set).size)]),
    count("events", n - censored),
    count("interval_events", n - censored - exact),
    count("exact_events", exact),
    count("censored", censored),
    ...weighted,
    ...curveRecords(place, arm, detail),
  ];
}

function curveRecords(place: Place, arm: IntervalSet, detail: EffectDetail): ResultRecord[] {
  const method = `Turnbull (nonparametric maximum likelihood of intervals${arm.weighted ? ", weighted" : ""}), no interval validated`;
  const full = { ...detail, unit: "days", method };
  try {
    const { left, right, rightCensored, weight } = arm;
    const fit = fitTurnbull({ left, right, rightCensored, weight });
    const median = medianOf(fit);
    return [
      makeStatisticOrNot(place, "median_left", median?.left ?? null, "not reached", full),
      makeStatisticOrNot(place, "median_right", median?.right ?? null, "not reached", full),
      makeSeries(
        place,
        "turnbull",
        {
          left_days: { unit: "days", values: fit.left },
          right_days: { unit: "days", values: fit.right },
          mass: { unit: "probability", values: fit.mass },
          survival: { unit: "probability", values: fit.survival },
          at_risk: { unit: "patients", values: Array.from(fit.left, (day, k) => countFree(arm, day, fit.right[k]!)) },
        },
        { method, params: detail.params },
      ),
    ];
  } catch (error) {
    if (!(error instanceof EstimationError)) throw error;
    return ["median_left", "median_right"].map((name) => makeNotEstimable(place, name, error.message, full));
  }
}

/** The interval in which the curve falls to a half: where inside it is not determined. */
function medianOf({ left, right, survival }: TurnbullFit): { readonly left: number; readonly right: number } | null {
  const k = survival.findIndex((share) => share <= 0.5 + 1e-9);
  return k < 0 ? null : { left: left[k]!, right: right[k]! };
}

/** Patients known free of the event at the left end of a curve's interval; where that is one day, on the day before. */
function countFree({ left, right, rightCensored }: IntervalSet, from: number, to: number): number {
  const since = from === to ? from - 1 : from;
  return left.reduce((total, day, i) => {
    const isExact = rightCensored[i] === 0 && right[i] === day;
    return total + ((isExact ? day > since : day >= since) ? 1 : 0);
  }, 0);
}
