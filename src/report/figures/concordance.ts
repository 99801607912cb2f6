import { writeFootnotes } from "../document/footnotes.js";
import type { Figure } from "../document/model.js";
import type { OutputCounter } from "../document/output-counter.js";
import type { Fonts } from "../fonts/load-fonts.js";
import { formatDifference, formatLevel } from "../format.js";
import { type ComparisonResult, placeOf } from "../records/comparisons.js";
import { findInterval, printInterval } from "../records/interval.js";
import type { ReportInput } from "../records/read-results.js";
import type { Group } from "../records/record-index.js";
import { selectResponseMatrix } from "../records/response-matrix.js";
import { armLabel } from "../tables/columns.js";
import { nameOf, printCell } from "../tables/comparison-matrix.js";
import { layOutHeatGrid } from "./heat-grid.js";

/** Output 2 as a figure: charts × scans of one arm with n and row %, the diagonal outlined, κ below. NE and missing are never dropped. */
export function renderConcordance(
  input: ReportInput,
  fonts: Fonts,
  { name, comparison, label }: ComparisonResult,
  group: Group,
  counter: OutputCounter,
): Figure | null {
  const matrix = selectResponseMatrix(input, name, group);
  if (matrix === null) return null;
  const cells = matrix.rows.flatMap((row, i) =>
    matrix.columns.map((column, j) => ({
      row: i,
      column: j,
      lines: printCell(matrix, row, column).split(/ (?=\()/),
      share: matrix.at(row, column).ofRow?.value ?? 0,
      side: "trial" as const,
      outlined: row === column,
    })),
  );
  const kappa = (level: string): string =>
    printInterval(findInterval(input, placeOf(name, "kappa", group, level), "kappa"), formatDifference);
  const agreement = `κ ${kappa("unweighted")}; with quadratic weights ${kappa("quadratic")}`;
  return {
    kind: "figure",
    ...counter.figure(`concordance-${name}-${group}`),
    title: `Best response by charts and by scans: ${label}`,
    population: `${armLabel(input, "main", group)}: patients of whom both sources speak, unweighted`,
    ...layOutHeatGrid(fonts, {
      panels: [{ title: armLabel(input, "main", group), cells }],
      rows: matrix.rows.map(nameOf),
      columns: matrix.columns.map(nameOf),
      rowTitle: "Charts",
      columnTitle: "Scans",
    }),
    alt: `Matrix of best response by charts (rows) and by scans (columns). ${matrix.rows
      .map(
        (row) =>
          `${nameOf(row)} by charts: ${matrix.columns.map((column) => `${nameOf(column)} ${printCell(matrix, row, column)}`).join(", ")}`,
      )
      .join(". ")}. ${agreement}.`,
    footnotes: writeFootnotes(input, {
      abbreviations: ["CI"],
      definitions: [
        "n and % of the row; darker: a larger share of the row. Outlined: both sources agree.",
        `Of patients evaluable by both: ${agreement} (${formatLevel(comparison.level)} CI).`,
      ],
      source: `comparison / ${name}.matrix / ${group}`,
    }),
  };
}
