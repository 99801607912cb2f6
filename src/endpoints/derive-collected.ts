import { DataError } from "../errors.js";
import type { BinaryData, OutcomeData, SurvivalData } from "../frame/outcome-data.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { makeStatistic, makeWarning } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import type { CollectedEndpoint } from "../spec/endpoint.js";
import type { Store } from "../store/store.js";
import { collectedEventSql } from "./collected-event.sql.js";
import { findCollected } from "./find-collected.js";

export interface EndpointResult {
  readonly data: OutcomeData;
  readonly records: readonly ResultRecord[];
}

interface Row {
  readonly timeDays: number | null;
  readonly event: 0 | 1;
}

/**
 * One endpoint that the source had derived, of every patient of a comparison. Patients without it are marked, counted and warned of; they are not imputed.
 * Throws DataError when the source holds no such endpoint or one of another kind, or several evaluators and the analysis names none.
 */
export async function deriveCollected(
  variant: string,
  name: string,
  endpoint: CollectedEndpoint,
  patients: PatientFrame,
  full: Store,
): Promise<EndpointResult> {
  const rows = await readCollected(name, endpoint, full);
  const data = endpoint.kind === "collected-event" ? toSurvival(name, patients, rows) : toBinary(name, patients, rows);
  const records: ResultRecord[] = [];
  for (const [group, side] of [
    ["trial", 1],
    ["control", 0],
  ] as const) {
    let without = 0;
    for (let i = 0; i < patients.n; i += 1) if (patients.trial[i] === side && data.available[i] === 0) without += 1;
    if (without === 0) continue;
    const place = { variant, stage: "endpoints", population: "eligible", group, variable: name } as const;
    records.push(
      makeStatistic(place, "n_without_endpoint", without, { unit: "patients" }),
      // The count stands in the statistic beside it, where the small-cell rule sees it.
      makeWarning(
        place,
        "endpoint_missing",
        `eligible patients of the ${group} arm have no ${endpoint.label} and are left out of its estimates`,
      ),
    );
  }
  return { data, records };
}

async function readCollected(name: string, endpoint: CollectedEndpoint, full: Store): Promise<Map<string, Row>> {
  const at = `endpoints.${name}`;
  await findCollected(full, endpoint, at);
  const found = await full.query(collectedEventSql, [endpoint.event]);
  const ids = found.text("patient_id");
  const evaluators = found.text("evaluator");
  const time = found.int32("time_days");
  const event = found.boolean("event");
  const rows = new Map<string, Row>();
  let several = 0;
  for (let k = 0; k < found.rowCount; k += 1) {
    if (endpoint.evaluator !== undefined && evaluators[k] !== endpoint.evaluator) continue;
    const id = ids[k]!;
    if (rows.has(id)) several += 1;
    const timeDays = time.missing[k] === 1 ? null : time.values[k]!;
    rows.set(id, { timeDays, event: event.values[k] === 1 ? 1 : 0 });
  }
  if (several > 0)
    throw new DataError(
      `endpoint "${endpoint.event}" has several evaluators for ${several} patients; name the one to use → ${at}.evaluator`,
    );
  return rows;
}

function toSurvival(endpoint: string, patients: PatientFrame, rows: Map<string, Row>): SurvivalData {
  const timeDays = new Int32Array(patients.n);
  const status = new Uint8Array(patients.n);
  const available = new Uint8Array(patients.n);
  for (let i = 0; i < patients.n; i += 1) {
    const row = rows.get(patients.patientId[i]!);
    if (row === undefined || row.timeDays === null) continue;
    timeDays[i] = row.timeDays;
    status[i] = row.event;
    available[i] = 1;
  }
  return { kind: "survival", endpoint, timeDays, status, available };
}

function toBinary(endpoint: string, patients: PatientFrame, rows: Map<string, Row>): BinaryData {
  const value = new Uint8Array(patients.n);
  const available = new Uint8Array(patients.n);
  for (let i = 0; i < patients.n; i += 1) {
    const row = rows.get(patients.patientId[i]!);
    if (row === undefined) continue;
    value[i] = row.event;
    available[i] = 1;
  }
  return { kind: "binary", endpoint, value, available };
}
