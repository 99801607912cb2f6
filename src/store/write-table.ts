import { quoteIdentifier } from "./quote-identifier.js";
import type { Store } from "./store.js";
import type { TableColumn, TableColumns } from "./table-columns.js";

const sqlTypes = {
  text: "varchar",
  integer: "integer",
  number: "double",
  boolean: "boolean",
  date: "date",
} as const satisfies Record<TableColumn["type"], string>;

/**
 * Makes a table and fills it with the columns (of equal length, in their order). Its schema (default main) is made when
 * it is absent; a table of that name must not exist. Further rows go in with `store.append`.
 */
export async function writeTable(
  store: Store,
  table: { readonly schema?: string; readonly name: string },
  columns: TableColumns,
): Promise<void> {
  const { schema = "main", name } = table;
  const definitions = columns.map((column) => `${quoteIdentifier(column.name)} ${sqlTypes[column.type]}`);
  await store.execute(`create schema if not exists ${quoteIdentifier(schema)}`);
  await store.execute(`create table ${quoteIdentifier(schema)}.${quoteIdentifier(name)} (${definitions.join(", ")})`);
  await store.append({ schema, name }, columns);
}
