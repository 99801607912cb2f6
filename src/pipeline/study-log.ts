import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { OutputError } from "../errors.js";

/** What every line of a study's log names. */
export interface StudyLine {
  readonly scenario: string;
  readonly replicate: number;
}

/** The finished replicates of a study, one JSON line each, in the order in which they finished. */
export interface StudyLog<L extends StudyLine> {
  readonly results: readonly L[];
  readonly append: (result: L) => void;
}

/**
 * Opens the log at `path`, or begins it. A last line without its end is what an interruption left of a write: it is cut off and
 * its replicate done again. Throws OutputError where any other line is not a replicate, or the file cannot be written.
 */
export function openStudyLog<L extends StudyLine>(path: string): StudyLog<L> {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const text = existsSync(path) ? readFileSync(path, "utf8") : "";
    const whole = text.slice(0, text.lastIndexOf("\n") + 1);
    if (whole.length < text.length) writeFileSync(path, whole);
    const results = whole
      .split("\n")
      .slice(0, -1)
      .map((line, i) => parseLine<L>(line, i, path));
    return { results, append: (result) => appendFileSync(path, `${JSON.stringify(result)}\n`) };
  } catch (error) {
    if (error instanceof OutputError) throw error;
    throw new OutputError(`the study's log cannot be used (${(error as NodeJS.ErrnoException).code}): ${path}`);
  }
}

function parseLine<L extends StudyLine>(line: string, i: number, path: string): L {
  try {
    const result = JSON.parse(line) as L;
    if (typeof result.scenario === "string" && Number.isInteger(result.replicate)) return result;
  } catch {
    // Not JSON: told below.
  }
  throw new OutputError(`line ${i + 1} of the study's log is no replicate; delete the file to begin anew: ${path}`);
}
