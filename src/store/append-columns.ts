import {
  BOOLEAN,
  DATE,
  DOUBLE,
  type DuckDBConnection,
  DuckDBDataChunk,
  DuckDBDateValue,
  type DuckDBType,
  type DuckDBValue,
  INTEGER,
  VARCHAR,
} from "@duckdb/node-api";
import type { TableColumn, TableColumns } from "./table-columns.js";

/** Rows of one engine chunk, the engine's own vector size. */
const CHUNK_ROWS = 2048;

const engineTypes: Record<TableColumn["type"], DuckDBType> = {
  text: VARCHAR,
  integer: INTEGER,
  number: DOUBLE,
  boolean: BOOLEAN,
  date: DATE,
};

/** Appends columns of equal length to a table of as many columns of the same types, chunk by chunk. */
export async function appendColumns(
  connection: DuckDBConnection,
  table: { readonly schema: string; readonly name: string },
  columns: TableColumns,
): Promise<void> {
  const rowCount = columns[0]?.values.length ?? 0;
  for (const column of columns) {
    if (column.values.length !== rowCount)
      throw new Error(`column ${column.name} is not as long as ${columns[0]?.name}`);
  }
  const types = columns.map((column) => engineTypes[column.type]);
  const appender = await connection.createAppender(table.name, table.schema);
  for (let start = 0; start < rowCount; start += CHUNK_ROWS) {
    const end = Math.min(start + CHUNK_ROWS, rowCount);
    const chunk = DuckDBDataChunk.create(types, end - start);
    columns.forEach((column, index) => {
      chunk.setColumnValues(index, engineValues(column, start, end));
    });
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

function engineValues(column: TableColumn, start: number, end: number): DuckDBValue[] {
  if (column.type === "text") return column.values.slice(start, end);
  const values: DuckDBValue[] = [];
  for (let i = start; i < end; i += 1) {
    const value = column.values[i]!;
    if (column.missing?.[i] === 1) values.push(null);
    else if (column.type === "boolean") values.push(value === 1);
    else if (column.type === "date") values.push(new DuckDBDateValue(value));
    else values.push(value);
  }
  return values;
}
