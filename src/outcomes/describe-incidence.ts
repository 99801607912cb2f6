import { EstimationError } from "../errors.js";
import type { DesignWeights } from "../frame/design-weights.js";
import { normalIntervalFactor } from "../math/normal.js";
import { sum } from "../math/sum.js";
import { makeNotEstimable, makeSeries, makeStatistic, type Place } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import { estimateAalenJohansen } from "../stats/aalen-johansen.js";
import { effectiveSampleSize } from "../stats/effective-sample-size.js";
import { probabilityLimits } from "../stats/probability-limits.js";
import { type CompetingSet, incidenceOfArm } from "./competing-set.js";
import type { EffectDetail } from "./effect.js";
import type { CompetingEstimate } from "./measure-input.js";
import { standardErrorOf, weightVarianceOf } from "./standard-error.js";

/** Counts, cumulative-incidence curve and incidence at the estimate's days of each arm. No records of an empty arm. */
export function describeIncidence(
  place: Place,
  set: CompetingSet,
  estimate: CompetingEstimate,
  weights: DesignWeights,
  detail: EffectDetail,
): ResultRecord[] {
  const own = estimate.measure === "incidence-difference" ? [estimate.timeDays] : [];
  const days = [...new Set([...own, ...(estimate.landmarksDays ?? [])])].sort((a, b) => a - b);
  return ([1, 0] as const).flatMap((side) => {
    const rows = Array.from(set.arm.keys()).filter((k) => set.arm[k] === side);
    if (rows.length === 0) return [];
    const at = { ...place, group: side === 1 ? "trial" : "control" };
    return [
      ...counts(at, set, rows, detail),
      curve(at, set, rows, estimate, detail),
      ...days.flatMap((day) => incidenceAt(at, { set, side, day, estimate, weights, detail })),
    ];
  });
}

function counts(place: Place, set: CompetingSet, rows: readonly number[], detail: EffectDetail): ResultRecord[] {
  const count = (name: string, value: number, unit = "patients") =>
    makeStatistic(place, name, value, { ...detail, unit });
  const of = (cause: number) => rows.filter((k) => set.cause[k] === cause).length;
  const weight = Float64Array.from(rows, (k) => set.weight[k]!);
  const isWeighted = weight.some((w) => w !== 1);
  return [
    count("n", rows.length),
    count("events", of(1)),
    count("competing_events", of(2)),
    count("censored", of(0)),
    ...(isWeighted
      ? [count("sum_of_weights", sum(weight), "weight"), count("effective_sample_size", effectiveSampleSize(weight))]
      : []),
  ];
}

function curve(
  place: Place,
  set: CompetingSet,
  rows: readonly number[],
  { level, curve: interval = "log" }: CompetingEstimate,
  { params }: EffectDetail,
): ResultRecord {
  const { time, atRisk, causes } = estimateAalenJohansen({
    time: Int32Array.from(rows, (k) => set.time[k]!),
    cause: Uint8Array.from(rows, (k) => set.cause[k]!),
    weight: Float64Array.from(rows, (k) => set.weight[k]!),
    causes: 2,
    level,
    interval,
  });
  const [own, other] = [causes[0]!, causes[1]!];
  const column = (values: ArrayLike<number>, unit: string, first = 0) => ({
    unit,
    values: [first, ...Array.from(values)],
  });
  return makeSeries(
    place,
    "cumulative_incidence",
    {
      time_days: column(time, "days"),
      incidence: column(own.incidence, "probability"),
      lower: column(own.lower, "probability"),
      upper: column(own.upper, "probability"),
      competing_incidence: column(other.incidence, "probability"),
      at_risk: column(atRisk, "patients", atRisk[0] ?? 0),
    },
    { method: `Aalen–Johansen, ${interval} interval, infinitesimal jackknife variance`, params },
  );
}

interface IncidenceInput {
  readonly set: CompetingSet;
  readonly side: 0 | 1;
  readonly day: number;
  readonly estimate: CompetingEstimate;
  readonly weights: DesignWeights;
  readonly detail: EffectDetail;
}

function incidenceAt(place: Place, { set, side, day, estimate, weights, detail }: IncidenceInput): ResultRecord[] {
  const { level, curve: interval = "log" } = estimate;
  const full = { ...detail, level: `${day}`, method: `Aalen–Johansen, ${interval} interval` };
  try {
    const linear = incidenceOfArm(set, side, day);
    const { estimate: incidence } = linear;
    const se = standardErrorOf(linear, set, weights, weightVarianceOf(estimate));
    const inside = incidence > 0 && incidence < 1;
    const half = (normalIntervalFactor(level) * se) / incidence;
    const [lower, upper] = inside ? probabilityLimits(interval, incidence, half) : [incidence, incidence];
    return [
      makeStatistic(place, "incidence", incidence, full),
      makeStatistic(place, "incidence_lower", lower, full),
      makeStatistic(place, "incidence_upper", upper, full),
    ];
  } catch (error) {
    if (!(error instanceof EstimationError)) throw error;
    return [makeNotEstimable(place, "incidence", error.message, full)];
  }
}
