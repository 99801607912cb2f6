import { readFileSync } from "node:fs";
import { DataError, OutputError } from "../errors.js";
import { resultsVersion } from "../results/records.js";
import { type ResultsFile, resultsFileSchema } from "../results/results-file.js";

/** A results.json that this engine can read. Throws OutputError for a file that cannot be read, DataError for another version or a file that is none. */
export function readResults(file: string): ResultsFile {
  const value = parse(readText(file), file);
  const version = (value as { resultsVersion?: unknown } | null)?.resultsVersion;
  if (version !== resultsVersion) {
    throw new DataError(
      `${file} must be of results version ${resultsVersion}; got ${JSON.stringify(version) ?? "none"}: make it anew with this engine`,
    );
  }
  const parsed = resultsFileSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw new DataError(
    `${file} is no results file of version ${resultsVersion}: ${issue.path.join(".")}: ${issue.message}`,
  );
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new OutputError(
      `${file} cannot be read (${(error as NodeJS.ErrnoException).code}); make it with: scanarm run <analysis>`,
    );
  }
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DataError(
      `${file} is not valid JSON: it is no results file, or was cut short; make it anew with: scanarm run <analysis>`,
    );
  }
}
