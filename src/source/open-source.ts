import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStore, type StoreOptions } from "../store/open-store.js";
import { quoteText } from "../store/quote-text.js";
import type { Store } from "../store/store.js";
import { makeTemporaryFolder, type TemporaryFolder } from "../store/temporary-folder.js";
import { type Breach, contractError } from "./breach.js";
import { checkContract } from "./check-contract.js";
import { type TableName, tableNames } from "./contract.js";
import { type FoundTables, findInDatabase, findInFolder } from "./find-tables.js";
import { createEmptyTable, loadTable } from "./load-table.js";

export type SourceInput = { readonly folder: string } | { readonly duckdb: string };

export interface SourceOptions {
  /** Where the working copy and what does not fit in memory go. Default: the system's temporary folder. */
  readonly tempDirectory?: string;
  /** Default: every core. */
  readonly threads?: number;
  /** Megabytes that the database may hold before it spills; the view cut at index has half of it beside. Default: that of `openStore`. */
  readonly memoryMb?: number;
}

/**
 * The checked data of an analysis: schema `rwid` with every table of the contract, read-only and shut off from files
 * and network.
 */
export interface Source {
  readonly store: Store;
  /** The working copy `store` reads, and the temporary folder that holds it. */
  readonly databasePath: string;
  readonly folder: string;
  readonly options: SourceOptions;
  /** Closes the store and removes the working copy. Closing twice is allowed. */
  readonly close: () => void;
}

/**
 * Loads and checks the data: a folder of `<table>.csv` or `<table>.parquet`, or a DuckDB file with the tables in schema
 * `rwid` (or `main`). They are copied into a database in a temporary folder, so they need not fit in memory and the
 * user's files are only read. Row i of a file (below the header) has rowid i − 1 in `rwid.<table>`.
 * Throws DataError listing every breach of the data contract, or saying which file cannot be read.
 */
export async function openSource(input: SourceInput, options: SourceOptions = {}): Promise<Source> {
  const folder = makeTemporaryFolder(options.tempDirectory ?? tmpdir());
  try {
    const databasePath = join(folder.path, "source.duckdb");
    await buildDatabase(input, storeOptions(databasePath, folder, options));
    const store = await openStore({ ...storeOptions(databasePath, folder, options), readOnly: true });
    await store.lockDown();
    const close = () => {
      store.close();
      folder.remove();
    };
    return { store, databasePath, folder: folder.path, options, close };
  } catch (error) {
    folder.remove();
    throw error;
  }
}

function storeOptions(path: string, folder: TemporaryFolder, { threads, memoryMb }: SourceOptions): StoreOptions {
  return {
    path,
    tempDirectory: join(folder.path, "spill"),
    ...(threads === undefined ? {} : { threads }),
    ...(memoryMb === undefined ? {} : { memoryMb }),
  };
}

async function buildDatabase(input: SourceInput, options: StoreOptions): Promise<void> {
  const store = await openStore(options);
  try {
    await store.execute("create schema rwid");
    const found = "folder" in input ? await findInFolder(store, input.folder) : await findInFile(store, input.duckdb);
    const { breaches, incomplete } = await loadTables(store, found);
    breaches.push(...(await checkContract(store, incomplete)));
    if (breaches.length > 0) throw contractError(breaches, "folder" in input ? input.folder : input.duckdb);
  } finally {
    store.close();
  }
}

/** Attaches the user's database read-only. Opening it alone first tells a damaged or missing file in plain words. */
async function findInFile(store: Store, path: string): Promise<FoundTables> {
  (await openStore({ path, readOnly: true })).close();
  await store.execute(`attach ${quoteText(path)} as origin (read_only)`);
  return findInDatabase(store);
}

async function loadTables(
  store: Store,
  found: FoundTables,
): Promise<{ breaches: Breach[]; incomplete: Set<TableName> }> {
  const breaches = [...found.breaches];
  const incomplete = new Set<TableName>();
  for (const table of tableNames) {
    const origin = found.tables.find((candidate) => candidate.table === table);
    if (origin === undefined) {
      await createEmptyTable(store, table);
      continue;
    }
    const loaded = await loadTable(store, origin);
    breaches.push(...loaded.breaches);
    if (!loaded.complete) incomplete.add(table);
  }
  return { breaches, incomplete };
}
