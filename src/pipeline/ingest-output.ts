import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { OutputError } from "../errors.js";
import { listingTables } from "../ingest/dicom/listings.js";
import type { TargetTable } from "../ingest/target-table.js";
import { provenanceTables } from "../ingest/write-provenance.js";
import type { Store } from "../store/store.js";
import { writeCsv } from "../store/write-csv.js";
import { writeParquet } from "../store/write-parquet.js";

/** Where a load goes: a DuckDB file, or a folder of tables. */
export interface IngestOutput {
  /** Absolute path. */
  readonly path: string;
  readonly isDatabase: boolean;
}

/** Refuses, before any work, an output that cannot be written or would replace something that is no load. */
export function checkIngestOutput({ path, isDatabase }: IngestOutput, shown: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
  } catch (error) {
    throw new OutputError(`the folder of ${shown} cannot be made (${(error as NodeJS.ErrnoException).code})`);
  }
  if (!existsSync(path)) return;
  const isFolder = statSync(path).isDirectory();
  if (isDatabase && isFolder) throw new OutputError(`${shown} is a folder; name a .duckdb file, or another folder`);
  if (!isDatabase && !isFolder) throw new OutputError(`${shown} is a file; name a folder, or a file ending in .duckdb`);
  if (!isDatabase && readdirSync(path).length > 0 && !existsSync(join(path, "provenance")))
    throw new OutputError(`${shown} holds files that no load wrote; choose another folder with --out`);
}

/** Writes every table as a file, with `provenance` and `lineage` in folders beside them, where no reader takes them for data. */
export async function writeTables(
  store: Store,
  folder: string,
  targets: readonly TargetTable[],
  format: "csv" | "parquet",
): Promise<void> {
  const write = format === "csv" ? writeCsv : writeParquet;
  for (const inner of ["provenance", "lineage"]) mkdirSync(join(folder, inner), { recursive: true });
  for (const { name } of targets) {
    const rows = await store.query(`select count(*) as n from rwid.${name}`);
    if (rows.float64("n").values[0] === 0) continue;
    await write(store, `select * from rwid.${name}`, join(folder, `${name}.${format}`));
    await write(store, `select * from lineage.${name}`, join(folder, "lineage", `${name}.${format}`));
  }
  for (const name of [...Object.keys(provenanceTables), ...Object.keys(listingTables)])
    await writeCsv(store, `select * from provenance.${name}`, join(folder, "provenance", `${name}.csv`));
}

/** Puts what was made in the place of what stood there: the old one is renamed away, the new one in, the old one removed. */
export function replaceOutput(fresh: string, { path }: IngestOutput, pid: number): void {
  const old = `${path}.old-${pid}`;
  try {
    if (existsSync(path)) renameSync(path, old);
    renameSync(fresh, path);
    rmSync(old, { recursive: true, force: true });
  } catch (error) {
    if (!existsSync(path) && existsSync(old)) renameSync(old, path);
    throw new OutputError(`cannot replace ${path} (${(error as NodeJS.ErrnoException).code}); may it be written`);
  }
}
