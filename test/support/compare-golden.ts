import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Digits that processors and Node versions agree on; more is not claimed of any number. */
const agreedDigits = 10;

/**
 * Holds files against those of a folder: numbers at 10 significant digits, a page without its program and policy. Returns one line for each that
 * differs, with the first place where it does; the file as it is now is left beside the one it was held against, as `<name>-changed.<ending>`.
 * `files`: path in the folder → text. A text file of the folder that `files` lacks is a difference as well.
 */
export function compareGolden(folder: string, files: ReadonlyMap<string, string>): string[] {
  for (const path of textFiles(folder)) if (path.includes("-changed.")) rmSync(join(folder, path));
  const missing = textFiles(folder).filter((path) => !files.has(path));
  const differences = missing.map((path) => `${path}: is no longer written`);
  for (const [path, text] of files) {
    const golden = join(folder, path);
    const expected = existsSync(golden) ? normalise(path, readFileSync(golden, "utf8")) : null;
    const actual = normalise(path, text);
    if (expected === actual) continue;
    const changed = join(folder, path.replace(/\.(?=[a-z.]+$)/, "-changed."));
    mkdirSync(dirname(changed), { recursive: true });
    writeFileSync(changed, text);
    differences.push(
      `${path}: ${expected === null ? "is new" : firstDifference(expected.split("\n"), actual.split("\n"))}`,
    );
  }
  return differences;
}

/** A text with what may differ without a difference taken out. */
function normalise(path: string, text: string): string {
  if (path.endsWith(".json"))
    return JSON.stringify(
      JSON.parse(text, (_, value) => round(value)),
      null,
      1,
    );
  if (!path.endsWith(".html")) return roundWithin(text);
  const page = text
    .replace(/<script>[\s\S]*?<\/script>/g, "<script></script>")
    .replace(/'sha256-[^']*'/g, "''")
    .replaceAll("><", ">\n<");
  return roundWithin(page);
}

const round = (value: unknown): unknown =>
  typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(agreedDigits)) : value;

/** Numbers with decimals inside a text; `0.1` of a word such as a version is its own rounding. */
const roundWithin = (text: string): string =>
  text.replace(/-?\d+\.\d+(e[+-]?\d+)?/g, (number) =>
    number.length > agreedDigits ? String(round(Number(number))) : number,
  );

function firstDifference(expected: readonly string[], actual: readonly string[]): string {
  const at = actual.findIndex((line, i) => line !== expected[i]);
  const line = at < 0 ? actual.length : at;
  const shown = (text: string | undefined): string =>
    text === undefined ? "nothing" : `“${text.trim().slice(0, 160)}”`;
  return `line ${line + 1} was ${shown(expected[line])} and is ${shown(actual[line])}`;
}

const textFiles = (folder: string): string[] =>
  (readdirSync(folder, { recursive: true }) as string[])
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => /\.(json|csv|svg|html)$/.test(path) && path !== "run.json")
    .sort();
