import { writeFootnotes } from "../document/footnotes.js";
import type { Table } from "../document/model.js";
import type { OutputCounter } from "../document/output-counter.js";
import { notApplicable } from "../print-statistic.js";
import type { ComparisonResult } from "../records/comparisons.js";
import type { ReportInput } from "../records/read-results.js";
import { groups } from "../records/record-index.js";
import { armLabel, bodyRow, indented, leftColumn, numberColumn } from "./columns.js";
import { countRows } from "./comparison-progression.js";

/** Output 6: why charts and scans differ, by the reason coded for each patient. Null where no arm has both. */
export function renderComparisonCauses(
  input: ReportInput,
  { name, comparison, label, kind, covered }: ComparisonResult,
  counter: OutputCounter,
): Table | null {
  if (covered.length === 0) return null;
  return {
    kind: "table",
    ...counter.table(`causes-${name}`),
    title: `Why charts and scans differ: ${label}`,
    population: "Patients of whom both sources speak, unweighted",
    columns: [
      leftColumn("Reason, n (%)", 3),
      ...groups.map((group) => numberColumn(armLabel(input, "main", group), 1.6)),
    ],
    rows: countRows(input, name, "cause").map(({ level, cells }) =>
      bodyRow(indented(`${level.slice(0, 1).toUpperCase()}${level.slice(1)}`), ...cells),
    ),
    footnotes: writeFootnotes(input, {
      definitions: [
        kind === "response"
          ? "One reason a patient, the first that applies, told by the answers of both sources."
          : `One reason a patient, the first that applies: dates up to ${comparison.sameDayDays} days apart agree; a scan up to ${comparison.nearDays} days from the chart's date speaks of it.`,
        `A patient's own scans and charts: scanarm audit. ${notApplicable}: no patient of the arm has both sources.`,
      ],
      source: `comparison / ${name}.cause`,
    }),
  };
}
