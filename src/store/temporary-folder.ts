import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { OutputError } from "../errors.js";

export interface TemporaryFolder {
  readonly path: string;
  /** Removes the folder and all it holds; removing twice is allowed. */
  readonly remove: () => void;
}

/**
 * A new folder for one database and what it spills, inside `parent` (made when absent). Throws OutputError when it
 * cannot be made.
 */
export function makeTemporaryFolder(parent: string): TemporaryFolder {
  try {
    mkdirSync(parent, { recursive: true });
    const path = mkdtempSync(join(parent, "scanarm-"));
    return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
  } catch {
    throw new OutputError(`cannot make a temporary folder in ${parent}; give one that can be written`);
  }
}
