import { writeFootnotes } from "../document/footnotes.js";
import type { Table } from "../document/model.js";
import type { OutputCounter } from "../document/output-counter.js";
import { spellResponses } from "../endpoint-words.js";
import { formatCount, formatPercent } from "../format.js";
import { printStatistic } from "../print-statistic.js";
import type { ComparisonResult } from "../records/comparisons.js";
import type { ReportInput } from "../records/read-results.js";
import type { Group } from "../records/record-index.js";
import { type ResponseMatrix, selectResponseMatrix } from "../records/response-matrix.js";
import { armLabel, bodyRow, leftColumn, numberColumn } from "./columns.js";

/** Output 2 as a matrix: best response by charts (rows) and by scans (columns) of the same patients of one arm. Null where none have both. */
export function renderComparisonMatrix(
  input: ReportInput,
  { name, label }: ComparisonResult,
  group: Group,
  counter: OutputCounter,
): Table | null {
  const matrix = selectResponseMatrix(input, name, group);
  if (matrix === null) return null;
  return {
    kind: "table",
    ...counter.table(`matrix-${name}-${group}`),
    title: `Best response by charts (rows) and by scans (columns): ${label}`,
    population: `${armLabel(input, "main", group)}: patients of whom both sources speak, unweighted`,
    columns: [
      leftColumn("Charts", 1.2),
      ...matrix.columns.map((column) => numberColumn(`Scans\n${nameOf(column)}`, 1.2)),
    ],
    rows: matrix.rows.map((row) =>
      bodyRow(nameOf(row), ...matrix.columns.map((column) => printCell(matrix, row, column))),
    ),
    footnotes: writeFootnotes(input, {
      definitions: [
        `n (% of the row). ${spellResponses([...new Set([...matrix.rows, ...matrix.columns])].map(codeOf))}`,
        "SD holds neither complete response nor progression of disease without targets; PD holds progression that nothing later confirmed.",
      ],
      source: `comparison / ${name}.matrix / ${group}`,
    }),
  };
}

/** `41 (22.8%)`; where nobody is in the row, the count alone. */
export function printCell(matrix: ResponseMatrix, row: string, column: string): string {
  const { n, ofRow } = matrix.at(row, column);
  const count = printStatistic(n, formatCount);
  return n?.status === "ok" && ofRow?.value != null ? `${count} (${formatPercent(ofRow.value)}%)` : count;
}

export const nameOf = (category: string): string => (category === "missing" ? "Missing" : category);
const codeOf = (category: string): string => (category === "missing" ? "MISSING" : category);
