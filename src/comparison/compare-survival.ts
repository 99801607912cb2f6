import type { ProgressionView } from "../frame/endpoint-view.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { stream } from "../math/stream.js";
import { makeNotEstimable, makeSeries, makeStatistic, makeStatisticOrNot } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import { estimateKaplanMeier, type KaplanMeierCurve } from "../stats/kaplan-meier.js";
import { estimatePercentileInterval } from "../stats/percentile-interval.js";
import { estimateRmst } from "../stats/rmst.js";
import { estimateSurvivalQuantile } from "../stats/survival-quantile.js";
import type { ProgressionPair } from "./classify-progression.js";
import { type ArmName, arms, comparisonPlace, rowsOf } from "./comparison-place.js";
import { estimateRecords, limitValues, withLimits } from "./estimate-records.js";
import { isEvaluableByBoth } from "./evaluability.js";
import { orNull } from "./or-null.js";
import { resampleRows } from "./resample.js";

export interface SurvivalComparison {
  readonly pair: ProgressionPair;
  readonly patients: PatientFrame;
  /** τ of restricted means; null: the last day on which every curve has ten patients at risk. */
  readonly horizonDays: number | null;
  readonly level: number;
  readonly replicates: number;
  readonly seed: number;
}

const sources = ["ehr", "imaging"] as const;
const words = { ehr: "charts", imaging: "scans" } as const;

/**
 * Output 4, per arm, of the same patients (assessed by both): Kaplan–Meier curves by charts and by scans, and charts less scans of the
 * medians and of restricted means, with intervals from samples of patients that keep both times of each together.
 */
export function compareSurvival(input: SurvivalComparison): ResultRecord[] {
  const { pair, patients } = input;
  const sets = arms.map(([group, side]) => ({
    group,
    rows: rowsOf(patients, side, (row) => isEvaluableByBoth(pair, row)),
  }));
  const present = sets.filter(({ rows }) => rows.length > 0);
  const horizon =
    input.horizonDays ??
    commonHorizon(
      pair,
      present.map(({ rows }) => rows),
    );
  return sets.flatMap(({ group, rows }) => {
    if (rows.length === 0) {
      const reason = "no patient of this arm was assessed by both charts and scans";
      return [makeNotEstimable(comparisonPlace(pair.name, "survival_difference", group), "median_difference", reason)];
    }
    return [
      ...sources.flatMap((source) => curveRecords(input, source, group, rows)),
      ...differenceRecords(input, group, rows, horizon),
    ];
  });
}

function curveRecords(
  { pair, level }: SurvivalComparison,
  source: (typeof sources)[number],
  group: ArmName,
  rows: Int32Array,
) {
  const place = comparisonPlace(pair.name, `survival.${words[source]}`, group);
  const curve = curveOf(pair[source], rows, level);
  const params = { level, source: words[source] };
  const method = "Kaplan–Meier, log interval";
  const median = estimateSurvivalQuantile(curve, 0.5);
  const column = (values: ArrayLike<number>, first: number, unit: string) => ({
    unit,
    values: [first, ...Array.from(values)],
  });
  return [
    makeStatistic(place, "n", rows.length, { unit: "patients" }),
    makeStatistic(place, "events", curve.totalEvents, { unit: "patients" }),
    makeStatistic(place, "censored", rows.length - curve.totalEvents, { unit: "patients" }),
    ...(["estimate", "lower", "upper"] as const).map((which, k) =>
      makeStatisticOrNot(place, withLimits("median")[k]!, median[which], "not reached", {
        unit: "days",
        params,
        method,
      }),
    ),
    makeSeries(
      place,
      "kaplan_meier",
      {
        time_days: column(curve.time, 0, "days"),
        survival: column(curve.survival, 1, "probability"),
        lower: column(curve.lower, 1, "probability"),
        upper: column(curve.upper, 1, "probability"),
        at_risk: column(curve.atRisk, curve.atRisk[0] ?? 0, "patients"),
        events: column(curve.events, 0, "patients"),
        censored: column(curve.censored, 0, "patients"),
      },
      { method, params },
    ),
  ];
}

function differenceRecords(
  { pair, level, replicates, seed }: SurvivalComparison,
  group: ArmName,
  rows: Int32Array,
  horizon: number | null,
): ResultRecord[] {
  const place = comparisonPlace(pair.name, "survival_difference", group);
  const median = (sample: Int32Array) => {
    const [chart, scan] = sources.map(
      (source) => estimateSurvivalQuantile(curveOf(pair[source], sample, level), 0.5).estimate,
    );
    return chart == null || scan == null ? null : chart - scan;
  };
  const rmst = (sample: Int32Array) => {
    if (horizon === null) return null;
    const [chart, scan] = sources.map(
      (source) => estimateRmst({ ...columnsOf(pair[source], sample), tau: horizon }).rmst,
    );
    return chart! - scan!;
  };
  const method = "charts less scans of the same patients; percentile interval over patients";
  const bounds = (of: (sample: Int32Array) => number | null) => {
    const draws = stream(seed, `bootstrap/comparison/${pair.name}/${group}`);
    const values = Array.from({ length: replicates }, () => {
      const sample = resampleRows(rows, draws);
      return orNull(() => of(sample));
    });
    return orNull(() => estimatePercentileInterval(values, level));
  };
  const record = (
    name: string,
    of: (sample: Int32Array) => number | null,
    params: Record<string, number | null>,
    reason: string,
  ) =>
    estimateRecords(place, withLimits(name), { unit: "days", method, params: { level, replicates, ...params } }, () => {
      const estimate = of(rows);
      const interval = estimate === null ? null : bounds(of);
      return {
        values: limitValues(name, { estimate, lower: interval?.lower ?? null, upper: interval?.upper ?? null }),
        reason: estimate === null ? reason : "no bootstrap was asked for, or too few samples have a value",
      };
    });
  return [
    ...record("median_difference", median, {}, "a median is not reached"),
    ...record("rmst_difference", rmst, { tau: horizon }, "no day has ten patients at risk on every curve"),
  ];
}

function columnsOf({ timeDays, status }: ProgressionView, rows: Int32Array) {
  return { time: rows.map((row) => timeDays[row]!), status: Uint8Array.from(rows, (row) => status[row]!) };
}

const curveOf = (view: ProgressionView, rows: Int32Array, level: number): KaplanMeierCurve =>
  estimateKaplanMeier({ ...columnsOf(view, rows), level });

/** Fewest patients at risk at τ: a sample that has none of them has no restricted mean. */
const AT_RISK = 10;

function commonHorizon(pair: ProgressionPair, sets: readonly Int32Array[]): number | null {
  const ends = sets.flatMap((rows) =>
    sources.map((source) => {
      const times = rows.map((row) => pair[source].timeDays[row]!).sort();
      return times.length < AT_RISK ? 0 : times[times.length - AT_RISK]!;
    }),
  );
  const end = Math.min(...ends);
  return ends.length > 0 && end > 0 ? end : null;
}
