import { quantileOfSorted } from "../math/quantile.js";
import { sum } from "../math/sum.js";
import { estimateClusteredWilson } from "../stats/clustered-wilson.js";
import { standardDeviation } from "../stats/standard-deviation.js";
import { estimateWilson } from "../stats/wilson.js";
import type { Store } from "../store/store.js";
import { course } from "./course.sql.js";
import type { Finding } from "./judge.js";
import type { ArmScopes, Scope } from "./scope.js";

/** Days between a patient's days of scans, from the last up to index on. Grain: patient × day of a scan after index. */
export const intervalsSql = `with ${course},
seen as (
  select
    patient_id,
    day
  from scan
  where day > 0
  union
  select
    patient_id,
    max(day) as day
  from scan
  where day <= 0
  group by patient_id
),
spaced as (
  select
    patient_id,
    day,
    lag(day) over (partition by patient_id order by day) as previous_day
  from seen
)
select
  patient_id,
  previous_day,
  day - previous_day as days
from spaced
where previous_day is not null
order by patient_id, day`;

export interface ScheduleRule {
  /** The planned interval after a scan on that day from index; null where the plan has no schedule. */
  readonly plannedAfter: ((day: number) => number) | null;
  readonly toleranceDays: number;
  /** The longest planned interval; null without a schedule. */
  readonly longestDays: number | null;
}

interface Intervals {
  readonly scope: Scope;
  readonly days: Float64Array;
  /** Per patient: intervals that are on schedule, and all. */
  readonly onTime: readonly number[];
  readonly counted: readonly number[];
  /** Per patient: the longest interval. */
  readonly longest: readonly number[];
}

/**
 * R3.4: the median interval between scans with its quartiles, the share on the planned schedule, per arm and set; and how far the arms'
 * medians and means are apart among the eligible. Longer intervals alone lengthen a median time to progression.
 */
export async function findIntervals(
  store: Store,
  given: string,
  arms: readonly ArmScopes[],
  rule: ScheduleRule,
): Promise<Finding[]> {
  const columns = await store.query(intervalsSql, [given]);
  const ids = columns.text("patient_id");
  const [days, from] = [columns.int32("days").values, columns.int32("previous_day").values];
  const found = arms.flatMap(({ scopes }) => scopes.map((scope) => take(scope)));
  const eligible = found.filter(({ scope }) => scope.population === "eligible");
  return [
    ...found.flatMap((each) => [medianOf(each), onSchedule(each, rule), withoutGap(each, rule)]),
    ...apart(eligible),
  ];

  function take(scope: Scope): Intervals {
    const rows = ids.flatMap((id, i) => (scope.patients.has(id ?? "") ? [i] : []));
    const counted = new Map<string, { onTime: number; n: number; longest: number }>();
    for (const i of rows) {
      const own = counted.get(ids[i] ?? "") ?? { onTime: 0, n: 0, longest: 0 };
      own.n += 1;
      own.longest = Math.max(own.longest, days[i]!);
      const planned = rule.plannedAfter?.(Math.max(0, from[i]!));
      if (planned !== undefined && Math.abs(days[i]! - planned) <= rule.toleranceDays) own.onTime += 1;
      counted.set(ids[i] ?? "", own);
    }
    const all = [...counted.values()];
    return {
      scope,
      days: Float64Array.from(rows, (i) => days[i]!).sort(),
      onTime: all.map(({ onTime }) => onTime),
      counted: all.map(({ n }) => n),
      longest: all.map(({ longest }) => longest),
    };
  }
}

const reported = { direction: "at-least", met: null, caution: null, basis: "reported" } as const;
const placeOf = ({ scope }: Intervals) => ({ id: "R3.4", population: scope.population, group: scope.group }) as const;
const none = "nobody was scanned again after index";

