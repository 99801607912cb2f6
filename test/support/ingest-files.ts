import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ingest } from "../../src/pipeline/ingest.js";
import { fingerprintTables } from "../../src/source/fingerprint.js";
import { openSource } from "../../src/source/open-source.js";
import type { Columns } from "../../src/store/columns.js";
import { openStore } from "../../src/store/open-store.js";
import { quietEffects } from "./quiet-effects.js";
import { type RwidRow, rwidCsv } from "./write-rwid.js";
import { xptBytes } from "./write-xpt.js";

export type FileContents = Readonly<Record<string, string | Uint8Array>>;

export interface Ingested {
  /** Runs a query on the output: schemas rwid, lineage, provenance. */
  readonly query: (sql: string) => Promise<Columns>;
  /** Rows of a query as objects of text, NULL as null. */
  readonly rows: (sql: string) => Promise<Record<string, string | null>[]>;
  readonly folder: string;
  readonly lines: readonly string[];
  readonly close: () => void;
}

/** Writes files into a new folder, with the configuration as ingest.json where one is given. */
export function writeFiles(files: FileContents, config: object | null): string {
  const folder = mkdtempSync(join(tmpdir(), "scanarm-ingest-"));
  const all = config === null ? files : { ...files, "ingest.json": JSON.stringify(config) };
  for (const [name, content] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** Runs the command `ingest` on a folder. */
export function runIngest(folder: string, out: string | null = null, target = ".", more: { suggest?: boolean } = {}) {
  return ingest({
    effects: quietEffects(),
    cwd: folder,
    pid: 1,
    tempDirectory: null,
    host: {},
    target,
    out,
    reason: null,
    asOf: null,
    options: null,
    patient: null,
    dates: false,
    ...more,
  });
}

/** Loads files and opens the output, which must keep the data contract. The caller closes it. */
export async function ingestFiles(files: FileContents, config: object | null): Promise<Ingested> {
  const folder = writeFiles(files, config);
  try {
    const { lines } = await runIngest(folder, "out.duckdb");
    (await openSource({ duckdb: join(folder, "out.duckdb") })).close();
    const store = await openStore({ path: join(folder, "out.duckdb"), readOnly: true });
    return {
      query: (sql) => store.query(sql),
      rows: (sql) => readRows((text) => store.query(text), sql),
      folder,
      lines,
      close: () => {
        store.close();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** What `ingest` says when it refuses the files; null when it loads them. */
export async function refusalOf(files: FileContents, config: object | null): Promise<string | null> {
  const folder = writeFiles(files, config);
  try {
    await runIngest(folder, "out.duckdb");
    return null;
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Fingerprints of the tables of an output that hold rows. */
export async function tablesOf(ingested: Ingested): Promise<Record<string, string>> {
  const source = await openSource({ duckdb: join(ingested.folder, "out.duckdb") });
  const found = await fingerprintTables(source.store);
  source.close();
  return Object.fromEntries(
    found.filter(({ rows }) => rows > 0).map(({ table, rows, fingerprint }) => [table, `${rows} rows ${fingerprint}`]),
  );
}

async function readRows(query: Ingested["query"], sql: string): Promise<Record<string, string | null>[]> {
  const found = await query(`select cast(columns(*) as varchar) from (${sql})`);
  const columns = found.names.map((name) => [name, found.text(name)] as const);
  return Array.from({ length: found.rowCount }, (_, i) =>
    Object.fromEntries(columns.map(([name, values]) => [name, values[i] ?? null])),
  );
}

export type Datasets = Readonly<Record<string, readonly RwidRow[]>>;

/** Datasets as files: `dm.csv`, `dm.xpt` or `dm.json` (Dataset-JSON 1.1). Columns that hold numbers alone are numeric. */
export const asFiles = {
  csv: (datasets: Datasets): FileContents => mapEach(datasets, "csv", (_, rows) => rwidCsv(rows)),
  xpt: (datasets: Datasets): FileContents =>
    mapEach(datasets, "xpt", (name, rows) => {
      const columns = columnsOf(rows);
      return xptBytes(
        name,
        columns.map((column) => ({ name: column, type: isNumeric(rows, column) ? "number" : "text" })),
        rows.map((row) => columns.map((column) => cellOf(row, column))),
      );
    }),
  json: (datasets: Datasets): FileContents => mapEach(datasets, "json", datasetJson),
} as const;

/** The text of a Dataset-JSON 1.1 file. */
export function datasetJson(name: string, rows: readonly RwidRow[], version = "1.1.0"): string {
  const columns = columnsOf(rows);
  return JSON.stringify({
    datasetJSONCreationDateTime: "2024-01-01T00:00:00",
    datasetJSONVersion: version,
    itemGroupOID: `IG.${name}`,
    records: rows.length,
    name,
    label: name,
    columns: columns.map((column) => ({
      itemOID: `IT.${name}.${column}`,
      name: column,
      label: column,
      dataType: isNumeric(rows, column) ? "double" : "string",
    })),
    rows: rows.map((row) => columns.map((column) => cellOf(row, column))),
  });
}

function mapEach<T extends string | Uint8Array>(
  datasets: Datasets,
  ending: string,
  write: (name: string, rows: readonly RwidRow[]) => T,
): Record<string, T> {
  return Object.fromEntries(
    Object.entries(datasets).map(([name, rows]) => [`${name.toLowerCase()}.${ending}`, write(name, rows)]),
  );
}

const columnsOf = (rows: readonly RwidRow[]): string[] => [...new Set(rows.flatMap((row) => Object.keys(row)))];

function isNumeric(rows: readonly RwidRow[], column: string): boolean {
  const values = rows
    .map((row) => row[column])
    .filter((value) => value !== null && value !== undefined && value !== "");
  return values.length > 0 && values.every((value) => typeof value === "number");
}

function cellOf(row: RwidRow, column: string): string | number | null {
  const value = row[column];
  return typeof value === "number" ? value : value === null || value === undefined ? null : String(value);
}
