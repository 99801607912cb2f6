import type { ResultRecord, Series, Statistic } from "../records.js";
import { guards, type IsGuarded } from "./count-book.js";
import { type Ladder, openLadder } from "./ladder.js";

/** What may be shown of the curves of guarded arms. */
export interface PublishedCurves {
  /** Rows of a series (a curve, a risk table) that are shown, by the record. */
  readonly rows: ReadonlyMap<Series, Uint8Array>;
  /** Survival and numbers at risk at a landmark that are not. */
  readonly hidden: ReadonlySet<Statistic>;
}

/** An arm of one estimate with everything that is told of its curve. */
interface ArmCurve {
  readonly curve: Series;
  readonly table: Series | null;
  readonly landmarks: readonly Statistic[];
  readonly n: number;
  readonly isNHidden: boolean;
  readonly weights: { readonly sum: number; readonly ess: number } | null;
  /** Whether weights change with time (censoring weights): no recorded number at risk tells of patients. */
  readonly isChanging: boolean;
}

/**
 * Survival is shown at times between any two of which nobody or at least `limit` had an event, while at least `limit` are at risk; numbers at risk at times between any
 * two of which nobody or at least `limit` left. Landmarks come first, then the curve's own steps from its start. Arms with one curve share their times.
 */
export function publishCurves(
  records: readonly ResultRecord[],
  isGuarded: IsGuarded,
  isHidden: (record: Statistic) => boolean,
  limit: number,
): PublishedCurves {
  const rows = new Map<Series, Uint8Array>();
  const hidden = new Set<Statistic>();
  const groups = new Map<string, ArmCurve[]>();
  for (const [identity, arm] of armCurves(records, isGuarded, isHidden))
    groups.set(identity, [...(groups.get(identity) ?? []), arm]);
  for (const arms of groups.values()) {
    const counted = countCurve(arms[0]!);
    const events = openLadder(counted.events.at(-1) ?? 0, limit);
    const left = openLadder(counted.n, limit);
    const landmarks = arms.flatMap((arm) => arm.landmarks).sort((a, b) => Number(a.level) - Number(b.level));
    for (const record of landmarks)
      if (
        !isShown(
          record,
          counted,
          { events, left },
          arms.some(({ isNHidden }) => isNHidden),
          limit,
        )
      )
        hidden.add(record);
    // A row without an event of its own would tell when somebody was censored.
    const kept = counted.atRisk.map((atRisk, k) => {
      const isStep = k === 0 || counted.events[k]! > counted.events[k - 1]!;
      return isStep && (atRisk >= limit || k === 0) && events.admit(counted.events[k]!);
    });
    for (const { curve, table, isNHidden } of arms) {
      rows.set(curve, Uint8Array.from(kept, Number));
      if (table !== null) rows.set(table, shownTicks(table, counted, left, isNHidden, limit));
    }
  }
  return { rows, hidden };
}

function armCurves(
  records: readonly ResultRecord[],
  isGuarded: IsGuarded,
  isHidden: (record: Statistic) => boolean,
): (readonly [string, ArmCurve])[] {
  const beside = new Map<string, { statistics: Statistic[]; series: Series[] }>();
  for (const record of records) {
    if ((record.kind !== "statistic" && record.kind !== "series") || record.variable === null) continue;
    if (record.group === null) continue;
    const key = JSON.stringify([record.variant, record.population, record.group, record.variable]);
    const found = beside.get(key) ?? { statistics: [], series: [] };
    if (record.kind === "series") found.series.push(record);
    else found.statistics.push(record);
    beside.set(key, found);
  }
  return [...beside.values()].flatMap(({ statistics, series }) => {
    const curve = series.find((each) => each.series === "kaplan_meier");
    if (curve === undefined) return [];
    const isNHidden = statistics.some((each) => each.statistic === "n" && each.level === null && isHidden(each));
    // A trial's curve has a hidden number of patients where matching makes it equal to the registry's.
    if (!guards(curve, isGuarded) && !isNHidden) return [];
    const table = series.find((each) => each.series === "risk_table") ?? null;
    const number = (name: string) => statistics.find(({ statistic, level }) => statistic === name && level === null);
    const [n, sum, ess] = [number("n"), number("sum_of_weights"), number("effective_sample_size")];
    const landmarks = statistics.filter(
      ({ statistic, level }) => level !== null && /^(survival(_lower|_upper)?|at_risk)$/.test(statistic),
    );
    const all = n?.value ?? curve.columns.at_risk?.values[0] ?? 0;
    const { population, group, params, variable } = curve;
    const identity = JSON.stringify([
      population,
      group,
      params.endpoint ?? variable,
      all,
      curve.columns.survival?.values,
    ]);
    const weights = sum?.value == null || ess?.value == null ? null : { sum: sum.value, ess: ess.value };
    const isChanging = number("censoring_weight_mean") !== undefined;
    return [[identity, { curve, table, landmarks, n: all, isNHidden, weights, isChanging }] as const];
  });
}

/** A curve in patients: at each row how many had an event up to it and how many are at risk, at least. */
interface CountedCurve {
  readonly n: number;
  readonly time: readonly number[];
  readonly events: readonly number[];
  readonly atRisk: readonly number[];
  /** What turns a recorded number at risk into patients; null where weights differ, so that it tells of no number of them. */
  readonly scale: number | null;
}

/** Where weights differ, patients are counted by rows: each row after the start is of one patient at least. */
function countCurve({ curve, n, weights, isChanging }: ArmCurve): CountedCurve {
  const column = (name: string): readonly number[] => (curve.columns[name]?.values ?? []).map((value) => value ?? 0);
  const time = column("time_days");
  const isEven = !isChanging && (weights === null || weights.ess >= n * (1 - 1e-9));
  const scale = !isEven ? null : weights === null ? 1 : n / weights.sum;
  const patients = (value: number): number => (scale === null ? Math.sign(value) : Math.round(value * scale));
  let total = 0;
  const events = column("events").map((value) => {
    total += patients(value);
    return total;
  });
  const recorded = column("at_risk");
  const atRisk = time.map((_, k) => (scale === null ? time.length - Math.max(k, 1) : patients(recorded[k] ?? 0)));
  return { n, time, events: events.length === 0 ? time.map(() => 0) : events, atRisk, scale };
}

function isShown(
  { level, statistic, value }: Statistic,
  curve: CountedCurve,
  { events, left }: { readonly events: Ladder; readonly left: Ladder },
  isNHidden: boolean,
  limit: number,
): boolean {
  if (value === null) return true;
  const next = curve.time.findIndex((time) => time >= Number(level));
  const isFew = (curve.atRisk[next] ?? 0) < limit;
  if (statistic === "at_risk") {
    if (curve.scale === null) return !isFew;
    return !isNHidden && left.admit(Math.round(value * curve.scale));
  }
  const last = curve.time.findLastIndex((time) => time <= Number(level));
  return !isFew && events.admit(curve.events[Math.max(last, 0)]!);
}

function shownTicks(table: Series, curve: CountedCurve, left: Ladder, isNHidden: boolean, limit: number): Uint8Array {
  const ticks = table.columns.time_days?.values ?? [];
  const atRisk = table.columns.at_risk?.values ?? [];
  return Uint8Array.from(ticks, (tick, i) => {
    const value = atRisk[i];
    if (tick === null || value == null || isNHidden) return 0;
    const next = curve.time.findIndex((time) => time >= tick);
    const isFew = next < 0 || (curve.scale === null && curve.atRisk[next]! < limit);
    return !isFew && (curve.scale === null || left.admit(Math.round(value * curve.scale))) ? 1 : 0;
  });
}
