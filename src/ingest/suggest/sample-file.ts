import { quoteIdentifier } from "../../store/quote-identifier.js";
import { quoteText } from "../../store/quote-text.js";
import type { Store } from "../../store/store.js";
import type { RawColumn } from "../raw-table.js";
import { readCsvHeader } from "../read-csv.js";

/** A file as a draft sees it: its columns, and what stands in their first rows. */
export interface SampledFile {
  readonly name: string;
  readonly delimiter: "," | ";" | "\t" | "|";
  readonly columns: readonly SampledColumn[];
}

export interface SampledColumn {
  readonly name: string;
  readonly type: RawColumn["type"];
  /** Distinct values of the first rows as text, in order; none of it is printed but codes. */
  readonly values: readonly string[];
  /** The value of each of the first rows. */
  readonly rows: readonly (string | null)[];
}

const rowsSampled = 2000;

/** The first rows of a CSV or Parquet file. */
export async function sampleFile(store: Store, folder: string, name: string): Promise<SampledFile> {
  const path = `${folder}/${name}`;
  if (/\.parquet$/i.test(name)) {
    const described = await store.describe(`select * from read_parquet(${quoteText(path)})`);
    const names = described.map((column) => column.name);
    const dates = new Set(described.filter(({ type }) => type === "DATE").map((column) => column.name));
    const columns = await sample(store, names, `read_parquet(${quoteText(path)})`);
    return {
      name,
      delimiter: ",",
      columns: columns.map((column) => (dates.has(column.name) ? { ...column, type: "date" } : column)),
    };
  }
  const delimiter = guessDelimiter(path, name);
  const names = readCsvHeader({ path, shown: name }, { encoding: "utf-8", delimiter });
  const types = names.map((column) => `${quoteText(column)}: 'VARCHAR'`).join(", ");
  const relation = `read_csv(${quoteText(path)}, columns = {${types}}, auto_detect = false, header = true, delim = ${quoteText(delimiter)}, quote = '"', escape = '"', nullstr = '', ignore_errors = true)`;
  return { name, delimiter, columns: await sample(store, names, relation) };
}

function guessDelimiter(path: string, name: string): SampledFile["delimiter"] {
  const counts = ([",", ";", "\t", "|"] as const).map((delimiter) => ({
    delimiter,
    columns: readCsvHeader({ path, shown: name }, { encoding: "utf-8", delimiter }).length,
  }));
  return counts.reduce((best, each) => (each.columns > best.columns ? each : best)).delimiter;
}

async function sample(store: Store, names: readonly string[], relation: string): Promise<SampledColumn[]> {
  const listed = names.map((name, i) => `nullif(trim(cast(${quoteIdentifier(name)} as varchar)), '') as c${i}`);
  const found = await store.query(`select ${listed.join(", ")} from ${relation} limit ${rowsSampled}`);
  return names.map((name, i) => {
    const rows = found.text(`c${i}`);
    const values = [...new Set(rows.filter((value) => value !== null))].sort();
    return { name, type: "text", values, rows };
  });
}
