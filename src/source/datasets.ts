import type { Store } from "../store/store.js";

/** One dataset as the source describes itself, for printing. */
export interface Dataset {
  readonly datasetId: string;
  readonly kind: string;
  readonly timeBasis: string;
  readonly name: string;
  readonly version: string | null;
  /** ISO date. */
  readonly extractedOn: string | null;
  /** ISO date. */
  readonly dataCutoff: string | null;
  readonly provenance: string | null;
  readonly licence: string | null;
  readonly deidentification: string | null;
  /** Rows of patient. */
  readonly patients: number;
}

/** The datasets of a source, in code-unit order of their ids. */
export async function readDatasets(store: Store): Promise<readonly Dataset[]> {
  const found = await store.query(`select
  d.*,
  (select count(*) from rwid.patient as p where p.dataset_id = d.dataset_id) as patients
from rwid.dataset as d`);
  const text = (name: string, i: number): string | null => found.text(name)[i] ?? null;
  const datasets = found.text("dataset_id").map((id, i): Dataset => {
    return {
      datasetId: id ?? "",
      kind: text("kind", i) ?? "",
      timeBasis: text("time_basis", i) ?? "",
      name: text("name", i) ?? "",
      version: text("version", i),
      extractedOn: text("extracted_on", i),
      dataCutoff: text("data_cutoff", i),
      provenance: text("provenance", i),
      licence: text("licence", i),
      deidentification: text("deidentification", i),
      patients: found.int32("patients").values[i] ?? 0,
    };
  });
  return datasets.sort((a, b) => (a.datasetId < b.datasetId ? -1 : 1));
}
