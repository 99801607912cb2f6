import { isEligible } from "../simulate/participation.js";
import { recruit } from "../simulate/recruit.js";
import { simulatePatient } from "../simulate/simulate-patient.js";
import type { BatchColumn, Cell, TableBatch, TableRows } from "../simulate/table-batch.js";
import { openTables, type Tables, takeBatches, type WorldTable } from "../simulate/tables.js";
import type { World } from "../simulate/world.js";
import { writePatient } from "../simulate/write-patient.js";
import { studyReader } from "./study-plan.js";

/** The rows of one table in memory, by column. */
export interface StudyTable {
  readonly rowCount: number;
  readonly text: (column: string) => readonly (string | null)[];
  /** Numbers, dates (days since 1970) and booleans. */
  readonly number: (column: string) => ArrayLike<number>;
  /** Whether a cell of a column of numbers or dates is missing. */
  readonly isMissing: (column: string, row: number) => boolean;
}

export type StudyTables = Readonly<Record<WorldTable, StudyTable>>;

/**
 * The rows that a written world would hold, in memory: every trial patient, and of routine care those whose recorded facts let
 * them join. The others are not followed: whom the criteria leave out touches no estimate.
 */
export function drawStudyTables(world: World): StudyTables {
  const tables = openStudyTables();
  for (let number = 1; number <= world.trialPatients; number += 1)
    writePatient(world, simulatePatient(world, "trial", number), tables);
  for (let number = 1; number <= world.carePatients; number += 1) {
    if (isEligible(recruit(world, "care", number).person))
      writePatient(world, simulatePatient(world, "care", number), tables);
  }
  return Object.fromEntries(
    takeBatches(tables).map((batch) => [batch.table, openTable(batch)]),
  ) as unknown as StudyTables;
}

/** Tables that take what the study reads: one reader's lesions, and nothing of tables that no criterion, covariate or endpoint asks for. */
function openStudyTables(): Tables {
  const tables = openTables();
  const unread = ["drug_exposure", "local_therapy", "reader_assessment", "collected_event"] as const;
  return {
    ...tables,
    ...Object.fromEntries(unread.map((name) => [name, keepIf(tables[name], () => false)])),
    lesion: keepIf(tables.lesion, ([, reader]) => reader === studyReader),
    lesion_measurement: keepIf(tables.lesion_measurement, ([, reader]) => reader === studyReader),
  };
}

function keepIf({ add, take }: TableRows, isWanted: (row: readonly Cell[]) => boolean): TableRows {
  return {
    add: (...row) => {
      if (isWanted(row)) add(...row);
    },
    take,
  };
}

function openTable({ table, rowCount, columns }: TableBatch): StudyTable {
  const byName = new Map<string, BatchColumn>(columns.map((column) => [column.name, column]));
  const columnOf = (name: string): BatchColumn => {
    const column = byName.get(name);
    if (column === undefined) throw new Error(`no column ${name} in ${table}`);
    return column;
  };
  return {
    rowCount,
    text: (name) => columnOf(name).values as readonly (string | null)[],
    number: (name) => columnOf(name).values as ArrayLike<number>,
    isMissing: (name, row) => {
      const column = columnOf(name);
      return column.type !== "text" && column.missing?.[row] === 1;
    },
  };
}
