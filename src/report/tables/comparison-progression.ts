import type { Statistic } from "../../results/records.js";
import { writeFootnotes } from "../document/footnotes.js";
import type { Row, Table } from "../document/model.js";
import type { OutputCounter } from "../document/output-counter.js";
import { notEstimableNote } from "../estimate-text.js";
import { formatCount, formatCountOf, formatDecimals, formatDifference, formatLevel, formatPercent } from "../format.js";
import { notApplicable, printStatistic } from "../print-statistic.js";
import { type ComparisonResult, levelsAt, placeOf } from "../records/comparisons.js";
import { findInterval, printInterval } from "../records/interval.js";
import type { ReportInput } from "../records/read-results.js";
import { type Group, groups } from "../records/record-index.js";
import { armLabel, bodyRow, groupRow, indented, leftColumn, numberColumn } from "./columns.js";

const percent = (share: number): string => `${formatPercent(share)}%`;
export const formatDays = (days: number): string => formatDecimals(days, 1);

const dateLines = [
  ["Median (Q1, Q3)", "median"],
  ["Mean difference (Bland–Altman)", "bias"],
  ["Lower limit of agreement", "lower_limit"],
  ["Upper limit of agreement", "upper_limit"],
] as const;

/** Output 3: who called progression and when, early and late discrepancies, days between the dates, what the chart's date rests on. Null where no arm has both. */
export function renderComparisonProgression(
  input: ReportInput,
  { name, comparison, label, covered }: ComparisonResult,
  counter: OutputCounter,
): Table | null {
  if (covered.length === 0) return null;
  const seen: (Statistic | null)[] = [];
  const { sameDayDays, nearDays } = comparison;
  const interval = (what: string, statistic: string, format: (value: number) => string, group?: Group): string => {
    const found = findInterval(input, placeOf(name, what, group), statistic);
    seen.push(found.point);
    return printInterval(found, format);
  };
  const perArm = (text: (group: Group) => string): string[] =>
    groups.map((group) => (covered.includes(group) ? text(group) : notApplicable));
  const spans = [...new Set([sameDayDays, nearDays])];
  const rateRows = (days: number): readonly Row[] =>
    (["early", "late"] as const).map((which) => {
      const what = `${which}_discrepancy.within_${days}_days`;
      return bodyRow(
        indented(`${which === "early" ? "Early" : "Late"}, dates up to ${days} days apart being the same`),
        ...perArm((group) => interval(what, "proportion", percent, group)),
        interval(what, "rate_difference", formatDifference),
      );
    });
  const dates = ([label, statistic]: (typeof dateLines)[number]): Row =>
    bodyRow(
      indented(label),
      ...perArm((group) => {
        if (statistic !== "median") return interval("date_difference", statistic, formatDays, group);
        const at = (each: string) => input.records.findStatistic(placeOf(name, "date_difference", group), each);
        const [q1, q3] = [printStatistic(at("q1"), formatDays), printStatistic(at("q3"), formatDays)];
        return `${printStatistic(at("median"), formatDays)} (${q1}, ${q3})`;
      }),
      notApplicable,
    );
  const counts = (what: string, heading: string): readonly Row[] => [
    groupRow(heading),
    ...countRows(input, name, what).map(({ level, cells }) => bodyRow(indented(level), ...cells, notApplicable)),
  ];
  return {
    kind: "table",
    ...counter.table(`progression-${name}`),
    title: `Progression by charts and by scans: ${label}`,
    population: "Patients assessed by both sources, unweighted",
    columns: [
      leftColumn("Statistic", 3.2),
      ...groups.map((group) => numberColumn(armLabel(input, "main", group), 1.7)),
      numberColumn("Trial less\ncontrol", 1.2),
    ],
    rows: [
      ...spans.flatMap((days) =>
        counts(
          `events.within_${days}_days`,
          `Who called progression; dates up to ${days} days apart are the same, n (%)`,
        ),
      ),
      groupRow("Discrepancy of charts against scans (Amit 2011), share (CI)"),
      ...spans.flatMap(rateRows),
      groupRow("Days from the date by scans to the date by charts, where both called it"),
      ...dateLines.map(dates),
      ...counts("chart_evidence", "What the chart's date rests on, n (%)"),
    ],
    footnotes: writeFootnotes(input, {
      abbreviations: ["CI", "NE", "Q1", "Q3"],
      definitions: [
        "Early discrepancy: charts earlier or alone, of all whom charts call. Late discrepancy: charts later or silent, of all discrepancies. A difference between the arms biases their comparison.",
        `In brackets: ${formatLevel(comparison.level)} CI (Wilson; Newcombe for differences; normal for Bland–Altman). Negative days: charts earlier.`,
        `${notApplicable}: no patient of the arm has both sources, or no such number.`,
        notEstimableNote(seen),
      ],
      source: `comparison / ${name}`,
    }),
  };
}

/** Levels of a counted variable with n (%) of each arm; the percentages are of the variable's total in the arm. */
export function countRows(
  input: ReportInput,
  name: string,
  what: string,
): readonly { readonly level: string; readonly cells: readonly string[] }[] {
  const arms = groups.map((group) => levelsAt(input, placeOf(name, what, group), "n"));
  const totals = arms.map((counts) =>
    counts.every(({ status }) => status === "ok") ? counts.reduce((sum, { value }) => sum + (value ?? 0), 0) : null,
  );
  const levels = [...new Set(arms.flat().map(({ level }) => level ?? ""))];
  return levels.map((level) => ({
    level: level.replaceAll("_", " "),
    cells: arms.map((counts, k) => {
      const found = counts.find((each) => each.level === level) ?? null;
      const total = totals[k] ?? null;
      return printStatistic(found, (value) => (total === null ? formatCount(value) : formatCountOf(value, total)));
    }),
  }));
}
