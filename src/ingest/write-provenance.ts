import type { Store } from "../store/store.js";
import type { TableColumn } from "../store/table-columns.js";
import { writeTable } from "../store/write-table.js";
import { createListing, type ListingTable, listingTables } from "./dicom/listings.js";
import type { LoadedSource } from "./load-sources.js";
import type { MappingReport } from "./mapping-report.js";

/** Names of the provenance tables and their columns; what `fitness` reads of a load. */
export const provenanceTables = {
  load: { engine_version: "text", config_hash: "text" },
  dataset_system: { dataset_id: "text", system: "text" },
  source_file: { file_id: "integer", dataset_id: "text", path: "text", bytes: "number", sha256: "text" },
  row_count: {
    file_id: "integer",
    part: "text",
    rows_read: "integer",
    rows_used: "integer",
    rows_set_aside: "integer",
  },
  set_aside: { file_id: "integer", part: "text", reason: "text", rows: "integer", first_rows: "text" },
  note: { file_id: "integer", part: "text", column_name: "text", note: "text", rows: "integer", first_rows: "text" },
  unread_column: { path: "text", column_name: "text" },
  variable_origin: {
    dataset_id: "text",
    table_name: "text",
    column_name: "text",
    origin: "text",
    variables: "text",
    rule: "text",
    code_list: "text",
    code_list_version: "text",
  },
  code_list: { dataset_id: "text", code_list: "text", version: "text", source_value: "text", value: "text" },
  record_origin: {
    dataset_id: "text",
    table_name: "text",
    file_id: "integer",
    records: "integer",
    identified: "integer",
  },
  acceptance: { dataset_id: "text", finding: "text", because: "text" },
  finding: { dataset_id: "text", finding: "text", tag: "text", files: "integer" },
} as const satisfies Record<string, Readonly<Record<string, "text" | "integer" | "number">>>;

export type ProvenanceTable = keyof typeof provenanceTables;
type Cell = string | number | null;

/** Writes the mapping report as tables of schema `provenance` into the store's current database. */
export async function writeProvenance(
  store: Store,
  report: MappingReport,
  sources: readonly LoadedSource[],
): Promise<void> {
  const rows = rowsOf(report);
  for (const name of Object.keys(provenanceTables) as ProvenanceTable[])
    await writeTable(store, { schema: "provenance", name }, toColumns(provenanceTables[name], rows[name]));
  for (const name of Object.keys(listingTables) as ListingTable[]) {
    const selects = sources.flatMap(({ listings }) => (listings === undefined ? [] : [listings[name]]));
    await store.execute(createListing(name, selects));
  }
}

function rowsOf(report: MappingReport): Record<ProvenanceTable, Cell[][]> {
  const { stages } = report;
  return {
    load: [[report.engineVersion, report.configHash]],
    dataset_system: report.systems.map(({ dataset, system }) => [dataset, system]),
    source_file: report.files.map(({ id, dataset, shown, bytes, sha256 }) => [id, dataset, shown, bytes, sha256]),
    row_count: stages.map(({ file, label, read, used }) => [file.id, label, read, used, read - used]),
    set_aside: stages.flatMap(({ file, label, setAside }) =>
      setAside.map(({ reason, rows, first }) => [file.id, label, reason, rows, first.join(" ")]),
    ),
    note: stages.flatMap(({ file, label, notes }) =>
      notes.map(({ column, reason, rows, first }) => [file.id, label, column, reason, rows, first.join(" ")]),
    ),
    unread_column: report.unread.flatMap(({ file, columns }) => columns.map((column) => [file, column])),
    variable_origin: report.origins.map((o) => [
      o.dataset,
      o.table,
      o.column,
      o.origin,
      o.from.join("; "),
      o.rule,
      o.codeList,
      o.codeListVersion,
    ]),
    code_list: report.codeLists.map(({ dataset, list, version, from, to }) => [dataset, list, version, from, to]),
    record_origin: report.records.map((r) => [r.dataset, r.table, r.fileId, r.records, r.identified]),
    acceptance: report.acceptances.map(({ dataset, finding, because }) => [dataset, finding, because]),
    finding: report.findings.map(({ dataset, finding, tag, files }) => [dataset, finding, tag, files]),
  };
}

function toColumns(
  types: Readonly<Record<string, "text" | "integer" | "number">>,
  rows: readonly (readonly Cell[])[],
): TableColumn[] {
  return Object.entries(types).map(([name, type], j): TableColumn => {
    const values = rows.map((row) => row[j] ?? null);
    if (type === "text") return { name, type, values: values.map((value) => (value === null ? null : String(value))) };
    const missing = Uint8Array.from(values, (value) => (value === null ? 1 : 0));
    const numbers = values.map((value) => Number(value ?? 0));
    return type === "integer"
      ? { name, type, values: Int32Array.from(numbers), missing }
      : { name, type, values: Float64Array.from(numbers), missing };
  });
}
