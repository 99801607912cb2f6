import { nearestName } from "../spec/nearest-name.js";
import { quoteIdentifier } from "../store/quote-identifier.js";
import type { Store } from "../store/store.js";
import { type Breach, tableBreach } from "./breach.js";
import { contract, type TableName } from "./contract.js";
import type { ContractTable } from "./contract-table.js";
import { findBreaches, type RowRule } from "./find-breaches.js";
import type { FoundTable } from "./find-tables.js";
import { parseColumn, typeRules } from "./parse-column.js";
import { type PhysicalColumn, physicalColumns } from "./physical-columns.js";
import { stageTable } from "./stage-table.js";

export interface LoadedTable {
  readonly table: TableName;
  readonly breaches: readonly Breach[];
  /** False where lines of the file could not be read: row numbers and references would mislead. */
  readonly complete: boolean;
}

/**
 * Loads one table into `rwid.<table>`, with every column of the contract in its type and the rows in their order. Every
 * column is staged as text first, so that a value of the wrong type becomes a breach with its row, not a failed load.
 */
export async function loadTable(store: Store, found: FoundTable): Promise<LoadedTable> {
  const { table } = found;
  const columns = physicalColumns(contract[table]);
  const breaches = [...checkColumnNames(found, columns)];
  if (repeatedNames(found.columns).length > 0) {
    await createEmptyTable(store, table);
    return { table, breaches, complete: false };
  }
  const present = columns.filter(({ name }) => found.columns.includes(name));
  const unread = await stageTable(store, found, present);
  breaches.push(...unread);
  const typed = columns.map((column) => {
    const value = present.includes(column) ? parseColumn(column) : `cast(null as ${sqlTypes[column.type]})`;
    return `${value} as ${quoteIdentifier(column.name)}`;
  });
  await store.execute(`create table rwid.${table} as select\n  ${typed.join(",\n  ")}\nfrom staged as t`);
  if (unread.length === 0) breaches.push(...(await checkStaged(store, table, present)));
  await store.execute("drop table staged");
  return { table, breaches, complete: unread.length === 0 };
}

/** Makes `rwid.<table>` without rows. */
export async function createEmptyTable(store: Store, table: TableName): Promise<void> {
  const columns = physicalColumns(contract[table]).map(
    ({ name, type }) => `${quoteIdentifier(name)} ${sqlTypes[type]}`,
  );
  await store.execute(`create table rwid.${table} (${columns.join(", ")})`);
}

const sqlTypes: Record<PhysicalColumn["type"], string> = {
  text: "varchar",
  integer: "integer",
  number: "double",
  boolean: "boolean",
  date: "date",
};

function checkColumnNames({ table, columns }: FoundTable, known: readonly PhysicalColumn[]): Breach[] {
  const names = known.map(({ name }) => name);
  const breaches: Breach[] = [];
  const repeated = repeatedNames(columns);
  for (const name of new Set(columns)) {
    if (repeated.includes(name)) {
      breaches.push(tableBreach(table, name, "must stand once; the header names it twice"));
    } else if (!names.includes(name)) {
      const near = nearestName(name, names);
      const hint = near === null ? `columns of ${table} are ${names.join(", ")}` : `did you mean ${near}`;
      breaches.push(tableBreach(table, name === "" ? "(unnamed)" : name, `is no column of the data contract; ${hint}`));
    }
  }
  for (const name of requiredColumns(contract[table])) {
    const twins = [name, `${name}_on`, `${name}_day`];
    if (!twins.some((twin) => columns.includes(twin)))
      breaches.push(tableBreach(table, name, "is missing; the contract requires this column"));
  }
  return breaches;
}

/** Names that stand twice to an engine that does not tell upper from lower case. */
function repeatedNames(columns: readonly string[]): readonly string[] {
  const lower = columns.map((name) => name.toLowerCase());
  return columns.filter((name, i) => lower.indexOf(name.toLowerCase()) !== i);
}

/** Names, not physical: a key of type `time` is required as one of its twins. */
function requiredColumns({ key, columns }: ContractTable): readonly string[] {
  return columns.filter((column) => column.required === true || key.includes(column.name)).map((column) => column.name);
}

/** Wrong types, and NULL where the contract requires a value, in one scan of the staged text. */
function checkStaged(store: Store, table: TableName, present: readonly PhysicalColumn[]): Promise<Breach[]> {
  const required = requiredColumns(contract[table]);
  const rules = present.flatMap((column): RowRule[] => {
    const text = `t.${quoteIdentifier(column.name)}`;
    const rules: RowRule[] = [];
    if (required.includes(column.name))
      rules.push({ column: column.name, rule: "must not be empty", broken: `${text} is null` });
    if (column.type !== "text")
      rules.push({
        column: column.name,
        rule: typeRules[column.type],
        broken: `${text} is not null and (${parseColumn(column)}) is null`,
      });
    return rules;
  });
  return findBreaches(store, { table, from: "staged as t", rules });
}
