import { sum } from "../math/sum.js";
import { makeSeries, makeStatistic, makeStatisticOrNot, type Place } from "../results/make-records.js";
import type { Params, ResultRecord, Role } from "../results/records.js";
import { clusterTotals } from "../stats/cluster-totals.js";
import { effectiveSampleSize } from "../stats/effective-sample-size.js";
import { estimateKaplanMeier, type KaplanMeierCurve, type KaplanMeierInterval } from "../stats/kaplan-meier.js";
import { estimateSurvivalQuantile, type Flat } from "../stats/survival-quantile.js";
import { describeReverseMedian } from "./reverse-median.js";
import { clusterOf, curveVarianceOf, curveVarianceWords, entryWords, timesOf } from "./survival-set.js";
import { warnOfEntry } from "./warn-of-entry.js";

/** One arm of one estimate. */
export interface ArmSurvival {
  readonly time: Int32Array;
  readonly status: Uint8Array;
  /** At risk on (entry, time]; absent where everyone is from index. */
  readonly entry?: Int32Array;
  readonly weight: Float64Array;
  readonly weighted: boolean;
  /** Matched sets, or the patients of split rows or of lines. */
  readonly set?: Int32Array | null;
  /** Given where patients of this arm have several lines as rows: `set` is then theirs. */
  readonly patients?: Int32Array;
  /** Where rows are split by censoring weights: the patients, one row each. */
  readonly split?: { readonly whole: ArmSurvival };
}

export interface SurvivalDetail {
  readonly role: Role;
  readonly level: number;
  readonly params: Params;
  /** Follow-up times at which the risk table counts, in days. */
  readonly ticks: readonly number[];
  /** Scale of the curve's intervals; default "log". */
  readonly interval?: KaplanMeierInterval;
  /** Of medians and quartiles; "last-time" where not given. */
  readonly flat?: Flat;
  /** How the name of the method goes on. */
  readonly words?: string;
}

/** Kaplan–Meier of one arm with median and quartiles, its numbers at risk, and the length of follow-up by reverse Kaplan–Meier. */
export function describeSurvival(place: Place, arm: ArmSurvival, detail: SurvivalDetail): ResultRecord[] {
  const whole = arm.split?.whole ?? arm;
  const { time, status, weight, weighted } = whole;
  const { role, level, params, interval = "log" } = detail;
  const events = status.reduce((total, event) => total + event, 0);
  const count = (name: string, value: number, unit = "patients") =>
    makeStatistic(place, name, value, { unit, role, params });
  const records: ResultRecord[] = [
    count("n", time.length),
    ...(whole.patients === undefined ? [] : [count("n_patients", new Set(patientsOf(whole)).size)]),
    count("events", events),
    count("censored", time.length - events),
  ];
  if (weighted)
    records.push(
      count("sum_of_weights", sum(weight), "weight"),
      count("effective_sample_size", effectiveSampleSize(clusterTotals(weight, patientsOf(whole)))),
    );
  records.push(...range(place, whole, { role, params }));
  const method = `Kaplan–Meier, ${interval} interval, ${curveVarianceWords(arm)}${entryWords(arm)}${detail.words ?? ""}`;
  const curve = drawCurve(arm, { level, interval });
  const { flat } = detail;
  records.push(...quantiles(place, curve, `${method}${flatWords(flat)}`, { role, params, unit: "days" }, flat));
  records.push(...describeReverseMedian(place, whole, { role, params, level, interval, flat }));
  records.push(
    curveSeries(place, curve, method, {
      params,
      atStart: arm.split === undefined ? atStartOf(arm, curve) : sum(weight),
    }),
    riskTable(place, arm, curve, detail),
    ...(arm.split === undefined ? warnOfEntry(place, arm) : []),
  );
  return records;
}

/** The patients of rows that are lines; null where each row is a patient. */
const patientsOf = ({ patients, set }: ArmSurvival): Int32Array | null =>
  patients === undefined ? null : (set ?? null);

/** The shortest and the longest time; the note says where it is nobody's event. */
function range(
  place: Place,
  { time, status }: ArmSurvival,
  detail: { readonly role: Role; readonly params: Params },
): ResultRecord[] {
  const ends = [
    ["time_min", least(time)],
    ["time_max", most(time)],
  ] as const;
  return ends.map(([name, end]) => {
    const isEvent = time.some((each, i) => each === end && status[i] === 1);
    return makeStatistic(place, name, end, { ...detail, unit: "days", note: isEvent ? null : "censored" });
  });
}

type Band = { readonly level: number; readonly interval: KaplanMeierInterval };

/**
 * The curve. Of split rows, in which a patient's stand one after another, only his last is censored, the others go on in the next: times at which
 * rows only go on are none of the curve.
 */
