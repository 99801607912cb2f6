import { DataError } from "../errors.js";

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

function describeFault({ file, column, rule, count, rows }: Fault): string {
  const subject = column === null ? file : `${file}, column ${column}:`;
  if (count === null) return `${subject} ${rule}`;
  const named = `${rows.length === 1 ? "row" : "rows"} ${rows.join(", ")}${count > rows.length ? ", …" : ""}`;
  return `${subject} ${rule}: ${count} ${count === 1 ? "row" : "rows"} (${named})`;
}
