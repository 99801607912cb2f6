import { type ColumnTable, table } from "arquero";
import type { Statistic } from "../results/records.js";
import type { ResultsFile } from "../results/results-file.js";

const fields = [
  "variant",
  "stage",
  "population",
  "group",
  "variable",
  "level",
  "statistic",
  "value",
  "unit",
  "method",
  "role",
  "status",
  "note",
] as const satisfies readonly (keyof Statistic)[];

/** Columns of equal length, by name. */
export type StatisticsColumns = Record<(typeof fields)[number], (string | number | null)[]>;

/** The statistics of results.json as plain columns, in the order of the records: for any data frame (`new DataFrame(statisticsColumns(results))` in danfojs-node). */
export function statisticsColumns(results: ResultsFile): StatisticsColumns {
  const statistics = results.records.filter((record): record is Statistic => record.kind === "statistic");
  const columns = fields.map((field) => [field, statistics.map((statistic) => statistic[field])] as const);
  return Object.fromEntries(columns) as StatisticsColumns;
}

/** The statistics of results.json as an arquero table. */
export function statisticsTable(results: ResultsFile): ColumnTable {
  return table(statisticsColumns(results));
}
