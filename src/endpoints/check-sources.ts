import { DataError } from "../errors.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import type { Store } from "../store/store.js";
import type { EndpointRequest } from "./derivation-work.js";

/** What each kind of endpoint cannot do without. */
const needs = {
  imaging: "lesion_measurement",
  ehr: "ehr_assessment",
  none: "vital_status",
} as const;

/** Throws DataError where a dataset of the comparison holds no row of what an endpoint is derived from. */
export async function checkSources(
  store: Store,
  patients: PatientFrame,
  requests: readonly EndpointRequest[],
): Promise<void> {
  const datasets = [...new Set(patients.datasetId)];
  for (const { shown, endpoint } of requests) {
    const table = needs["by" in endpoint ? endpoint.by : "none"];
    for (const dataset of datasets) {
      if (await holdsRows(store, table, dataset)) continue;
      throw new DataError(
        `${endpoint.kind} needs rows of ${table}; dataset "${dataset}" has none, so it cannot be derived there → endpoints.${shown}`,
      );
    }
  }
}

async function holdsRows(store: Store, table: string, dataset: string): Promise<boolean> {
  // Lesions stand for their measurements: the contract ties each measurement to a lesion, and only lesions name the patient.
  const from = table === "lesion_measurement" ? "lesion" : table;
  const found = await store.query(
    `select exists (select 1 from rwid.${from} as t where starts_with(t.patient_id, $1 || ':')) as is_there`,
    [dataset],
  );
  return found.boolean("is_there").values[0] === 1;
}
