import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../../../shared/data/stats/", import.meta.url));

/** Whether the collection of reference results beside the project is present; tests against it are skipped by name where it is not. */
export const hasReferenceData = existsSync(folder);

/** A file of expected results, `expected/<name>.json`. */
export function readExpected<T>(name: string): T {
  return JSON.parse(readFileSync(`${folder}expected/${name}.json`, "utf8"));
}

/** The columns of `datasets/<name>.csv` as text, by header; quotes are dropped. For files without commas inside a value. */
export function readDataset(name: string): Record<string, string[]> {
  const [header = [], ...rows] = readFileSync(`${folder}datasets/${name}.csv`, "utf8")
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(",").map((cell) => cell.replaceAll('"', "")));
  return Object.fromEntries(header.map((column, j) => [column, rows.map((row) => row[j] ?? "")]));
}
