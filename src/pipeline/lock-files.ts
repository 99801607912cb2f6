import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { LockDifference } from "../design/compare-locks.js";
import { type DesignLock, lockSchema } from "../design/lock-file.js";
import { OutputError } from "../errors.js";

/** What data.seal.json holds: per table the number of rows and a fingerprint free of row order. */
const sealSchema = z.strictObject({
  sealVersion: z.literal("1"),
  contractVersion: z.string(),
  tables: z.array(z.strictObject({ table: z.string(), rows: z.int(), fingerprint: z.string() })),
});

export type DataSeal = z.infer<typeof sealSchema>;

/** Folder beside the analysis file that holds design.lock.json and data.seal.json; meant to be committed with it. */
export const lockFolder = (analysisFolder: string): string => join(analysisFolder, "lock");

/** What stands in the lock folder of an analysis. */
export interface FoundLock {
  /** Null where it is missing or cannot be read. */
  readonly lock: DesignLock | null;
  readonly seal: DataSeal | null;
  /** SHA-256 of design.lock.json as written. */
  readonly lockHash: string;
  /** What is wrong with the files, in words; null where both can be read. */
  readonly problem: string | null;
}

/** The lock and seal of an analysis, or null where none was made yet. A file that is missing or is no lock is told, not thrown: a new lock may take its place. */
export function findLock(analysisFolder: string): FoundLock | null {
  const folder = lockFolder(analysisFolder);
  const [lockFile, sealFile] = [join(folder, "design.lock.json"), join(folder, "data.seal.json")];
  if (!existsSync(lockFile) && !existsSync(sealFile)) return null;
  const [lock, seal] = [readFile(lockSchema, lockFile), readFile(sealSchema, sealFile)];
  return {
    lock: lock.content,
    seal: seal.content,
    lockHash: hashText(lock.text),
    problem: lock.problem ?? seal.problem,
  };
}

/** Writes lock and seal; a lock whose text is unchanged is not touched. Returns the SHA-256 of the lock's text. */
export function writeLock(analysisFolder: string, lock: DesignLock, seal: DataSeal): string {
  const folder = lockFolder(analysisFolder);
  const text = writeJson(lock);
  try {
    mkdirSync(folder, { recursive: true });
    writeWhole(join(folder, "design.lock.json"), text);
    writeWhole(join(folder, "data.seal.json"), writeJson(seal));
  } catch (error) {
    throw new OutputError(
      `the lock cannot be written (${(error as NodeJS.ErrnoException).code}): ${folder}; make the analysis folder writable`,
    );
  }
  return hashText(text);
}

/** The tables of two seals that differ. */
export function compareSeals(locked: DataSeal, now: DataSeal): LockDifference[] {
  const before = new Map(locked.tables.map((table) => [table.table, table]));
  const names = [...new Set([...before.keys(), ...now.tables.map((table) => table.table)])].sort();
  return names.flatMap((name) => {
    const [a, b] = [before.get(name), now.tables.find((table) => table.table === name)];
    if (a?.fingerprint === b?.fingerprint && a?.rows === b?.rows) return [];
    const rows =
      a?.rows === b?.rows ? `${a?.rows} rows, values changed` : `sealed ${a?.rows ?? 0} rows, now ${b?.rows ?? 0}`;
    return [{ what: `data.${name}`, line: `the data are not those that were sealed: table ${name}: ${rows}` }];
  });
}

/** JSON with two spaces of indent, lists of numbers on one line. */
export function writeJson(value: unknown): string {
  const text = JSON.stringify(value, null, 2);
  return `${text.replace(/\[\s+(-?[\d.eE+-]+(?:,\s+-?[\d.eE+-]+)*)\s+\]/g, (_, list: string) => `[${list.replace(/\s+/g, " ")}]`)}\n`;
}

interface ReadFile<T> {
  readonly text: string;
  readonly content: T | null;
  readonly problem: string | null;
}

function readFile<T>(schema: z.ZodType<T>, file: string): ReadFile<T> {
  if (!existsSync(file)) return { text: "", content: null, problem: `the lock is incomplete: ${file} is missing` };
  let text = "";
  try {
    text = readFileSync(file, "utf8");
    return { text, content: schema.parse(JSON.parse(text)), problem: null };
  } catch {
    return { text, content: null, problem: `${file} is no lock that this version of the engine understands` };
  }
}

function writeWhole(file: string, text: string): void {
  if (existsSync(file) && readFileSync(file, "utf8") === text) return;
  writeFileSync(`${file}.tmp`, text);
  renameSync(`${file}.tmp`, file);
}

const hashText = (text: string): string => createHash("sha256").update(text).digest("hex");
