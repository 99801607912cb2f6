import type { PatientFrame } from "../frame/patient-frame.js";
import { ISSUES } from "../recist/issues.js";
import { NONE } from "../recist/lesion-rows.js";
import { ROW_FATES } from "../recist/row-fate.js";
import { BASELINE_STATUS, TIMEPOINT_FLAG } from "../recist/workspace.js";
import { fillPlace, makeStatistic, type Place } from "../results/make-records.js";
import type { Listing, ResultRecord } from "../results/records.js";
import { countByArm, endpointPlace } from "./arm-counts.js";
import type { ReadingResult } from "./derive-endpoints.js";
import { quantileProbabilities } from "./quantile-probabilities.js";
import { NOT_READ, type ReadingSummary } from "./reading-summary.js";
import type { WordCodes } from "./word-codes.js";

/**
 * What reading the scans met: readers, state of baseline, flags, intervals between scans per arm; breaches by table, column and
 * rule; and what became of every lesion row.
 */
export function describeReading(
  variant: string,
  {
    result,
    patients,
    codes,
  }: { readonly result: ReadingResult; readonly patients: PatientFrame; readonly codes: WordCodes },
): ResultRecord[] {
  const { summary } = result;
  return [
    ...describeReaders(variant, summary, patients, codes),
    ...describeBaseline(variant, summary, patients),
    ...describeFlags(variant, summary, patients),
    ...describeIntervals(variant, summary),
    ...(variant === "main" ? countIntervals(variant, summary) : []),
    listBreaches(variant, result),
    listRows(variant, result),
  ];
}

function describeReaders(
  variant: string,
  { reader }: ReadingSummary,
  patients: PatientFrame,
  { readers }: WordCodes,
): ResultRecord[] {
  const used = [...new Set(reader)].filter((code) => code !== NONE).sort((a, b) => a - b);
  const levels = [...used.map((code) => readers[code]!), "none"];
  return countByArm(endpointPlace(variant, "imaging.reader"), patients, levels, (p) =>
    reader[p] === NONE ? used.length : used.indexOf(reader[p]!),
  );
}

function describeBaseline(variant: string, summary: ReadingSummary, patients: PatientFrame): ResultRecord[] {
  const states = ["not read", ...Object.keys(BASELINE_STATUS)];
  return [
    ...countByArm(endpointPlace(variant, "imaging.baseline"), patients, states, (p) =>
      summary.baseline[p] === NOT_READ ? 0 : 1 + summary.baseline[p]!,
    ),
    ...countByArm(endpointPlace(variant, "imaging.baseline_window"), patients, ["inside or none", "outside"], (p) =>
      summary.daysOutside[p]! > 0 ? 1 : 0,
    ),
  ];
}

/** Patients with at least one timepoint of each flag. */
function describeFlags(variant: string, { flags }: ReadingSummary, patients: PatientFrame): ResultRecord[] {
  return Object.entries(TIMEPOINT_FLAG).flatMap(([name, bit]) =>
    countByArm(endpointPlace(variant, `imaging.flag.${name}`), patients, ["no", "yes"], (p) =>
      (flags[p]! & bit) === 0 ? 0 : 1,
    ),
  );
}

/** Days from one assessment to the next, per arm. */
function describeIntervals(variant: string, { intervals }: ReadingSummary): ResultRecord[] {
  return ([1, 0] as const).flatMap((arm) => {
    const place: Place = { ...endpointPlace(variant, "imaging.scan_interval"), group: arm === 1 ? "trial" : "control" };
    const counts = intervals[arm];
    const total = counts.reduce((sum, count) => sum + count, 0);
    if (total === 0) return [];
    return [
      makeStatistic(place, "intervals", total, { unit: "intervals" }),
      ...quantileProbabilities.map(([name, p]) =>
        makeStatistic(place, name, quantileOfCounts(counts, total, p), { unit: "days", method: "quantile type 7" }),
      ),
    ];
  });
}

/** The last week that has a bin of its own; longer intervals share one. */
const lastWeek = 26;

/** Intervals of each arm by whole weeks (`imaging.scan_interval_weeks`), those from 3 days before to 3 days after; empty bins of both arms are left out at the end. */
function countIntervals(variant: string, { intervals }: ReadingSummary): ResultRecord[] {
  const counts = intervals.map((days) => {
    const weeks = new Float64Array(lastWeek + 2);
    for (const [day, count] of days.entries()) weeks[Math.min(lastWeek + 1, Math.round(day / 7))]! += count;
    return weeks;
  });
  const end = Math.max(...counts.map((weeks) => weeks.findLastIndex((count) => count > 0)));
  return ([1, 0] as const).flatMap((arm) => {
    const weeks = counts[arm]!;
    if (weeks.every((count) => count === 0)) return [];
    const place: Place = {
      ...endpointPlace(variant, "imaging.scan_interval_weeks"),
      group: arm === 1 ? "trial" : "control",
    };
    return Array.from(weeks.subarray(0, end + 1), (count, week) =>
      makeStatistic(place, "intervals", count, {
        level: week > lastWeek ? `above ${lastWeek}` : `${week}`,
        unit: "intervals",
      }),
    );
  });
}

/** Quantile (type 7) of the values 0, 1, 2, … that occur `counts` times, total of them together. */
function quantileOfCounts(counts: Float64Array, total: number, p: number): number {
  const position = (total - 1) * p;
  const below = Math.floor(position);
  const low = valueAt(counts, below);
  const high = valueAt(counts, Math.min(below + 1, total - 1));
  return low + (position - below) * (high - low);
}

/** The value at a place of the sorted list that the counts stand for. */
function valueAt(counts: Float64Array, place: number): number {
  let value = 0;
  for (let seen = counts[0]!; seen <= place; seen += counts[value]!) value += 1;
  return value;
}

/** Breaches of the rules by table, column and rule, with what followed and how often. */
export function listBreaches(variant: string, { issues, reading }: ReadingResult): Listing {
  const rows = ISSUES.flatMap(({ id, table, column, rule, text, policy }, code) => {
    if (issues[code] === 0) return [];
    const answer = policy in reading.options ? `${reading.options[policy as keyof typeof reading.options]}` : policy;
    return [[id, table, column, rule, text, answer, issues[code]!]];
  });
  return {
    kind: "listing",
    ...fillPlace(endpointPlace(variant, "imaging")),
    listing: "lesion_breaches",
    columns: ["breach", "table", "column", "rule", "text", "policy", "count"].map((name) => ({ name, label: name })),
    rows,
  };
}

/** Rows in = rows used + rows set aside, each with its reason. */
export function listRows(variant: string, { rows }: ReadingResult): Listing {
  const fates = ROW_FATES.flatMap((label, code) => (rows.fates[code] === 0 ? [] : [[label, rows.fates[code]!]]));
  return {
    kind: "listing",
    ...fillPlace(endpointPlace(variant, "imaging")),
    listing: "lesion_rows",
    columns: [
      { name: "fate", label: "What became of it" },
      { name: "rows", label: "Rows of lesion_measurement" },
    ],
    rows: [
      ["in", rows.rows],
      ...fates,
      ["by a reader who does not count", rows.otherReader],
      ["scan without a date", rows.undated],
    ],
  };
}
