import { existsSync } from "node:fs";
import { join } from "node:path";
import { DataError, SpecError } from "../errors.js";
import { checkEndpoint } from "../spec/check-endpoint.js";
import { type DeriveOptions, deriveOptionsSchema } from "../spec/derive-options.js";
import { describeIssues } from "../spec/describe-issues.js";
import { quoteIdentifier } from "../store/quote-identifier.js";
import { quoteText } from "../store/quote-text.js";
import type { Store } from "../store/store.js";
import { readJson } from "./read-json.js";

/** The options of `derive`, checked. `place` is the file's name, for messages. Throws SpecError listing every breach. */
export function parseDeriveOptions(input: unknown, place: string): DeriveOptions {
  const parsed = deriveOptionsSchema.safeParse(input, { reportInput: false });
  if (!parsed.success)
    throw optionsError(describeIssues(parsed.error.issues, { schema: deriveOptionsSchema, input }), place);
  const options = parsed.data;
  const breaches = Object.entries(options.endpoints).flatMap(([name, endpoint]) =>
    checkEndpoint(options, endpoint, `endpoints.${name}`),
  );
  if (options.input.shape === "sdtm" && options.input.start === "reference-start" && options.input.dm === undefined)
    breaches.push("input.start reference-start is RFSTDTC of DM; name the file → input.dm");
  if (breaches.length > 0) throw optionsError(breaches, place);
  return options;
}

/** Reads the options from a JSON file. */
export function readDeriveOptions(file: string, shown: string): DeriveOptions {
  return parseDeriveOptions(readJson(file, shown), shown);
}

function optionsError(breaches: readonly string[], place: string): SpecError {
  const lines = breaches.map((line) => `  - ${line}`).join("\n");
  return new SpecError(
    breaches.length === 1 ? `${breaches[0]} (${place})` : `${breaches.length} things to correct in ${place}:\n${lines}`,
  );
}

/**
 * Loads a CSV file (plain or gzip) into the table `name` of the store, every column as text, empty as NULL, with `row` = place of
 * the row in the file (1 = first below the header). Throws DataError where the file is not there or cannot be read.
 */
export async function loadCsv(
  store: Store,
  name: string,
  { folder, file }: { readonly folder: string; readonly file: string },
): Promise<void> {
  const path = join(folder, file);
  if (!existsSync(path)) throw new DataError(`the folder must hold ${file}; there is no such file in ${folder}`);
  const relation = `read_csv(${quoteText(path)}, header = true, all_varchar = true, delim = ',', quote = '"', escape = '"', nullstr = '', strict_mode = true)`;
  try {
    await store.execute(
      `create table ${quoteIdentifier(name)} as select *, row_number() over () as "row" from ${relation}`,
    );
  } catch (error) {
    throw new DataError(`${file} cannot be read as CSV with a header, commas and double quotes; check its lines`, {
      cause: error,
    });
  }
}

/** Throws DataError naming the columns that a loaded file lacks. */
export async function requireColumns(
  store: Store,
  name: string,
  columns: readonly string[],
  file: string,
): Promise<void> {
  const held = (await store.describe(`select * from ${quoteIdentifier(name)}`)).map((column) => column.name);
  const missing = columns.filter((column) => !held.includes(column));
  if (missing.length === 0) return;
  throw new DataError(
    `${file} must have the column${missing.length === 1 ? "" : "s"} ${missing.join(", ")}; it has ${held.filter((column) => column !== "row").join(", ")}`,
  );
}
