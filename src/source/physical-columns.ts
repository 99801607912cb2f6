import type { ContractTable } from "./contract-table.js";

/** A column as it stands in the database. */
export interface PhysicalColumn {
  readonly name: string;
  readonly type: "text" | "integer" | "number" | "boolean" | "date";
}

/** Days from index beyond ±150 years are no days. */
export const dayRange = [-54750, 54750] as const;

/** How large a number without a range of its own may be, and how small if it is not 0, as SQL and sentences write it. */
export const numberSize = { largest: "1e18", smallest: "1e-30" } as const;

/** The columns of a contract table in order, each `time` column as its twins `_on` and `_day`. */
export function physicalColumns(table: ContractTable): readonly PhysicalColumn[] {
  return table.columns.flatMap(({ name, type }): PhysicalColumn[] =>
    type === "time"
      ? [
          { name: `${name}_on`, type: "date" },
          { name: `${name}_day`, type: "integer" },
        ]
      : [{ name, type }],
  );
}

/** The names of `columns` in the database, each `time` column as both its twins. */
export function physicalNames(table: ContractTable, columns: readonly string[]): readonly string[] {
  return columns.flatMap((name) =>
    table.columns.some((column) => column.name === name && column.type === "time")
      ? [`${name}_on`, `${name}_day`]
      : [name],
  );
}
