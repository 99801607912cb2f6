import { quoteIdentifier } from "../store/quote-identifier.js";
import { type Fault, fileFault } from "./fault.js";
import { findColumn, type RawTable } from "./raw-table.js";

export interface WantedColumns {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

/**
 * SQL of the rows of several files of one kind: file_id, source_row and the wanted columns as text, blanks as missing;
 * an optional column that a file lacks is NULL.
 */
export function unionRows(files: readonly RawTable[], { required, optional }: WantedColumns): string {
  const selects = files.map((raw) => {
    const columns = [...required, ...optional].map((name) => {
      const found = findColumn(raw, name);
      const value =
        found === undefined ? "cast(null as varchar)" : `clean(cast(${quoteIdentifier(found.name)} as varchar))`;
      return `${value} as ${name}`;
    });
    return `select ${raw.file.id} as file_id, cast(source_row as integer) as source_row, ${columns.join(", ")} from ${raw.relation}`;
  });
  return selects.join("\nunion all\n");
}

/** Required columns that files lack. */
export function missingColumns(files: readonly RawTable[], required: readonly string[]): Fault[] {
  return files.flatMap((raw) =>
    required
      .filter((name) => findColumn(raw, name) === undefined)
      .map((name) => fileFault(raw.file.shown, name, "is missing from the file")),
  );
}
