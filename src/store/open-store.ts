import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { DataError, OutputError } from "../errors.js";
import { appendColumns } from "./append-columns.js";
import { copyColumns } from "./copy-columns.js";
import { engineError } from "./engine-error.js";
import { quoteText } from "./quote-text.js";
import type { Store, StoreValue } from "./store.js";

export interface StoreOptions {
  /** The database file; made when absent, unless readOnly. Default: in memory. */
  readonly path?: string;
  readonly readOnly?: boolean;
  /** Default: every core. */
  readonly threads?: number;
  /**
   * Where the engine spills what does not fit in memory. Without it nothing is spilled and no file is ever left behind.
   */
  readonly tempDirectory?: string;
  /** Megabytes the engine may hold before it spills. Default: 1600 where it can spill, else the engine's own (most of the machine's memory). */
  readonly memoryMb?: number;
}

/** With what Node holds for 10⁸ lesion rows, this stays within 4 GB. */
const DEFAULT_MEMORY_MB = 1600;

/**
 * Opens a DuckDB database. Extensions are never loaded from outside, time stamps are UTC whatever the machine's zone.
 * Throws DataError when the file is missing (readOnly), no DuckDB file, damaged or open elsewhere, OutputError when a
 * new file cannot be made.
 */
export async function openStore(options: StoreOptions = {}): Promise<Store> {
  const { path = ":memory:", readOnly = false, threads, tempDirectory = "" } = options;
  const memoryMb = options.memoryMb ?? (tempDirectory === "" ? null : DEFAULT_MEMORY_MB);
  const config = {
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    ...(readOnly ? { access_mode: "READ_ONLY" } : {}),
    ...(threads === undefined ? {} : { threads: String(threads) }),
  };
  const instance = await DuckDBInstance.create(path, config).catch((error: unknown) => {
    throw openingError(error, path);
  });
  try {
    const connection = await instance.connect();
    const store = wrapConnection(instance, connection);
    await store.execute(`set temp_directory = ${quoteText(tempDirectory)}; set global timezone = 'UTC'`);
    if (memoryMb !== null) await store.execute(`set memory_limit = '${memoryMb}MB'`);
    return store;
  } catch (error) {
    instance.closeSync();
    throw error;
  }
}

function wrapConnection(instance: DuckDBInstance, connection: DuckDBConnection): Store {
  let open = true;
  const guard = async <T>(doing: string, work: () => Promise<T>): Promise<T> => {
    if (!open) throw new Error(`the store is closed (${doing})`);
    return work().catch((error: unknown) => {
      throw engineError(error, doing);
    });
  };
  return {
    query: (sql, values) =>
      guard("running a query", async () => {
        const result = await connection.run(sql, bound(values));
        return copyColumns(result, await result.fetchAllChunks());
      }),
    execute: (sql, values) =>
      guard("running a statement", async () => {
        await connection.run(sql, bound(values));
      }),
    async *streamChunks(sql, values) {
      const own = await guard("opening a stream", () => instance.connect());
      try {
        const result = await guard("running a query", () => own.stream(sql, bound(values)));
        for (;;) {
          const chunk = await guard("reading a stream", () => result.fetchChunk());
          if (chunk === null || chunk.rowCount === 0) return;
          yield copyColumns(result, [chunk]);
        }
      } finally {
        own.closeSync();
      }
    },
    describe: (sql) =>
      guard("binding a query", async () => {
        const prepared = await connection.prepare(sql);
        const columns = Array.from({ length: prepared.columnCount }, (_, i) => ({
          name: prepared.columnName(i),
          type: prepared.columnType(i).toString(),
        }));
        prepared.destroySync();
        return columns;
      }),
    countStatements: (sql) =>
      guard("parsing a query", async () => {
        const extracted = await connection.extractStatements(`${sql}\n;select 1`);
        return extracted.count - 1;
      }),
    append: (table, columns) => guard("appending rows", async () => appendColumns(connection, table, columns)),
    lockDown: () =>
      guard("locking the database", async () => {
        await connection.run("set enable_external_access = false; set lock_configuration = true");
      }),
    close: () => {
      if (!open) return;
      open = false;
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** The engine's client wants a mutable array, and no array where nothing is bound. */
function bound(values: readonly StoreValue[] | undefined): StoreValue[] | undefined {
  return values === undefined || values.length === 0 ? undefined : [...values];
}

function openingError(error: unknown, path: string): Error {
  const message = error instanceof Error ? error.message : String(error);
  if (message.includes("database does not exist")) return new DataError(`no database file at ${path}`);
  if (message.includes("Is a directory"))
    return new DataError(`${path} is a folder, not a DuckDB file; give a folder of tables as {folder}`);
  if (message.includes("not a valid DuckDB database file"))
    return new DataError(`${path} is not a DuckDB database file, or its head is damaged`);
  if (message.includes("Could not set lock"))
    return new DataError(`${path} is open for writing in another program; close it there`);
  if (message.includes("Corrupt") || message.includes("read enough bytes"))
    return new DataError(`the database file ${path} is damaged; restore it from its source`);
  if (message.includes("newer") || message.includes("version number"))
    return new DataError(`${path} was written by another version of DuckDB; export it and read it in again`);
  if (message.includes("Permission denied")) return new DataError(`no permission to open ${path}`);
  if (message.startsWith("IO Error") && message.includes("Cannot open file"))
    return new OutputError(`cannot make a database file at ${path}; does its folder exist, is it writable`);
  return engineError(error, `opening ${path}`);
}
