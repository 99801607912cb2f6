import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { OutputError } from "../errors.js";

export interface OutputFile {
  readonly path: string;
  readonly content: string | Uint8Array;
}

/** A file too large to hold, finished elsewhere on the same disk: it is moved in. */
export interface FinishedFile {
  readonly path: string;
  readonly from: string;
}

/** What `derive` writes. */
const derivedTables = ["adrs.csv", "adtte.csv", "adtr.csv"] as const;

/** What `adam` writes beside those. */
const adamFiles = [
  "adsl.csv",
  "adsl.parquet",
  "adrs.parquet",
  "adtte.parquet",
  "adtr.parquet",
  "variables.csv",
] as const;

/** What this engine writes at the top of an output folder. Anything else found there is the user's and is carried over. */
const ours = new Set<string>([
  ...derivedTables,
  ...adamFiles,
  "ard.csv",
  "ard.parquet",
  "ars.json",
  "qualification.html",
  "qualification.json",
  "qualification.pdf",
  "report.html",
  "report.pdf",
  "report.docx",
  "results.json",
  "run.json",
  "figures",
  "fitness.json",
  "tables",
  "derivation.json",
]);

/** One of these tells that a folder is an output of this engine. run.json alone would not do: whoever keeps outputs under version control leaves it out. */
const marks = new Set<string>(["results.json", "run.json", "qualification.json", "fitness.json", "derivation.json"]);

/**
 * Replaces an output folder as one step: the files are written to `<folder>.tmp-<pid>` beside it, the old folder is renamed away, the new one
 * renamed in, the old one removed. A run that is killed leaves the old folder, or none that looks finished; the next start repairs an interrupted swap.
 */
export function writeOutput(folder: string, files: readonly (OutputFile | FinishedFile)[], pid: number): void {
  guard(folder, () => {
    repairOutput(folder);
    const fresh = `${folder}.tmp-${pid}`;
    const old = `${folder}.old-${pid}`;
    const made = mkdirSync(dirname(folder), { recursive: true });
    let isDone = false;
    try {
      for (const file of files) {
        mkdirSync(dirname(join(fresh, file.path)), { recursive: true });
        if ("from" in file) renameSync(file.from, join(fresh, file.path));
        else writeFileSync(join(fresh, file.path), file.content);
      }
      if (existsSync(folder)) {
        carryOver(folder, fresh);
        renameSync(folder, old);
      }
      renameSync(fresh, folder);
      isDone = true;
    } finally {
      rmSync(fresh, { recursive: true, force: true });
      if (!isDone) removeMade(dirname(folder), made);
    }
    rmSync(old, { recursive: true, force: true });
  });
}

/**
 * Makes sure the output can be written before any work is done: the parent can be made and takes a folder, and the target is a folder of
 * ours or none. Leaves nothing behind: a run that then fails has made no folder.
 */
export function prepareOutput(folder: string, pid: number): void {
  guard(folder, () => {
    const made = mkdirSync(dirname(folder), { recursive: true });
    repairOutput(folder);
    if (existsSync(folder)) {
      if (!statSync(folder).isDirectory())
        throw new OutputError(`the output must be a folder; ${folder} is a file: choose another with --out`);
      const held = readdirSync(folder);
      if (held.length > 0 && !held.some((name) => marks.has(name))) {
        throw new OutputError(
          `the output folder holds files that are no report; got ${held.length} entries in ${folder}: choose another with --out`,
        );
      }
    }
    const probe = `${folder}.tmp-${pid}`;
    mkdirSync(probe);
    rmSync(probe, { recursive: true });
    removeMade(dirname(folder), made);
  });
}

/** Undoes what a killed run left: half-written folders are removed, and an old folder that was renamed away comes back where no new one took its place. */
export function repairOutput(folder: string): void {
  const parent = dirname(folder);
  if (!existsSync(parent)) return;
  for (const name of readdirSync(parent)) {
    const left = new RegExp(`^${escapeRegExp(basename(folder))}\\.(tmp|old)-\\d+$`).exec(name);
    if (left === null) continue;
    if (left[1] === "old" && !existsSync(folder)) renameSync(join(parent, name), folder);
    else rmSync(join(parent, name), { recursive: true, force: true });
  }
}

/** Takes away again the folders that were made on the way to a parent, `made` being the first of them; one that is no longer empty stays. */
function removeMade(parent: string, made: string | undefined): void {
  if (made === undefined) return;
  for (let path = parent; path.startsWith(made) && readdirSync(path).length === 0; path = dirname(path))
    rmdirSync(path);
}

/** By copy: until the swap is done the old folder must stay whole. */
function carryOver(from: string, to: string): void {
  for (const name of readdirSync(from))
    if (!ours.has(name)) cpSync(join(from, name), join(to, name), { recursive: true });
}

function guard(folder: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (error instanceof OutputError) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    throw new OutputError(`the output folder cannot be written (${code}): ${folder}; choose another with --out`);
  }
}

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
