import type { IngestConfig, IngestDataset } from "../spec/ingest-config.js";
import { quoteText } from "../store/quote-text.js";
import { assigned, type ColumnSource, type Derivation } from "./derivation.js";

const fields = [
  ["dataset_id", "id"],
  ["kind", "kind"],
  ["time_basis", "timeBasis"],
  ["name", "name"],
  ["version", "version"],
  ["extracted_on", "extractedOn"],
  ["data_cutoff", "dataCutoff"],
  ["provenance", "provenance"],
  ["licence", "licence"],
  ["deidentification", "deidentification"],
] as const satisfies readonly (readonly [string, keyof IngestDataset])[];

/** The rows of table dataset, as the configuration writes them. */
export function loadDatasets({ datasets }: IngestConfig): Derivation[] {
  return datasets.map((dataset) => ({
    table: "dataset",
    columns: Object.fromEntries(
      fields.map(([column, field]): [string, ColumnSource] => {
        const value = dataset[field];
        return [column, assigned(value === undefined ? "null" : quoteText(value), "as configured")];
      }),
    ),
    from: "from (select cast(null as integer) as file_id, cast(null as integer) as source_row, cast(null as varchar) as source_id) as s",
  }));
}
