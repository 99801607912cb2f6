import { dirname, join } from "node:path";
import { writeField } from "../report/csv/write-field.js";
import { openStore } from "../store/open-store.js";
import { makeTemporaryFolder } from "../store/temporary-folder.js";
import { writeParquet } from "../store/write-parquet.js";
import { writeTable } from "../store/write-table.js";
import { type AdamTable, renderAdamCsv, toTableColumns } from "./adam-table.js";
import { deriveAdamTables } from "./adam-tables.js";
import { prepareDesigns, requireOpenGates } from "./analyse.js";
import type { Command } from "./command.js";
import { checkLock, noteResults } from "./lock-design.js";
import { makeSeal } from "./make-lock.js";
import { openStudy } from "./open-study.js";
import { outputFolder } from "./output-folder.js";
import { refuseLines } from "./refuse-lines.js";
import { writeRunRecord } from "./run-record.js";
import { prepareOutput, writeOutput } from "./write-output.js";

/**
 * `adam`: the patients of an analysis whose design is locked and their endpoints as ADSL, ADRS, ADTTE and ADTR. Patient-level data, so never
 * part of a report; it shows outcomes, so it is held against the lock and noted in the ledger like `analyze`.
 */
export const adam: Command = async (input) => {
  const study = await openStudy({ ...input, analysis: input.target });
  refuseLines(study, "adam");
  const folder = outputFolder(input, `${study.plan.analysis.id}-adam`);
  prepareOutput(folder.path, input.pid);
  const { source, designs } = await prepareDesigns(study);
  try {
    requireOpenGates(study, designs);
    const seal = await study.clock.time("lock", () => makeSeal(source));
    checkLock(study, designs, seal);
    const tables = await study.clock.time("endpoints", () =>
      deriveAdamTables(designs[0]!, source, (share) => study.effects.progress("endpoints", share)),
    );
    await study.clock.time("write", () =>
      writeTables(folder.path, tables, input.pid, () => {
        noteResults(study);
        return writeRunRecord(input, "adam", study.plan.hash, study.clock);
      }),
    );
    const counts = tables.map(({ id, columns }) => ({ table: id, rows: columns[0]!.values.length }));
    return {
      lines: counts.map(({ table, rows }) => `${folder.shown}/${table}.csv: ${rows} rows`),
      json: { out: folder.path, planHash: study.plan.hash, tables: counts },
      clock: study.clock,
    };
  } finally {
    source.close();
  }
};

/** Writes the tables in both forms as one step. `record` is asked for run.json when all else is ready. */
async function writeTables(
  folder: string,
  tables: readonly AdamTable[],
  pid: number,
  record: () => string,
): Promise<void> {
  // Beside the target, so that the finished files can be moved in.
  const scratch = makeTemporaryFolder(dirname(folder));
  try {
    await writeParquets(tables, scratch.path);
    writeOutput(
      folder,
      [
        ...tables.map((table) => ({ path: `${table.id}.csv`, content: renderAdamCsv(table) })),
        ...tables.map(({ id }) => ({ path: `${id}.parquet`, from: join(scratch.path, `${id}.parquet`) })),
        { path: "variables.csv", content: listVariables(tables) },
        { path: "run.json", content: record() },
      ],
      pid,
    );
  } finally {
    scratch.remove();
  }
}

async function writeParquets(tables: readonly AdamTable[], folder: string): Promise<void> {
  const store = await openStore({ threads: 1 });
  try {
    for (const table of tables) {
      await writeTable(store, { name: table.id }, toTableColumns(table));
      await writeParquet(store, `select * from ${table.id} order by rowid`, join(folder, `${table.id}.parquet`));
    }
  } finally {
    store.close();
  }
}

/** What each column is: table, name and label. */
function listVariables(tables: readonly AdamTable[]): string {
  const rows = tables.flatMap(({ id, columns }) => columns.map(({ name, label }) => [id.toUpperCase(), name, label]));
  return [["dataset", "variable", "label"], ...rows].map((row) => `${row.map(writeField).join(",")}\r\n`).join("");
}
