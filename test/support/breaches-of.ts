import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DataError } from "../../src/errors.js";
import { openSource } from "../../src/source/open-source.js";
import { fullRwid } from "./full-rwid.js";
import { type RwidRow, type RwidTables, writeRwid } from "./write-rwid.js";

/**
 * The lines with which `openSource` refuses the tables (and further files), without their indent; [] when they pass.
 */
export async function breachesOf(
  tables: RwidTables,
  files: Readonly<Record<string, string | Uint8Array>> = {},
): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), "scanarm-test-"));
  try {
    writeRwid(folder, tables);
    for (const [file, content] of Object.entries(files)) writeFileSync(join(folder, file), content);
    (await openSource({ folder })).close();
    return [];
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    const [head = "", ...lines] = error.message.split("\n");
    const expected = `${folder} breaks ${lines.length === 1 ? "1 rule" : `${lines.length} rules`} of the data contract (version 1):`;
    if (lines.length <= 50 && head !== expected) throw error;
    return lines.map((line) => line.trim());
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Table = keyof typeof fullRwid;
/** Tables that the rules on a table read, beside dataset and patient. Few tables make a test fast. */
const beside: Partial<Record<Table, readonly Table[]>> = {
  therapy_line: ["drug_exposure"],
  vital_status: ["imaging_study"],
  local_therapy: ["lesion"],
  lesion_measurement: ["imaging_study", "lesion"],
};
function sourceWith(table: Table, rows: readonly RwidRow[]): RwidTables {
  const kept: readonly Table[] = ["dataset", "patient", ...(beside[table] ?? [])];
  return { ...Object.fromEntries(kept.map((name) => [name, fullRwid[name]])), [table]: rows };
}

/** A valid source with row i of one table changed, with rows added to it, or without some of its columns. */
export function changed(table: Table, i: number, change: RwidRow): RwidTables {
  const rows: readonly RwidRow[] = fullRwid[table];
  return sourceWith(
    table,
    rows.map((row, k) => (k === i ? { ...row, ...change } : row)),
  );
}

export function added(table: Table, ...rows: readonly RwidRow[]): RwidTables {
  return sourceWith(table, [...fullRwid[table], ...rows]);
}

export function without(table: Table, ...columns: readonly string[]): RwidTables {
  const rows: readonly RwidRow[] = fullRwid[table];
  return sourceWith(
    table,
    rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => !columns.includes(name)))),
  );
}

/** The least a source can hold. */
export const small: RwidTables = { dataset: fullRwid.dataset, patient: fullRwid.patient };
