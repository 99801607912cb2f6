import type { SourceFile } from "./source-file.js";

/** One column of a file as it was read. */
export interface RawColumn {
  /** As the file writes it. */
  readonly name: string;
  /** `text` unless the format has types of its own (Parquet). */
  readonly type: "text" | "integer" | "number" | "date" | "boolean";
}

/** A file as a relation of the scratch database: its columns, and `source_row` (1 = first row of data). */
export interface RawTable {
  readonly file: SourceFile;
  /** What stands in FROM. */
  readonly relation: string;
  readonly columns: readonly RawColumn[];
  readonly rows: number;
}

/** The column of that name, whatever its case. */
export function findColumn(raw: Pick<RawTable, "columns">, name: string): RawColumn | undefined {
  return raw.columns.find((column) => column.name.toLowerCase() === name.toLowerCase());
}

/** Names that stand twice to an engine that does not tell upper from lower case. */
export function repeatedNames(names: readonly string[]): string[] {
  const lower = names.map((name) => name.toLowerCase());
  return [...new Set(names.filter((name, i) => lower.indexOf(name.toLowerCase()) !== i))];
}
