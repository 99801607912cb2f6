import { fillPlace } from "../results/make-records.js";
import type { Listing } from "../results/records.js";
import { readDatasets } from "../source/datasets.js";
import type { Source } from "../source/open-source.js";

const columns = [
  ["dataset_id", "Dataset"],
  ["kind", "Kind"],
  ["name", "Name"],
  ["version", "Version"],
  ["time_basis", "Time basis"],
  ["data_cutoff", "Data cut-off"],
  ["extracted_on", "Extracted on"],
  ["provenance", "Provenance"],
  ["licence", "Licence"],
  ["deidentification", "De-identification"],
  ["patients", "Patients"],
] as const;

/** The datasets of a source as the report prints them. */
export async function describeDatasets(source: Source): Promise<Listing> {
  const datasets = await readDatasets(source.store);
  return {
    kind: "listing",
    ...fillPlace({ variant: "main", stage: "source", population: "datasets" }),
    listing: "datasets",
    columns: columns.map(([name, label]) => ({ name, label })),
    rows: datasets.map((d) => [
      d.datasetId,
      d.kind,
      d.name,
      d.version,
      d.timeBasis,
      d.dataCutoff,
      d.extractedOn,
      d.provenance,
      d.licence,
      d.deidentification,
      d.patients,
    ]),
  };
}
