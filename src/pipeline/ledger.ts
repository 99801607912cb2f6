import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { OutputError } from "../errors.js";

/** One event in the life of an analysis. The ledger is append-only; it may hold the clock, no result does. */
const entrySchema = z.strictObject({
  at: z.string(),
  event: z.enum(["design-locked", "design-replaced", "results-written", "outcomes-shown"]),
  planHash: z.string(),
  designHash: z.string(),
  engine: z.string(),
  reason: z.string().nullable(),
});

export type LedgerEntry = z.infer<typeof entrySchema>;

export interface Ledger {
  /** Oldest first. */
  readonly entries: readonly LedgerEntry[];
  /**
   * Numbers of the lines that are no entry (cut short, edited), counted from 1. Such a line may have told that outcomes were read. One that
   * stands before a lock made anew for a reason is settled by it and not listed.
   */
  readonly unreadable: readonly number[];
}

const ledgerName = "ledger.jsonl";

/** The ledger of an analysis folder; without entries when there is none. */
export function readLedger(folder: string): Ledger {
  const file = join(folder, ledgerName);
  if (!existsSync(file)) return { entries: [], unreadable: [] };
  const entries: LedgerEntry[] = [];
  let unreadable: number[] = [];
  for (const [i, line] of readFileSync(file, "utf8").split("\n").entries()) {
    if (line.trim() === "") continue;
    const entry = parseEntry(line);
    if (entry === null) {
      unreadable.push(i + 1);
      continue;
    }
    entries.push(entry);
    if (entry.event === "design-replaced" && entry.reason !== null) unreadable = [];
  }
  return { entries, unreadable };
}

/** Adds a line; after one that was cut short, on a line of its own. */
export function appendLedger(folder: string, entry: LedgerEntry): void {
  const file = join(folder, ledgerName);
  try {
    const isOpen = existsSync(file) && !/(^|\n)$/.test(readFileSync(file, "utf8"));
    appendFileSync(file, `${isOpen ? "\n" : ""}${JSON.stringify(entry)}\n`);
  } catch (error) {
    throw new OutputError(`the ledger cannot be written: ${(error as Error).message.split(",")[0]} (${file})`);
  }
}

/** What is wrong with lines that are no entry. */
export const describeUnreadable = (lines: readonly number[]): string =>
  `the ledger may only grow, and line ${lines.join(", ")} of ${ledgerName} is no entry of it (cut short or edited)`;

function parseEntry(line: string): LedgerEntry | null {
  try {
    return entrySchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}
