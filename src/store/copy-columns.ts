import {
  type DuckDBDataChunk,
  DuckDBDateValue,
  DuckDBDecimalValue,
  type DuckDBResult,
  DuckDBTypeId,
} from "@duckdb/node-api";
import { type Columns, type CopiedColumn, makeColumns } from "./columns.js";

type CopyColumn = (chunks: readonly DuckDBDataChunk[], index: number, rowCount: number, name: string) => CopiedColumn;

/** The engine types that are handed over. Others (lists, structs, timestamps, …) are cast in the query. */
const copiers: Partial<Record<DuckDBTypeId, CopyColumn>> = {
  [DuckDBTypeId.SQLNULL]: copyText,
  [DuckDBTypeId.VARCHAR]: copyText,
  [DuckDBTypeId.ENUM]: copyText,
  [DuckDBTypeId.DATE]: copyText,
  [DuckDBTypeId.BOOLEAN]: copyBoolean,
  [DuckDBTypeId.TINYINT]: copyInt32,
  [DuckDBTypeId.SMALLINT]: copyInt32,
  [DuckDBTypeId.INTEGER]: copyInt32,
  [DuckDBTypeId.UTINYINT]: copyInt32,
  [DuckDBTypeId.USMALLINT]: copyInt32,
  [DuckDBTypeId.UINTEGER]: copyWhole,
  [DuckDBTypeId.BIGINT]: copyWhole,
  [DuckDBTypeId.UBIGINT]: copyWhole,
  [DuckDBTypeId.HUGEINT]: copyWhole,
  [DuckDBTypeId.UHUGEINT]: copyWhole,
  [DuckDBTypeId.FLOAT]: copyFloat64,
  [DuckDBTypeId.DOUBLE]: copyFloat64,
  [DuckDBTypeId.DECIMAL]: copyFloat64,
};

/**
 * The chunks of a result as typed columns, copied at once: a chunk is a view on engine memory that the next fetch may
 * reuse. Of two columns with one name the last is kept.
 */
export function copyColumns(result: DuckDBResult, chunks: readonly DuckDBDataChunk[]): Columns {
  const rowCount = chunks.reduce((sum, chunk) => sum + chunk.rowCount, 0);
  const columns = new Map<string, CopiedColumn>();
  for (let index = 0; index < result.columnCount; index += 1) {
    const name = result.columnName(index);
    const copy = copiers[result.columnTypeId(index)];
    if (copy === undefined)
      throw new Error(`column ${name} of type ${result.columnType(index)} cannot be handed over; cast it in the query`);
    columns.set(name, copy(chunks, index, rowCount, name));
  }
  return makeColumns(rowCount, columns);
}

function copyText(chunks: readonly DuckDBDataChunk[], index: number, rowCount: number): CopiedColumn {
  const values = new Array<string | null>(rowCount).fill(null);
  visit({ chunks, index, rowCount }, (row, value) => {
    values[row] = value instanceof DuckDBDateValue ? value.toString() : String(value);
  });
  return { kind: "text", values };
}

function copyBoolean(chunks: readonly DuckDBDataChunk[], index: number, rowCount: number): CopiedColumn {
  const values = new Uint8Array(rowCount);
  const missing = visit({ chunks, index, rowCount }, (row, value) => {
    values[row] = value === true ? 1 : 0;
  });
  return { kind: "boolean", values, missing };
}

function copyInt32(chunks: readonly DuckDBDataChunk[], index: number, rowCount: number): CopiedColumn {
  const values = new Int32Array(rowCount);
  const missing = visit({ chunks, index, rowCount }, (row, value) => {
    values[row] = value as number;
  });
  return { kind: "int32", values, missing };
}

function copyWhole(chunks: readonly DuckDBDataChunk[], index: number, rowCount: number, name: string): CopiedColumn {
  const values = new Float64Array(rowCount);
  const missing = visit({ chunks, index, rowCount }, (row, value) => {
    const number = Number(value);
    if (!Number.isSafeInteger(number)) throw new Error(`column ${name} holds an integer beyond 2^53`);
    values[row] = number;
  });
  return { kind: "float64", whole: true, values, missing };
}

function copyFloat64(chunks: readonly DuckDBDataChunk[], index: number, rowCount: number): CopiedColumn {
  const values = new Float64Array(rowCount);
  const missing = visit({ chunks, index, rowCount }, (row, value) => {
    values[row] = value instanceof DuckDBDecimalValue ? value.toDouble() : (value as number);
  });
  return { kind: "float64", whole: false, values, missing };
}

/** Calls `take` for each value that is not NULL and returns the mask of those that are. */
function visit(
  column: { readonly chunks: readonly DuckDBDataChunk[]; readonly index: number; readonly rowCount: number },
  take: (row: number, value: unknown) => void,
): Uint8Array {
  const missing = new Uint8Array(column.rowCount);
  let row = 0;
  for (const chunk of column.chunks) {
    const vector = chunk.getColumnVector(column.index);
    // Asked once: each look at a chunk's row count is a call into the engine.
    const end = chunk.rowCount;
    for (let i = 0; i < end; i += 1, row += 1) {
      const value = vector.getItem(i);
      if (value === null) missing[row] = 1;
      else take(row, value);
    }
  }
  return missing;
}
