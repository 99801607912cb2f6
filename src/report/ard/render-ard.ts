import { writeField } from "../csv/write-field.js";
import type { ArdColumn } from "./describe-ard.js";

/** The table as CSV (RFC 4180), numbers in the shortest form that reads back as the same number; an absent value is an empty field. */
export function renderArd(columns: readonly ArdColumn[]): string {
  const lines = [columns.map(({ name }) => name).join(",")];
  const rowCount = columns[0]?.values.length ?? 0;
  for (let row = 0; row < rowCount; row += 1) lines.push(columns.map((column) => fieldOf(column, row)).join(","));
  return lines.map((line) => `${line}\r\n`).join("");
}

function fieldOf(column: ArdColumn, row: number): string {
  const value = column.values[row] ?? null;
  if (value === null) return "";
  return typeof value === "number" ? String(value) : writeField(value);
}
