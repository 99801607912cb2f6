import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { DataError } from "../errors.js";
import { nearestName } from "../spec/nearest-name.js";
import { quoteIdentifier } from "../store/quote-identifier.js";
import { quoteText } from "../store/quote-text.js";
import type { Store } from "../store/store.js";
import { type Breach, tableBreach } from "./breach.js";
import { type TableName, tableNames } from "./contract.js";
import { readCsvHeader } from "./read-csv-header.js";

/** A table of the contract as it was found. */
export interface FoundTable {
  readonly table: TableName;
  /** Column names in their order. */
  readonly columns: readonly string[];
  readonly format: "csv" | "parquet" | "duckdb";
  /** The file, or the qualified name as SQL writes it. */
  readonly origin: string;
}

export interface FoundTables {
  readonly tables: readonly FoundTable[];
  readonly breaches: readonly Breach[];
}

const tableFile = /^(.+)\.(csv|parquet)$/;

/** Files that may lie beside the tables. */
const companion = /^\.|\.(md|txt|pdf|html|R|py|sql|ts)$/;

/**
 * The tables of a folder, `<table>.csv` or `<table>.parquet`. A data file that is no table of the contract is a breach.
 * Throws DataError when the folder cannot be read.
 */
export async function findInFolder(store: Store, folder: string): Promise<FoundTables> {
  const tables: FoundTable[] = [];
  const breaches: Breach[] = [];
  for (const file of listFiles(folder)) {
    const [, stem = file, extension = ""] = tableFile.exec(file) ?? [];
    const table = tableNames.find((name) => name === stem);
    if (table === undefined || extension === "") breaches.push(unknownTable(file, stem.replace(/\..*$/, ""), "file"));
    else if (tables.some((known) => known.table === table))
      breaches.push(tableBreach(table, null, "must stand in one file; got both .csv and .parquet"));
    else if (isFolder(join(folder, file)))
      breaches.push(tableBreach(table, null, `must stand in one file; ${file} is a folder`));
    else {
      const origin = join(folder, file);
      if (extension === "csv") tables.push({ table, format: "csv", origin, columns: readCsvHeader(origin) });
      else tables.push({ table, format: "parquet", origin, columns: await parquetColumns(store, origin) });
    }
  }
  return { tables, breaches };
}

/** The tables of the database attached as `origin`: those of schema rwid, or of main where there is no schema rwid. */
export async function findInDatabase(store: Store): Promise<FoundTables> {
  const found = await store.query(
    `select schema_name, table_name, cast(to_json(list(column_name order by column_index)) as varchar) as columns
from duckdb_columns()
where database_name = 'origin' and not internal
group by all
order by schema_name, table_name`,
  );
  const schemas = found.text("schema_name");
  const schema = schemas.includes("rwid") ? "rwid" : "main";
  const tables: FoundTable[] = [];
  const breaches: Breach[] = [];
  for (const [i, name] of found.text("table_name").entries()) {
    if (schemas[i] !== schema || name === null) continue;
    const table = tableNames.find((known) => known === name);
    if (table === undefined) breaches.push(unknownTable(`${schema}.${name}`, name, "table"));
    else {
      const columns: string[] = JSON.parse(found.text("columns")[i] ?? "[]");
      tables.push({
        table,
        format: "duckdb",
        origin: `origin.${quoteIdentifier(schema)}.${quoteIdentifier(name)}`,
        columns,
      });
    }
  }
  return { tables, breaches };
}

function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => !companion.test(entry.name) && (!entry.isDirectory() || tableFile.test(entry.name)))
      .map((entry) => entry.name)
      .sort();
  } catch {
    throw new DataError(`cannot read the folder ${folder}; does it exist, may it be read`);
  }
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

async function parquetColumns(store: Store, path: string): Promise<readonly string[]> {
  try {
    return (await store.describe(`select * from read_parquet(${quoteText(path)})`)).map((column) => column.name);
  } catch {
    throw new DataError(`${path} is not a Parquet file, or it is damaged`);
  }
}

function unknownTable(written: string, stem: string, what: "file" | "table"): Breach {
  const near = nearestName(stem, tableNames);
  const hint = near === null ? `tables of the contract are ${tableNames.join(", ")}` : `did you mean ${near}`;
  return tableBreach(written, null, `is no ${what} of the data contract; ${hint}`);
}
