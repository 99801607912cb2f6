import type { ProgressionInterval } from "../recist/progression-interval.js";
import type { RuleId } from "../recist/rules.js";

/** How a time ended, in words that many patients share. */
export interface TimeEnding {
  /** 0 = event, else the code of the censoring. */
  readonly cnsr: number;
  /** What happened, or why the time was censored. */
  readonly description: string;
  /** What the date of a censoring is; null of an event. */
  readonly censorDescription: string | null;
  /** The situation or source that decided. */
  readonly situation: string;
  readonly rule: RuleId;
  /** Where the date stands: an assessment, vital_status, therapy_line, or the index itself. */
  readonly source: TimeSource;
}

export type TimeSource = "assessment" | "vital_status" | "therapy_line" | "index";

/** One patient's time to an event, before it goes into the table. */
export interface TimeResult extends TimeEnding {
  readonly startDay: number;
  readonly day: number;
  /** The assessment the day is read from, −1 without. */
  readonly row: number;
  /** The row of the data that decided, 1 = first; 0 where it is not one row. */
  readonly sourceRow: number;
  readonly interval: ProgressionInterval | null;
}

/**
 * A time to an event of n patients (ADTTE in columns), aligned to the frame. Days count from index. NEVER at the right of an
 * interval: the event is still to come.
 */
export interface TimeTable {
  readonly kind: "time";
  readonly name: string;
  readonly available: Uint8Array;
  readonly startDay: Int32Array;
  readonly day: Int32Array;
  /** Code into `endings`. */
  readonly ending: Uint8Array;
  readonly endings: readonly TimeEnding[];
  readonly row: Int32Array;
  readonly sourceRow: Int32Array;
  /** Interval form, of progression only; null where the endpoint has none. */
  readonly interval: Readonly<Record<"left" | "right" | "clearLeft", Int32Array>> | null;
}

export interface TimeTableWriter {
  readonly table: TimeTable;
  readonly put: (patient: number, result: TimeResult) => void;
}

/** An empty table of n patients and the way to fill it. */
export function openTimeTable(
  name: string,
  n: number,
  { hasInterval }: { readonly hasInterval: boolean },
): TimeTableWriter {
  const endings: TimeEnding[] = [];
  const codes = new Map<string, number>();
  const table: TimeTable = {
    kind: "time",
    name,
    available: new Uint8Array(n),
    startDay: new Int32Array(n),
    day: new Int32Array(n),
    ending: new Uint8Array(n),
    endings,
    row: new Int32Array(n),
    sourceRow: new Int32Array(n),
    interval: hasInterval ? { left: new Int32Array(n), right: new Int32Array(n), clearLeft: new Int32Array(n) } : null,
  };
  const codeOf = (result: TimeResult): number => {
    const { cnsr, description, censorDescription, situation, rule, source } = result;
    const key = `${situation}\n${description}\n${censorDescription ?? ""}\n${cnsr}\n${rule}\n${source}`;
    const known = codes.get(key);
    if (known !== undefined) return known;
    const code = endings.push({ cnsr, description, censorDescription, situation, rule, source }) - 1;
    codes.set(key, code);
    return code;
  };
  return {
    table,
    put: (patient, result) => {
      table.available[patient] = 1;
      table.startDay[patient] = result.startDay;
      table.day[patient] = result.day;
      table.ending[patient] = codeOf(result);
      table.row[patient] = result.row;
      table.sourceRow[patient] = result.sourceRow;
      if (table.interval === null || result.interval === null) return;
      table.interval.left[patient] = result.interval.left;
      table.interval.right[patient] = result.interval.right;
      table.interval.clearLeft[patient] = result.interval.clearLeft;
    },
  };
}

/** Analysis time: the day of the start counts, so that it is at least 1. */
export function analysisDays({ day, startDay }: Pick<TimeTable, "day" | "startDay">, patient: number): number {
  return Math.max(day[patient]!, startDay[patient]!) - startDay[patient]! + 1;
}
