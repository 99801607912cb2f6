import { closeSync, openSync, writeSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type TableId, type TableRow, tableColumns } from "../endpoints/table-columns.js";
import { OutputError, SpecError } from "../errors.js";
import { makeTemporaryFolder } from "../store/temporary-folder.js";
import type { Command } from "./command.js";
import { readDeriveOptions } from "./derive-files.js";
import { deriveTables } from "./derive-tables.js";
import { derivationLines, describeDerivation } from "./describe-derivation.js";
import { startStageClock } from "./flow.js";
import { writeRunRecord } from "./run-record.js";
import { prepareOutput, writeOutput } from "./write-output.js";

/**
 * `derive`: lesions or ready assessments of a folder, and options as JSON, to ADRS, ADTTE and ADTR as CSV; nothing else of an
 * analysis. The tables hold one row per subject: they are patient data.
 */
export const derive: Command = async (input) => {
  if (input.options == null)
    throw new SpecError("scanarm derive needs what the files are and what to derive; name a JSON file with --options");
  const clock = startStageClock(input.effects.now, (stage) => input.effects.progress(stage, 0));
  const options = readDeriveOptions(resolve(input.cwd, input.options), input.options);
  const shown = input.out ?? "derived";
  const folder = resolve(input.cwd, shown);
  prepareOutput(folder, input.pid);
  const scratch = makeTemporaryFolder(dirname(folder));
  try {
    const files = openTableFiles(scratch.path);
    const note = await clock.time("endpoints", () =>
      deriveTables(
        {
          folder: resolve(input.cwd, input.target),
          options,
          tempDirectory: input.tempDirectory,
          memoryMb: input.memoryMb ?? null,
          progress: (share) => input.effects.progress("endpoints", share),
        },
        files.put,
      ),
    );
    const counts = files.close();
    const described = describeDerivation(options, note, counts);
    await clock.time("write", () =>
      writeOutput(
        folder,
        [
          ...tableIds.map((table) => ({ path: `${table}.csv`, from: join(scratch.path, `${table}.csv`) })),
          { path: "derivation.json", content: `${JSON.stringify(described, null, 2)}\n` },
          { path: "run.json", content: writeRunRecord(input, "derive", described.optionsHash, clock) },
        ],
        input.pid,
      ),
    );
    const lines = [
      ...derivationLines(described),
      ...tableIds.map((table) => `${shown}/${table}.csv: ${counts[table]} rows`),
    ];
    return { lines, json: { out: folder, ...described }, clock };
  } finally {
    scratch.remove();
  }
};

const tableIds = Object.keys(tableColumns) as readonly TableId[];

/** The three tables as CSV files, written as rows come, so that none stands in memory. */
function openTableFiles(folder: string): {
  readonly put: (table: TableId, row: TableRow) => void;
  readonly close: () => Readonly<Record<TableId, number>>;
} {
  const files = Object.fromEntries(
    tableIds.map((table) => [table, openTable(join(folder, `${table}.csv`), table)]),
  ) as Record<TableId, ReturnType<typeof openTable>>;
  return {
    put: (table, row) => files[table].put(row),
    close: () => Object.fromEntries(tableIds.map((table) => [table, files[table].close()])) as Record<TableId, number>,
  };
}

/** Characters gathered before they go to the disk. */
const chunkLength = 1 << 20;

function openTable(path: string, table: TableId) {
  const file = openSync(path, "w");
  let text = `${tableColumns[table].join(",")}\n`;
  let rows = 0;
  const flush = (): void => {
    try {
      writeSync(file, text);
    } catch (error) {
      throw new OutputError(`cannot write ${table}.csv (${(error as NodeJS.ErrnoException).code}); is the disk full`);
    }
    text = "";
  };
  return {
    put: (row: TableRow): void => {
      text += `${row.map(csvField).join(",")}\n`;
      rows += 1;
      if (text.length >= chunkLength) flush();
    },
    close: (): number => {
      flush();
      closeSync(file);
      return rows;
    },
  };
}

function csvField(value: TableRow[number]): string {
  if (value === null) return "";
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
