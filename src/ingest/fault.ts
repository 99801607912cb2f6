import { DataError } from "../errors.js";
import type { SourceFile } from "./source-file.js";

/** Something in a file that stops the load. Rows count from 1, the first row below the header; they name no patient. */
export interface Fault {
  /** The file as the configuration names it. */
  readonly file: string;
  readonly column: string | null;
  /** A sentence that goes on from the column's name. Holds no value of a patient. */
  readonly rule: string;
  /** Rows that break it; null where the rule is not about rows. */
  readonly count: number | null;
  /** The first of those rows. */
  readonly rows: readonly number[];
  /** Where each row is a file of its own (a folder of images): what those files are called. */
  readonly names?: readonly string[];
}

const linesShown = 50;

/** A fault of a file as a whole, or of a column. */
export function fileFault(file: string, column: string | null, rule: string): Fault {
  return { file, column, rule, count: null, rows: [] };
}

/** Throws one DataError that lists every fault, in the order found; beyond 50 the rest is counted. */
export function refuseFaults(faults: readonly Fault[], place: string): void {
  if (faults.length === 0) return;
  const lines = [...new Set(faults.map(describeFault))];
  const shown = lines.slice(0, linesShown).map((line) => `\n  - ${line}`);
  const rest = lines.length > linesShown ? `\n  … and ${lines.length - linesShown} more` : "";
  const things = lines.length === 1 ? "1 thing" : `${lines.length} things`;
  throw new DataError(`nothing was loaded: ${things} to correct in ${place}:${shown.join("")}${rest}`);
}

/** The same faults with the names of the files that rows of a folder are. */
export function nameRows(faults: readonly Fault[], files: readonly SourceFile[]): Fault[] {
  return faults.map((fault) => {
    const parts = files.find(({ shown }) => shown === fault.file)?.parts;
    return parts === undefined ? fault : { ...fault, names: fault.rows.map((row) => parts[row - 1] ?? String(row)) };
  });
}

function describeFault({ file, column, rule, count, rows, names }: Fault): string {
  const subject = column === null ? file : `${file}, ${names === undefined ? "column" : "tag"} ${column}:`;
  if (count === null) return `${subject} ${rule}`;
  if (names !== undefined)
    return `${subject} ${rule}: ${count} ${count === 1 ? "file" : "files"} (${names.join(", ")}${count > names.length ? ", …" : ""})`;
  const named = `${rows.length === 1 ? "row" : "rows"} ${rows.join(", ")}${count > rows.length ? ", …" : ""}`;
  return `${subject} ${rule}: ${count} ${count === 1 ? "row" : "rows"} (${named})`;
}
