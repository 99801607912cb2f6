import type { Columns } from "./columns.js";
import type { TableColumns } from "./table-columns.js";

/**
 * What may be bound to a `?` or `$1` of a query. Whole numbers within 32 bits bind as INTEGER, other numbers as DOUBLE.
 */
export type StoreValue = string | number | boolean | null;

/** The name and the engine's type of one column a query would return. */
export interface ResultColumn {
  readonly name: string;
  readonly type: string;
}

/**
 * An open database. Every failure of the engine arrives as an error of `errors.ts` or as a plain Error, whose text
 * holds no value of the data. Close it: an open store holds a file lock and memory outside the JavaScript heap.
 */
export interface Store {
  /** All rows of one query, copied out of the engine. */
  readonly query: (sql: string, values?: readonly StoreValue[]) => Promise<Columns>;
  /** Runs one or more statements and drops what they return. Values belong to the last one. */
  readonly execute: (sql: string, values?: readonly StoreValue[]) => Promise<void>;
  /**
   * The rows of one query in engine chunks (at most 2,048 rows), so the result never stands in memory at once. Runs on
   * a connection of its own: other queries may run meanwhile, but temporary tables are not seen.
   */
  readonly streamChunks: (sql: string, values?: readonly StoreValue[]) => AsyncIterable<Columns>;
  /** The columns a query would return, bound against the tables but not run. */
  readonly describe: (sql: string) => Promise<readonly ResultColumn[]>;
  /** How many statements the text holds; 0 when it holds none. The text must be free of syntax errors. */
  readonly countStatements: (sql: string) => Promise<number>;
  /** Appends columns to an existing table whose columns stand in the same order. */
  readonly append: (table: { readonly schema: string; readonly name: string }, columns: TableColumns) => Promise<void>;
  /** Shuts files and network for good: no statement can read or write outside the database, nor undo this. */
  readonly lockDown: () => Promise<void>;
  /** Closing twice is allowed. */
  readonly close: () => void;
}
