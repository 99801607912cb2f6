import { writeField } from "../report/csv/write-field.js";
import type { TableColumn } from "../store/table-columns.js";

/** One column of an exported table, aligned to the others: text, numbers, or nothing. */
export interface AdamColumn {
  readonly name: string;
  readonly label: string;
  readonly values: readonly (string | number | null)[];
}

export interface AdamTable {
  /** `adsl`, `adrs`, `adtte`, `adtr`. */
  readonly id: string;
  readonly columns: readonly AdamColumn[];
}

/** The table as CSV (RFC 4180); an absent value is an empty field. */
export function renderAdamCsv({ columns }: AdamTable): string {
  const lines = [columns.map(({ name }) => name).join(",")];
  const rowCount = columns[0]?.values.length ?? 0;
  for (let row = 0; row < rowCount; row += 1)
    lines.push(columns.map(({ values }) => fieldOf(values[row] ?? null)).join(","));
  return lines.map((line) => `${line}\r\n`).join("");
}

const fieldOf = (value: string | number | null): string =>
  value === null ? "" : typeof value === "number" ? String(value) : writeField(value);

/** The columns for the store: a number where every value that is there is one, else text. */
export function toTableColumns({ columns }: AdamTable): TableColumn[] {
  return columns.map(({ name, values }): TableColumn => {
    const isNumber = values.some((value) => value !== null) && values.every((value) => typeof value !== "string");
    if (!isNumber)
      return { name, type: "text", values: values.map((value) => (value === null ? null : String(value))) };
    return {
      name,
      type: "number",
      values: Float64Array.from(values, (value) => (typeof value === "number" ? value : 0)),
      missing: Uint8Array.from(values, (value) => (value === null ? 1 : 0)),
    };
  });
}
