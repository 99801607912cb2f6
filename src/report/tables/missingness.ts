import { catalogueEntry } from "../catalogue.js";
import { writeFootnotes } from "../document/footnotes.js";
import type { Table } from "../document/model.js";
import { formatCount, formatCountOf } from "../format.js";
import { printStatistic } from "../print-statistic.js";
import { covariateLabel } from "../records/covariate-rows.js";
import type { ReportInput } from "../records/read-results.js";
import { type Group, groups } from "../records/record-index.js";
import { armColumns, bodyRow, leftColumn } from "./columns.js";

/** T14.1.4: how many eligible patients of each arm lack each covariate. */
export const renderMissingnessTable = (input: ReportInput): Table => ({
  kind: "table",
  ...catalogueEntry("table", "14.1.4", "missingness"),
  title: "Missing baseline values by arm",
  population: "Eligible patients",
  columns: [leftColumn("Characteristic", 2.5), ...armColumns(input, "main", "eligible", 2)],
  rows: Object.entries(input.plan.analysis.covariates).map(([name, covariate]) =>
    bodyRow(covariateLabel(covariate), ...groups.map((group) => printMissing(input, name, group))),
  ),
  footnotes: writeFootnotes(input, {
    definitions: ["Number of patients without a value (per cent of the arm's eligible patients)."],
    source: "cohort / eligible / n_missing, n",
  }),
});

function printMissing(input: ReportInput, variable: string, group: Group): string {
  const place = { variant: "main", population: "eligible", group };
  const n = input.records.getStatistic(place, "n");
  const missing = input.records.getStatistic({ ...place, variable }, "n_missing");
  return printStatistic(missing, (count) =>
    n.status === "ok" && n.value !== null ? formatCountOf(count, n.value) : formatCount(count),
  );
}
