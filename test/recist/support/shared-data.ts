import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

/**
 * Reference data beside the project, where they are present; a test that needs them is skipped by name where they are
 * not.
 */
const folder = fileURLToPath(new URL("../../../../shared/data/recist/", import.meta.url));

export const hasSharedData = existsSync(folder);

export function readShared(name: string): string {
  const bytes = readFileSync(folder + name);
  return (name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
}

export function readSharedJson<T>(name: string): T {
  return JSON.parse(readShared(name)) as T;
}

/** Rows of a CSV by column name; quoted fields without line breaks, an empty field is "". */
export function readSharedCsv(name: string): Record<string, string>[] {
  const [header, ...lines] = readShared(name).trim().split("\n").map(fieldsOf);
  return lines.map((fields) => Object.fromEntries(header!.map((column, i) => [column, fields[i] ?? ""])));
}

function fieldsOf(line: string): string[] {
  const fields: string[] = [];
  for (const [, quoted, plain] of line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)) {
    fields.push(quoted === undefined ? (plain ?? "") : quoted.replaceAll('""', '"'));
  }
  return fields;
}

/** Days since 1970 of an ISO date. A date without a day reads as the 15th, one without a month is refused. */
export function dayOf(date: string): number {
  const [, year, month, day = "15"] = /^(\d{4})-(\d{2})(?:-(\d{2}))?/.exec(date) ?? [];
  if (year === undefined || month === undefined) throw new RangeError(`not a date: ${date}`);
  return Math.round(Date.UTC(Number(year), Number(month) - 1, Number(day)) / 86_400_000);
}

export function dateOf(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}
