import { closeSync, openSync, readSync } from "node:fs";
import { DataError, OutputError } from "../errors.js";
import { quoteIdentifier } from "../store/quote-identifier.js";
import { quoteText } from "../store/quote-text.js";
import { type Fault, fileFault, refuseFaults } from "./fault.js";
import { type RawTable, repeatedNames } from "./raw-table.js";
import type { SourceFile } from "./source-file.js";
import type { Workbench } from "./workbench.js";

export interface CsvDialect {
  readonly encoding: "utf-8" | "latin-1" | "utf-16";
  readonly delimiter: "," | ";" | "\t" | "|";
}

/** A header longer than this is no header. */
const headerBytes = 262_144;

/**
 * A CSV file as text columns, rows in their order; empty fields are missing. The dialect is given, never guessed.
 * Throws DataError for lines that cannot be read (ragged, bad quotes, other encoding), with their numbers.
 */
export async function readCsv(bench: Workbench, file: SourceFile, dialect: CsvDialect): Promise<RawTable> {
  const { store } = bench;
  const columns = readCsvHeader(file, dialect);
  const repeated = repeatedNames(columns);
  if (repeated.length > 0)
    refuseFaults(
      repeated.map((name) => fileFault(file.shown, name, "must stand once in the header; it stands twice")),
      file.shown,
    );
  const name = quoteIdentifier(`f${file.id}`);
  try {
    // Held for minutes and read a few times: looking for the best compression would cost more than it saves.
    await store.execute("set force_compression = 'uncompressed'");
    await store.execute(`create table raw.${name} as select * from ${csvRelation(file, columns, dialect)}`);
    await store.execute("set force_compression = 'auto'");
  } catch (error) {
    if (error instanceof OutputError) throw error;
    throw new DataError(
      `${file.shown} cannot be read as CSV in ${dialect.encoding}; is it another format or encoding, is it damaged`,
      { cause: error },
    );
  }
  refuseFaults(await takeRejectedLines(bench, file, dialect), file.shown);
  const counted = await store.query(`select count(*) as n from raw.${name}`);
  return {
    file,
    relation: `(select rowid + 1 as source_row, * from raw.${name})`,
    columns: columns.map((column) => ({ name: column, type: "text" })),
    rows: counted.float64("n").values[0] ?? 0,
  };
}

function csvRelation(file: SourceFile, columns: readonly string[], { encoding, delimiter }: CsvDialect): string {
  const types = columns.map((column) => `${quoteText(column)}: 'VARCHAR'`);
  return `read_csv(
  ${quoteText(file.path)},
  columns = {${types.join(", ")}},
  auto_detect = false,
  header = true,
  delim = ${quoteText(delimiter)},
  quote = '"',
  escape = '"',
  comment = '',
  nullstr = '',
  encoding = ${quoteText(encoding)},
  strict_mode = true,
  store_rejects = true,
  rejects_table = 'rejected_lines',
  rejects_scan = 'rejected_scans'
)`;
}

async function takeRejectedLines({ store }: Workbench, file: SourceFile, dialect: CsvDialect): Promise<Fault[]> {
  const rejected = await store.query(`select
  error_type,
  count(distinct line) as lines,
  cast(min(distinct line, 3) as varchar) as first_lines
from rejected_lines
group by error_type
order by error_type`);
  await store.execute("drop table rejected_lines; drop table rejected_scans");
  return rejected.text("error_type").map((kind, i) => {
    const count = rejected.float64("lines").values[i] ?? 0;
    const first: number[] = JSON.parse(rejected.text("first_lines")[i] ?? "[]");
    return {
      file: file.shown,
      column: null,
      rule: `has lines that cannot be read: ${faultOf(kind ?? "", dialect)}`,
      count,
      // A line is counted with the header; a row is not.
      rows: first.map((line) => line - 1),
    };
  });
}

function faultOf(kind: string, { encoding, delimiter }: CsvDialect): string {
  const known: Record<string, string> = {
    "INVALID ENCODING": `text that is not ${encoding}; say which encoding it is`,
    "INVALID UNICODE": `text that is not ${encoding}; say which encoding it is`,
    "TOO MANY COLUMNS": `more fields than the header has columns (fields are separated by ${delimiter})`,
    "MISSING COLUMNS": `fewer fields than the header has columns (fields are separated by ${delimiter})`,
    "UNQUOTED VALUE": "a quotation mark that is not closed or not doubled",
  };
  return known[kind] ?? kind.toLowerCase();
}

/** The column names in the first line of a CSV file. Throws DataError when it is no header. */
export function readCsvHeader(file: Pick<SourceFile, "path" | "shown">, { encoding, delimiter }: CsvDialect): string[] {
  const bytes = new Uint8Array(headerBytes);
  const handle = openSync(file.path, "r");
  const length = readSync(handle, bytes, 0, headerBytes, 0);
  closeSync(handle);
  const other = otherFormatOf(bytes.subarray(0, length), encoding);
  if (other !== null) throw new DataError(`${file.shown} is no CSV in ${encoding}: ${other}`);
  const decoders = { "utf-8": "utf-8", "latin-1": "windows-1252", "utf-16": "utf-16le" } as const;
  const text = new TextDecoder(decoders[encoding]).decode(bytes.subarray(0, length));
  const names = splitFirstLine(text, delimiter);
  if (names === null || text.includes("\u0000") || names.some((name) => name === ""))
    throw new DataError(
      `the first line of ${file.shown} must be a header of column names separated by ${JSON.stringify(delimiter)}, in ${encoding}; it is none`,
    );
  return names;
}

/** What a file is instead, by its first bytes, and what to do; null where they do not tell. */
function otherFormatOf(bytes: Uint8Array, encoding: CsvDialect["encoding"]): string | null {
  const starts = (...first: readonly number[]) => first.every((byte, i) => bytes[i] === byte);
  if (starts(0x1f, 0x8b)) return "it is compressed with gzip; name it .csv.gz, or unpack it";
  if (starts(0x50, 0x4b, 0x03, 0x04)) return "it is a ZIP archive or a workbook; unpack it, or save the sheet as CSV";
  if (encoding !== "utf-16" && (starts(0xff, 0xfe) || starts(0xfe, 0xff)))
    return "it is in UTF-16; write it as UTF-8, or say its encoding where the mapping takes utf-16";
  return null;
}

/** The fields of the first line; null when a quote stays open or the line does not end. */
function splitFirstLine(text: string, delimiter: string): string[] | null {
  const separator = delimiter === "|" ? "\\|" : delimiter;
  const field = new RegExp(`(?:"((?:[^"]|"")*)"|([^"${separator}\\r\\n]*))(${separator}|\\r\\n|\\n|\\r|$)`, "y");
  const names: string[] = [];
  for (;;) {
    const match = field.exec(text);
    if (match === null) return null;
    const [, quoted, plain, end] = match;
    names.push(quoted === undefined ? (plain ?? "").trim() : quoted.replaceAll('""', '"'));
    if (end !== delimiter) return end === "" && text.length >= headerBytes ? null : names;
  }
}
