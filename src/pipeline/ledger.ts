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

const ledgerName = "ledger.jsonl";

/** Every entry of the ledger in an analysis folder, oldest first; none when there is no ledger. Throws OutputError for a line that is no entry. */
export function readLedger(folder: string): LedgerEntry[] {
  const file = join(folder, ledgerName);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "");
  return lines.map((line, i) => {
    try {
      return entrySchema.parse(JSON.parse(line));
    } catch {
      throw new OutputError(
        `line ${i + 1} of ${ledgerName} is no ledger entry: the ledger is append-only and must not be edited; restore it (${file})`,
      );
    }
  });
}

export function appendLedger(folder: string, entry: LedgerEntry): void {
  const file = join(folder, ledgerName);
  try {
    appendFileSync(file, `${JSON.stringify(entry)}\n`);
  } catch (error) {
    throw new OutputError(`the ledger cannot be written: ${(error as Error).message.split(",")[0]} (${file})`);
  }
}

/** Whether the engine had written results of this analysis before. */
export const resultsExisted = (entries: readonly LedgerEntry[]): boolean =>
  entries.some((entry) => entry.event === "results-written");
