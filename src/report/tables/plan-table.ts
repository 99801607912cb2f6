import { catalogueEntry } from "../catalogue.js";
import { writeFootnotes } from "../document/footnotes.js";
import type { Cell, Column, Row, Table } from "../document/model.js";
import type { ReportInput } from "../records/read-results.js";
import { bodyRow, leftColumn } from "./columns.js";

/** A table of what the plan says: no counts, its population line says so. */
export interface PlanTable {
  /** `H4`, `C1`. */
  readonly number: string;
  /** Part of the file's name. */
  readonly name: string;
  readonly title: string;
  readonly columns: readonly (readonly [heading: string, width: number])[];
  readonly rows: readonly (readonly (string | Cell)[])[];
  readonly definitions?: readonly string[];
  /** Said in the widest column of the one row, “None”, where there is nothing to list. */
  readonly none?: string;
}

export function renderPlanTable(input: ReportInput, table: PlanTable): Table {
  const columns: readonly Column[] = table.columns.map(([heading, width]) => leftColumn(heading, width));
  const widest = Math.max(...columns.slice(1).map(({ width }) => width));
  const place = columns.findIndex(({ width }, i) => i > 0 && width === widest);
  const blank = (text: string): Row =>
    bodyRow("None", ...columns.slice(1).map((_, i) => (i + 1 === place ? text : "")));
  return {
    kind: "table",
    ...catalogueEntry("table", table.number, table.name),
    title: table.title,
    population: "From the analysis file",
    columns,
    rows: table.rows.length === 0 ? [blank(table.none ?? "")] : table.rows.map((row) => bodyRow(...row)),
    footnotes: writeFootnotes(input, { definitions: table.definitions ?? [], source: "plan" }),
  };
}