function medianOf(found: Intervals): Finding {
  const base = { ...placeOf(found), variable: "median", label: "median", unit: "days", threshold: reported };
  const { days, counted } = found;
  if (days.length === 0) return { ...base, value: null, note: none };
  return {
    ...base,
    value: quantileOfSorted(days, 0.5),
    counts: {
      numerator: null,
      denominator: days.length,
      unit: "intervals",
      patients: counted.length,
      lower: quantileOfSorted(days, 0.25),
      upper: quantileOfSorted(days, 0.75),
      interval: "quartiles",
    },
  };
}

function onSchedule(found: Intervals, { plannedAfter, toleranceDays }: ScheduleRule): Finding {
  const base = {
    ...placeOf(found),
    variable: "on_schedule",
    label: `share within ${toleranceDays} days of the trial's schedule`,
    unit: "share",
    threshold: reported,
  };
  if (plannedAfter === null)
    return { ...base, value: null, note: "the analysis file gives no schedule (imaging.schedule)" };
  if (found.days.length === 0) return { ...base, value: null, note: none };
  const share = estimateClusteredWilson(found.onTime, found.counted);
  return {
    ...base,
    value: share.estimate,
    counts: {
      numerator: found.onTime.reduce((all, n) => all + n, 0),
      denominator: found.days.length,
      unit: "intervals",
      patients: found.counted.length,
      lower: share.lower,
      upper: share.upper,
      interval: "95 % Wilson, clustered by patient",
    },
  };
}

/** R4.1: patients in whom no visit was missed, by the time between scans. It is not the rule of two missed visits that censors progression. */
function withoutGap(found: Intervals, { longestDays }: ScheduleRule): Finding {
  const base = {
    id: "R4.1",
    population: found.scope.population,
    group: found.scope.group,
    variable: "gap",
    label: "no interval between scans above 1.5 times the longest planned",
    unit: "share",
    threshold: reported,
  } as const;
  if (longestDays === null)
    return { ...base, value: null, note: "the analysis file gives no schedule (imaging.schedule)" };
  if (found.longest.length === 0) return { ...base, value: null, note: none };
  const whole = found.longest.filter((days) => days <= 1.5 * longestDays).length;
  const n = found.longest.length;
  const { estimate, lower, upper } = estimateWilson(whole, n);
  const counts = { numerator: whole, denominator: n, unit: "patients scanned again", patients: n, lower, upper };
  return { ...base, value: estimate, counts: { ...counts, interval: "95 % Wilson" } };
}

function apart(eligible: readonly Intervals[]): Finding[] {
  const of = (group: "trial" | "control") => eligible.find(({ scope }) => scope.group === group);
  const [trial, control] = [of("trial"), of("control")];
  const place = { id: "R3.4", population: "eligible", group: null } as const;
  const median = { ...place, variable: "difference", label: "difference of the arms' medians", unit: "days" };
  const smd = {
    ...place,
    variable: "smd",
    label: "standardised difference of the arms' means",
    unit: "smd",
    threshold: reported,
  };
  if (trial === undefined || control === undefined || trial.days.length === 0 || control.days.length === 0)
    return [
      { ...median, value: null, note: none },
      { ...smd, value: null, note: none },
    ];
  const mean = ({ days }: Intervals): number => sum(days) / days.length;
  const pooled = Math.sqrt((standardDeviation(trial.days) ** 2 + standardDeviation(control.days) ** 2) / 2);
  const counts = {
    numerator: null,
    denominator: null,
    unit: "intervals",
    patients: Math.min(trial.counted.length, control.counted.length),
    lower: null,
    upper: null,
    interval: null,
  };
  const difference = Math.abs(quantileOfSorted(trial.days, 0.5) - quantileOfSorted(control.days, 0.5));
  return [
    { ...median, value: difference, counts },
    pooled > 0
      ? { ...smd, value: (mean(trial) - mean(control)) / pooled, counts }
      : { ...smd, value: null, note: "all intervals are equal" },
  ];
}
