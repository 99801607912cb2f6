import { SpecError } from "../errors.js";

/** What a column holds: a day on the time axis, or something else. */
export type ColumnKind = "day" | "text" | "number";

/** Columns of each table that endpoint rules may read from. */
export type SourceTables = Readonly<Record<string, Readonly<Record<string, ColumnKind>>>>;

/** A table and the date column in it that a rule of an endpoint reads. */
export interface SourceReference {
  readonly table: string;
  readonly dateColumn?: string;
}

/**
 * Checks that every rule names a table that is there and a column of it that holds days, and that each grouping column
 * is in all of the tables or in none of a table's, and in one at least. Throws SpecError naming the rule by its place
 * in `what`.
 */
export function checkSources(
  what: string,
  references: readonly SourceReference[],
  { tables, by = [] }: { readonly tables: SourceTables; readonly by?: readonly string[] },
): void {
  const names = Object.keys(tables).join(", ");
  references.forEach(({ table, dateColumn }, i) => {
    const columns = tables[table];
    if (columns === undefined) throw new SpecError(`${what}[${i}].table must be one of ${names}; got ${table}`);
    if (dateColumn !== undefined && columns[dateColumn] !== "day") {
      const kind = columns[dateColumn] ?? "no column";
      throw new SpecError(
        `${what}[${i}].dateColumn must hold days; ${dateColumn} of ${table} is ${kind}: convert it first`,
      );
    }
    const present = by.filter((column) => columns[column] !== undefined);
    if (present.length > 0 && present.length < by.length) {
      throw new SpecError(
        `${what}[${i}].table must hold all or none of ${by.join(", ")}; ${table} holds ${present.join(", ")}`,
      );
    }
  });
  for (const column of by) {
    if (references.some(({ table }) => tables[table]?.[column] !== undefined)) continue;
    throw new SpecError(`${what}: grouping column ${column} is in none of the tables ${names}: name another`);
  }
}

/** Checks that a parameter is not in the data yet. Throws SpecError. */
export function checkNewParameter(parameter: string, existing: Iterable<string>): void {
  for (const name of existing) {
    if (name === parameter)
      throw new SpecError(`parameter ${parameter} already exists in the data: choose another code`);
  }
}

/** Checks that each parameter stands for one group: pairs of parameter code and group. Throws SpecError. */
export function checkParameterPerGroup(pairs: Iterable<readonly [parameter: string, group: string]>): void {
  const groups = new Map<string, string>();
  for (const [parameter, group] of pairs) {
    if ((groups.get(parameter) ?? group) !== group) {
      throw new SpecError(
        `parameter ${parameter} must stand for one group; got several: derive the code from the group`,
      );
    }
    groups.set(parameter, group);
  }
}
