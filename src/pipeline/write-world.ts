import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { Effects } from "../effects.js";
import { OutputError } from "../errors.js";
import { generateBatches } from "../simulate/generate-batches.js";
import { worldTables } from "../simulate/tables.js";
import type { World } from "../simulate/world.js";
import { openStore } from "../store/open-store.js";
import type { Store } from "../store/store.js";
import { makeTemporaryFolder } from "../store/temporary-folder.js";
import { writeParquet } from "../store/write-parquet.js";
import { writeTable } from "../store/write-table.js";

/** Rows written, by table. */
export type RowCounts = Readonly<Record<string, number>>;

/**
 * Writes the data of a world: as a DuckDB file with schema rwid where `target` ends in .duckdb, else as a folder of Parquet
 * files, one per table. Batches go into a database file beside the target and from there, so memory stays flat; the target is
 * replaced in one step at the end. One thread writes, so that two runs give the same bytes of Parquet.
 * Throws OutputError when the target cannot be written.
 */
export async function writeWorld(world: World, target: string, effects: Effects, pid: number): Promise<RowCounts> {
  const asDatabase = target.endsWith(".duckdb");
  const scratch = makeTemporaryFolder(dirname(target));
  const fresh = asDatabase ? join(scratch.path, "world.duckdb") : `${target}.tmp-${pid}`;
  try {
    const store = await openStore({
      path: join(scratch.path, "world.duckdb"),
      threads: 1,
      tempDirectory: join(scratch.path, "spill"),
    });
    let counts: RowCounts;
    try {
      counts = await fillStore(store, world, effects);
      if (!asDatabase) await writeFolder(store, fresh);
    } finally {
      store.close();
    }
    replace(fresh, target, pid);
    return counts;
  } finally {
    if (!asDatabase) rmSync(fresh, { recursive: true, force: true });
    scratch.remove();
  }
}

async function fillStore(store: Store, world: World, effects: Effects): Promise<RowCounts> {
  const counts: Record<string, number> = {};
  const total = world.trialPatients + world.carePatients;
  for (const batches of generateBatches(world)) {
    for (const { table, rowCount, columns } of batches) {
      const known = counts[table];
      if (known === undefined) await writeTable(store, { schema: "rwid", name: table }, columns);
      else await store.append({ schema: "rwid", name: table }, columns);
      counts[table] = (known ?? 0) + rowCount;
    }
    // Appending never leaves this turn of the event loop, and the engine's buffers are given back between turns only:
    // without one here memory grows by 5 GB for 200,000 patients.
    await setImmediate();
    effects.progress("simulate", (counts.patient ?? 0) / total);
  }
  return counts;
}

async function writeFolder(store: Store, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const table of worldTables)
    await writeParquet(store, `select * from rwid.${table}`, join(folder, `${table}.parquet`));
}

/** The old target is renamed away, the new one in, the old one removed. */
function replace(fresh: string, target: string, pid: number): void {
  const old = `${target}.old-${pid}`;
  try {
    if (existsSync(target)) renameSync(target, old);
    renameSync(fresh, target);
    rmSync(old, { recursive: true, force: true });
  } catch (error) {
    throw new OutputError(`cannot replace ${target} (${(error as NodeJS.ErrnoException).code}); may it be written`);
  }
}
