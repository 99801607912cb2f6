import { DataError } from "../errors.js";
import { contractVersion } from "./contract.js";

/** One rule of the data contract that the data break. */
export interface Breach {
  readonly table: string;
  /** Column or columns the rule speaks of; null for the table as a whole. */
  readonly column: string | null;
  /** The rule, as a sentence that goes on from the column's name: “must be one of …”. Holds no value of a patient. */
  readonly rule: string;
  /** Rows that break it; null where the rule is not about rows. */
  readonly count: number | null;
  /** The first of those rows, 1 = first row of data (below a file's header). */
  readonly rows: readonly number[];
}

const linesShown = 50;

/** A breach that is not about rows. */
export function tableBreach(table: string, column: string | null, rule: string): Breach {
  return { table, column, rule, count: null, rows: [] };
}

/** One DataError that lists every breach, in code-unit order of their lines; beyond 50 the rest is counted. */
export function contractError(breaches: readonly Breach[], place: string): DataError {
  const lines = breaches.map(describeBreach).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const shown = lines.slice(0, linesShown).map((line) => `\n  ${line}`);
  const rest = lines.length > linesShown ? `\n  … and ${lines.length - linesShown} more` : "";
  const rules = lines.length === 1 ? "1 rule" : `${lines.length} rules`;
  return new DataError(
    `${place} breaks ${rules} of the data contract (version ${contractVersion}):${shown.join("")}${rest}`,
  );
}

function describeBreach({ table, column, rule, count, rows }: Breach): string {
  const subject = column === null ? table : `${table}.${column}`;
  if (count === null) return `${subject} ${rule}`;
  const first = `data ${rows.length === 1 ? "row" : "rows"} ${rows.join(", ")}${count > rows.length ? ", …" : ""}`;
  return `${subject} ${rule}: broken in ${count} ${count === 1 ? "row" : "rows"} (${first})`;
}
