import { NEVER, NONE } from "../recist/lesion-rows.js";
import type { RecistOptions } from "../recist/options.js";
import { findDepthOfResponse, findEarlyChange, type SumChange } from "../recist/response-measures.js";
import { BASELINE_STATUS } from "../recist/workspace.js";
import type { SequenceSight } from "./derive-endpoints.js";

const names = [
  "patient",
  "reader",
  "isChosen",
  /** 0 = baseline, then 1, 2, … */
  "timepoint",
  "day",
  "response",
  "target",
  "targetRule",
  "nonTarget",
  "nonTargetRule",
  "newLesion",
  "newLesionRule",
  "tableRow",
  "flags",
  "sourceRow",
  "sum",
  "nadir",
  "missing",
  "base",
] as const;

/** Timepoints in columns, baseline first within each sequence, in the order in which sequences were derived. */
export type TimepointColumns = Readonly<Record<(typeof names)[number], Int32Array>>;

/** Depth of response and early shrinkage of one sequence (C6). */
export interface SequenceChange {
  readonly patient: number;
  readonly reader: number;
  readonly isChosen: boolean;
  readonly depth: DatedChange | null;
  readonly early: DatedChange | null;
}

export interface DatedChange extends SumChange {
  readonly day: number;
}

/** Timepoints of a slice of patients, kept in typed arrays until they are written. */
export interface TimepointLog {
  readonly note: (sight: SequenceSight) => void;
  readonly count: () => number;
  readonly columns: () => TimepointColumns;
  readonly changes: () => readonly SequenceChange[];
  /** Forgets all, keeps the memory. */
  readonly clear: () => void;
}

export function openTimepointLog(): TimepointLog {
  let columns = createColumns(1024);
  let count = 0;
  let changes: SequenceChange[] = [];
  const room = (more: number): void => {
    if (count + more <= columns.day.length) return;
    const larger = createColumns(Math.max(columns.day.length * 2, count + more));
    for (const name of names) larger[name].set(columns[name]);
    columns = larger;
  };
  return {
    note: (sight) => {
      room(sight.workspace.timepoints.count + 1);
      count = writeSequence(columns, count, sight);
      changes.push(changesOf(sight, sight.reading.options));
    },
    count: () => count,
    columns: () => columns,
    changes: () => changes,
    clear: () => {
      count = 0;
      changes = [];
    },
  };
}

function createColumns(n: number): TimepointColumns {
  return Object.fromEntries(names.map((name) => [name, new Int32Array(n)])) as TimepointColumns;
}

function writeSequence(columns: TimepointColumns, from: number, sight: SequenceSight): number {
  const { workspace, patient, reader, isChosen, measurement } = sight;
  const { timepoints, baseline } = workspace;
  const hasSum = baseline.status === BASELINE_STATUS.valid && baseline.targetCount > 0;
  let row = from;
  const put = (name: keyof TimepointColumns, value: number): void => {
    columns[name][row] = value;
  };
  const begin = (timepoint: number, day: number): void => {
    put("patient", patient);
    put("reader", reader);
    put("isChosen", isChosen ? 1 : 0);
    put("timepoint", timepoint);
    put("day", day);
    put("base", hasSum ? baseline.sum : NONE);
  };
  if (baseline.day !== NEVER) {
    begin(0, baseline.day);
    for (const name of names.slice(5)) if (name !== "base") put(name, name === "nadir" ? NONE : 0);
    put("sum", hasSum ? baseline.sum : NONE);
    row += 1;
  }
  for (let t = 0; t < timepoints.count; t += 1) {
    const evidence = timepoints.evidenceRow[t]!;
    begin(t + 1, timepoints.day[t]!);
    put("response", timepoints.response[t]!);
    put("target", timepoints.target[t]!);
    put("targetRule", timepoints.targetRule[t]!);
    put("nonTarget", timepoints.nonTarget[t]!);
    put("nonTargetRule", timepoints.nonTargetRule[t]!);
    put("newLesion", timepoints.newLesion[t]!);
    put("newLesionRule", timepoints.newLesionRule[t]!);
    put("tableRow", timepoints.tableRow[t]!);
    put("flags", timepoints.flags[t]!);
    put("sourceRow", evidence === NONE ? 0 : measurement[evidence]! + 1);
    put("sum", timepoints.sum[t]!);
    put("nadir", timepoints.nadir[t]!);
    put("missing", timepoints.missing[t]!);
    row += 1;
  }
  return row;
}

function changesOf({ workspace, patient, reader, isChosen, newTherapyDay }: SequenceSight, options: RecistOptions) {
  const dated = (change: SumChange | null): DatedChange | null =>
    change === null ? null : { ...change, day: workspace.timepoints.day[change.timepoint]! };
  return {
    patient,
    reader,
    isChosen,
    depth: dated(findDepthOfResponse(workspace, newTherapyDay)),
    early: dated(findEarlyChange(workspace, options)),
  };
}