function drawCurve(arm: ArmSurvival, band: Band): KaplanMeierCurve {
  const { weight, weighted, split } = arm;
  const curve = estimateKaplanMeier({
    ...timesOf(arm),
    ...clusterOf(arm),
    ...(weighted ? { weight } : {}),
    ...band,
    variance: curveVarianceOf(arm),
  });
  if (split === undefined) return curve;
  const censored = new Map<number, number>();
  for (const [k, t] of arm.time.entries()) {
    const goesOn = arm.entry?.[k + 1] === t;
    if (arm.status[k] === 0 && !goesOn) censored.set(t, (censored.get(t) ?? 0) + weight[k]!);
  }
  const ends = Array.from(curve.time.keys()).filter((j) => curve.events[j]! > 0 || censored.has(curve.time[j]!));
  const float64 = (column: Float64Array) => Float64Array.from(ends, (j) => column[j]!);
  const int32 = (column: Int32Array) => Int32Array.from(ends, (j) => column[j]!);
  return {
    time: int32(curve.time),
    atRisk: float64(curve.atRisk),
    rowsAtRisk: int32(curve.rowsAtRisk),
    effectiveAtRisk: float64(curve.effectiveAtRisk),
    events: float64(curve.events),
    censored: Float64Array.from(ends, (j) => censored.get(curve.time[j]!) ?? 0),
    survival: float64(curve.survival),
    standardErrorLog: float64(curve.standardErrorLog),
    lower: float64(curve.lower),
    upper: float64(curve.upper),
    n: split.whole.time.length,
    totalEvents: curve.totalEvents,
  };
}

function quantiles(
  place: Place,
  curve: KaplanMeierCurve,
  method: string,
  detail: { role: Role; params: Params; unit: string },
  flat: Flat | undefined,
): ResultRecord[] {
  const full = { ...detail, method };
  const shares = [
    ["median", 0.5],
    ["q1", 0.25],
    ["q3", 0.75],
  ] as const;
  return shares.flatMap(([name, p]) => {
    const { estimate, lower, upper } = estimateSurvivalQuantile(curve, p, flat);
    return [
      makeStatisticOrNot(place, name, estimate, "not reached", full),
      makeStatisticOrNot(place, `${name}_lower`, lower, "not reached", full),
      makeStatisticOrNot(place, `${name}_upper`, upper, "not reached", full),
    ];
  });
}

/** How a method's name goes on where the estimate says what becomes of a flat. */
function flatWords(flat: Flat | undefined): string {
  if (flat === undefined) return "";
  const end = flat === "last-time" ? "or to the end of the curve" : "not reached without one";
  return `, on a flat at the level its middle up to the next event, ${end}`;
}

function curveSeries(
  place: Place,
  curve: KaplanMeierCurve,
  method: string,
  { params, atStart }: { readonly params: Params; readonly atStart: number },
): ResultRecord {
  const start = atStart;
  const column = (values: ArrayLike<number>, first: number, unit: string | null) => ({
    unit,
    values: [first, ...Array.from(values)],
  });
  return makeSeries(
    place,
    "kaplan_meier",
    {
      time_days: column(curve.time, 0, "days"),
      survival: column(curve.survival, 1, "probability"),
      lower: column(curve.lower, 1, "probability"),
      upper: column(curve.upper, 1, "probability"),
      at_risk: column(curve.atRisk, start, "patients"),
      events: column(curve.events, 0, "patients"),
      censored: column(curve.censored, 0, "patients"),
    },
    { method, params },
  );
}

/** At each tick: at risk just before it, events and censorings up to and including it. */
function riskTable(
  place: Place,
  { time, entry, weight, split }: ArmSurvival,
  curve: KaplanMeierCurve,
  { ticks, params }: SurvivalDetail,
): ResultRecord {
  const until = (values: Float64Array, tick: number) => sum(values.filter((_, k) => curve.time[k]! <= tick));
  const atRisk = (tick: number) => {
    // A patient's split rows meet where one ends and the next begins: he counts once. At index nobody was censored yet.
    if (entry !== undefined && split !== undefined)
      return tick === 0 ? sum(split.whole.weight) : sum(weight.filter((_, i) => entry[i]! < tick && time[i]! >= tick));
    // With delayed entry nobody counts before he entered, however far off the next time is.
    if (entry !== undefined) return sum(weight.filter((_, i) => entry[i]! <= tick && time[i]! >= Math.max(1, tick)));
    const next = curve.time.findIndex((time) => time >= tick);
    return next < 0 ? 0 : curve.atRisk[next]!;
  };
  return makeSeries(
    place,
    "risk_table",
    {
      time_days: { unit: "days", values: ticks },
      at_risk: { unit: "patients", values: ticks.map(atRisk) },
      events: { unit: "patients", values: ticks.map((tick) => until(curve.events, tick)) },
      censored: { unit: "patients", values: ticks.map((tick) => until(curve.censored, tick)) },
    },
    { params },
  );
}

const least = (values: Int32Array): number => values.reduce((a, b) => Math.min(a, b));
const most = (values: Int32Array): number => values.reduce((a, b) => Math.max(a, b));

/** At risk at index: who enters later is not. */
function atStartOf({ entry, weight }: ArmSurvival, curve: KaplanMeierCurve): number {
  return entry === undefined ? (curve.atRisk[0] ?? 0) : sum(weight.filter((_, i) => entry[i] === 0));
}
