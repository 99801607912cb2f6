import type { Table } from "../document/model.js";
import { writeField } from "./write-field.js";

/** What the CSV files of a report are (RFC 4180): number, title, population and file of each table, in the report's order. */
export function renderIndex(tables: readonly Table[]): string {
  const rows = tables.map(({ number, title, population, file }) => [number, title, population, `${file}.csv`]);
  return [["number", "title", "population", "file"], ...rows]
    .map((row) => `${row.map(writeField).join(",")}\r\n`)
    .join("");
}
