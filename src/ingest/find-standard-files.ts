import { readdirSync } from "node:fs";
import { join, posix } from "node:path";
import { DataError } from "../errors.js";
import type { RawTable } from "./raw-table.js";
import { readCsv } from "./read-csv.js";
import { readDatasetJson } from "./read-dataset-json.js";
import { readParquet } from "./read-parquet.js";
import { readXpt } from "./read-xpt.js";
import { resolveInside } from "./resolve-inside.js";
import { openSourceFile, type SourceFile } from "./source-file.js";
import type { Workbench } from "./workbench.js";

/** Formats by the ending of a file's name. */
const endings = [".xpt", ".json", ".ndjson", ".csv", ".parquet"] as const;

export interface StandardFiles {
  readonly folder: string;
  /** Files named by the configuration, by dataset. */
  readonly files: Readonly<Partial<Record<string, string | readonly string[]>>>;
  readonly encoding: "utf-8" | "latin-1";
}

/**
 * The files of the named datasets (`DM`, `ADSL`), read: those the configuration names, else `<name>.xpt`, `.json`,
 * `.ndjson`, `.csv` or `.parquet` (or `.gz` of it), in either case, in the folder. Datasets without a file are absent.
 * Throws DataError when two files of the folder claim one dataset.
 */
export async function readStandardFiles(
  bench: Workbench,
  dataset: string,
  names: readonly string[],
  source: StandardFiles,
): Promise<ReadonlyMap<string, readonly RawTable[]>> {
  const folder = resolveInside(bench.folder, source.folder);
  const listed = readdirSync(folder).sort();
  const tables = new Map<string, RawTable[]>();
  for (const [k, name] of names.entries()) {
    bench.progress(`read ${name}`, k / names.length);
    const given = source.files[name];
    const files = given === undefined ? findByName(listed, name) : typeof given === "string" ? [given] : given;
    for (const path of files) {
      const file = await openSourceFile(bench, dataset, posix.join(source.folder, path));
      tables.set(name, [...(tables.get(name) ?? []), await readStandardFile(bench, file, source.encoding)]);
    }
  }
  if (tables.size === 0)
    throw new DataError(
      `folder ${join(source.folder)} holds none of ${names.map((name) => `${name.toLowerCase()}${endings[0]}`).join(", ")} (or ${endings.slice(1).join(", ")}); name the files in the configuration`,
    );
  return tables;
}

function findByName(listed: readonly string[], name: string): readonly string[] {
  const found = listed.filter((file) =>
    endings.some((ending) => [`${name}${ending}`, `${name}${ending}.gz`].some((full) => same(full, file))),
  );
  if (found.length > 1)
    throw new DataError(
      `${found.join(" and ")} both claim to be ${name}; keep one, or name the files in the configuration`,
    );
  return found;
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

function readStandardFile(bench: Workbench, file: SourceFile, encoding: "utf-8" | "latin-1"): Promise<RawTable> {
  const name = file.shown.toLowerCase().replace(/\.gz$/, "");
  if (name.endsWith(".xpt")) return readXpt(bench, file, encoding);
  if (name.endsWith("json")) return readDatasetJson(bench, file);
  if (name.endsWith(".parquet")) return readParquet(bench, file);
  if (name.endsWith(".csv")) return readCsv(bench, file, { encoding, delimiter: "," });
  throw new DataError(`${file.shown} has no ending that names its format; expected one of ${endings.join(", ")}`);
}
