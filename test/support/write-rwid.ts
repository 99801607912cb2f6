import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export type RwidValue = string | number | boolean | null | undefined;
export type RwidRow = Readonly<Record<string, RwidValue>>;
/** Rows by table. A column that only some rows name is empty in the others. */
export type RwidTables = Readonly<Record<string, readonly RwidRow[]>>;

/**
 * Writes `<table>.csv` for each table into the folder (made when absent) and returns the folder. Null and undefined are
 * empty fields.
 */
export function writeRwid(folder: string, tables: RwidTables): string {
  mkdirSync(folder, { recursive: true });
  for (const [table, rows] of Object.entries(tables)) writeFileSync(join(folder, `${table}.csv`), rwidCsv(rows));
  return folder;
}

/** The CSV of literal rows; columns in the order in which they first appear. */
export function rwidCsv(rows: readonly RwidRow[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = [columns, ...rows.map((row) => columns.map((name) => row[name]))];
  return lines.map((fields) => `${fields.map(csvField).join(",")}\n`).join("");
}

function csvField(value: RwidValue): string {
  const text = value === null || value === undefined ? "" : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
