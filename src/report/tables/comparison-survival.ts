import type { Statistic } from "../../results/records.js";
import { writeFootnotes } from "../document/footnotes.js";
import type { Table } from "../document/model.js";
import type { OutputCounter } from "../document/output-counter.js";
import { notEstimableNote } from "../estimate-text.js";
import { formatCount, formatLevel, formatMonths } from "../format.js";
import { notApplicable, printStatistic } from "../print-statistic.js";
import { type ComparisonResult, placeOf } from "../records/comparisons.js";
import { findInterval, printInterval } from "../records/interval.js";
import type { ReportInput } from "../records/read-results.js";
import { groups } from "../records/record-index.js";
import { armLabel, bodyRow, groupRow, indented, leftColumn, numberColumn } from "./columns.js";

/** Output 4: the same patients' time to event by charts and by scans, and charts less scans. Null where no arm has both. */
export function renderComparisonSurvival(
  input: ReportInput,
  { name, comparison, label, covered }: ComparisonResult,
  counter: OutputCounter,
): Table | null {
  if (covered.length === 0) return null;
  const seen: (Statistic | null)[] = [];
  const row = (label: string, what: string, statistic: string, format: (value: number) => string, interval: boolean) =>
    bodyRow(
      indented(label),
      ...groups.map((group) => {
        if (!covered.includes(group)) return notApplicable;
        const found = findInterval(input, placeOf(name, what, group), statistic);
        if (statistic !== "median") seen.push(found.point);
        return interval ? printInterval(found, format) : printStatistic(found.point, format);
      }),
    );
  const tau = groups
    .map((group) => input.records.findStatistic(placeOf(name, "survival_difference", group), "rmst_difference"))
    .flatMap((each) => (typeof each?.params.tau === "number" ? [each.params.tau] : []))[0];
  return {
    kind: "table",
    ...counter.table(`survival-${name}`),
    title: `The same patients by charts and by scans: ${label}`,
    population: "Patients assessed by both sources, unweighted",
    columns: [leftColumn("Statistic", 2.6), ...groups.map((group) => numberColumn(armLabel(input, "main", group), 2))],
    rows: [
      ...(["charts", "scans"] as const).flatMap((source) => [
        groupRow(`By ${source}`),
        row("Patients", `survival.${source}`, "n", formatCount, false),
        row("Events", `survival.${source}`, "events", formatCount, false),
        row("Median, months (CI)", `survival.${source}`, "median", formatMonths, true),
      ]),
      groupRow("Charts less scans"),
      row("Median, months (CI)", "survival_difference", "median_difference", formatMonths, true),
      row("Restricted mean, months (CI)", "survival_difference", "rmst_difference", formatMonths, true),
    ],
    footnotes: writeFootnotes(input, {
      abbreviations: ["CI", "NE", "NR"],
      definitions: [
        `${formatLevel(comparison.level)} CI: log for medians; percentiles over ${comparison.replicates} samples of patients, both times of each kept together, for differences.`,
        tau === undefined ? null : `Restricted mean to ${formatMonths(tau)} months. Months of 30.4375 days.`,
        `${notApplicable}: no patient of the arm has both sources.`,
        notEstimableNote(seen),
      ],
      source: `comparison / ${name}.survival, ${name}.survival_difference`,
    }),
  };
}
