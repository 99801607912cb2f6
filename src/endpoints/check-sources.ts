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

/** The table an endpoint is derived from. */
export const sourceTableOf = ({ endpoint }: Pick<EndpointRequest, "endpoint">): string =>
  needs["by" in endpoint ? endpoint.by : "none"];

/**
 * By the key of the request, the datasets of the comparison that hold no row of what the endpoint is derived from: there it does not
 * exist, and nobody of them may count as a patient without the event. Throws DataError where no dataset holds any.
 */
export async function findUnsourced(
  store: Store,
  patients: PatientFrame,
  requests: readonly EndpointRequest[],
): Promise<Map<string, ReadonlySet<string>>> {
  const datasets = [...new Set(patients.datasetId)];
  const unsourced = new Map<string, ReadonlySet<string>>();
  for (const request of requests) {
    const table = sourceTableOf(request);
    const without = new Set<string>();
    for (const dataset of datasets) if (!(await holdsRows(store, table, dataset))) without.add(dataset);
    if (without.size === datasets.length) {
      const named = datasets.map((dataset) => `"${dataset}"`).join(" and ");
      throw new DataError(
        `${request.endpoint.kind} needs rows of ${table}; dataset ${named} has none, so it cannot be derived → endpoints.${request.shown}`,
      );
    }
    if (without.size > 0) unsourced.set(request.key, without);
  }
  return unsourced;
}

/** Whether a dataset holds any row of what an endpoint is derived from. */
export function holdsSource(store: Store, dataset: string, endpoint: EndpointRequest["endpoint"]): Promise<boolean> {
  return holdsRows(store, sourceTableOf({ endpoint }), dataset);
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
