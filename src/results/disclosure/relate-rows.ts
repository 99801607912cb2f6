import type { Listing, ResultRecord } from "../records.js";
import type { CountBook } from "./count-book.js";
import { countRank } from "./count-system.js";

/** Column of the numbers in the listings that count rows of a table, of both arms together. */
const countColumn: Readonly<Record<string, string>> = {
  lesion_rows: "rows",
  ehr_rows: "rows",
  lesion_breaches: "count",
};

/** Rows of the readings by what became of them: the first line is the sum of the others. Few rows are of few patients. */
export function relateRows(book: CountBook, records: readonly ResultRecord[]): void {
  for (const [index, record] of records.entries()) {
    if (record.kind === "warning" && (record.code === "death_before_index" || record.code === "undated_rows"))
      addWarning(book, record, index);
    if (record.kind !== "listing" || !(record.listing in countColumn)) continue;
    const lines = addLines(book, record, index);
    if (record.listing !== "lesion_breaches" && lines.length > 1) book.system.tie(lines.slice(0, 1), lines.slice(1));
  }
}

function addLines(book: CountBook, record: Listing, index: number): number[] {
  const column = record.columns.findIndex(({ name }) => name === countColumn[record.listing]);
  const guarded = book.isGuarded(record.variant, record.group);
  return record.rows.flatMap((cells, row) => {
    const value = cells[column];
    if (typeof value !== "number") return [];
    return [book.system.add(value, guarded, countRank.cell, { record: index, kind: "listing", column, row })];
  });
}

function addWarning(book: CountBook, record: Extract<ResultRecord, { kind: "warning" }>, index: number): void {
  const value = Number.parseInt(record.message, 10);
  const guarded = book.isGuarded(record.variant, record.group);
  if (!Number.isNaN(value)) book.system.add(value, guarded, countRank.cell, { record: index, kind: "warning" });
}
