import { readCrossLevel } from "../../results/cross-level.js";
import type { Statistic } from "../../results/records.js";
import { levelsAt, placeOf } from "./comparisons.js";
import type { ReportInput } from "./read-results.js";
import type { Group } from "./record-index.js";

/** Charts × scans of one arm: rows and columns by category, NE and missing too. */
export interface ResponseMatrix {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly at: (row: string, column: string) => { readonly n: Statistic | null; readonly ofRow: Statistic | null };
}

/** The matrix of an arm, or null where its patients do not have both sources. */
export function selectResponseMatrix(input: ReportInput, name: string, group: Group): ResponseMatrix | null {
  const place = placeOf(name, "matrix", group);
  const cells = levelsAt(input, place, "n").flatMap(({ level }) => {
    const cell = readCrossLevel(level);
    return cell === null || level === null ? [] : [{ level, row: cell[0], column: cell[1] }];
  });
  if (cells.length === 0) return null;
  return {
    rows: [...new Set(cells.map(({ row }) => row))],
    columns: [...new Set(cells.map(({ column }) => column))],
    at: (row, column) => {
      const level = cells.find((cell) => cell.row === row && cell.column === column)?.level;
      const find = (statistic: string) =>
        level === undefined ? null : input.records.findStatistic({ ...place, level }, statistic);
      return { n: find("n"), ofRow: find("proportion") };
    },
  };
}
