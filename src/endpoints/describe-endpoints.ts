import type { PatientFrame } from "../frame/patient-frame.js";
import { RESPONSE_LABELS } from "../recist/response.js";
import { makeWarning } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import { canonicalJson } from "../spec/canonical-json.js";
import type { DerivedEndpoint } from "../spec/endpoint.js";
import type { Imaging } from "../spec/imaging.js";
import { endpointPlace } from "./arm-counts.js";
import type { DerivedEndpoints } from "./derive-endpoints.js";
import { listEhrRows } from "./describe-ehr-rows.js";
import { describeReading } from "./describe-reading.js";
import { describeResponse } from "./describe-response.js";
import { describeDeaths, describeTime } from "./describe-time.js";
import { readingOf } from "./reading.js";

export interface DescribedEndpoint {
  /** Name in the analysis. */
  readonly name: string;
  /** Key of the request. */
  readonly key: string;
  readonly endpoint: DerivedEndpoint;
}

/**
 * The records of one variant's derived endpoints: categories, denominators and endings per arm, then the readings and records
 * they come from, each once.
 */
export function describeEndpoints(
  variant: string,
  endpoints: readonly DescribedEndpoint[],
  {
    derived,
    patients,
    imaging,
  }: { readonly derived: DerivedEndpoints; readonly patients: PatientFrame; readonly imaging: Imaging },
): ResultRecord[] {
  const records = endpoints.flatMap((each) => describeOne(variant, each, { derived, patients, imaging }));
  const reading = derived.readings.get(readingOf(imaging).key);
  const usesScans = endpoints.some(({ endpoint }) => "by" in endpoint && endpoint.by === "imaging");
  if (usesScans && reading !== undefined)
    records.push(...describeReading(variant, { result: reading, patients, codes: derived.codes }));
  const anchors = new Map(
    endpoints.flatMap(({ endpoint }) =>
      "by" in endpoint && endpoint.by === "ehr" ? [[canonicalJson(endpoint.anchors), endpoint.anchors]] : [],
    ),
  );
  for (const [key, list] of anchors) records.push(listEhrRows(variant, list, derived.records.get(key)!));
  return records;
}

function describeOne(
  variant: string,
  { name, key, endpoint }: DescribedEndpoint,
  {
    derived,
    patients,
    imaging,
  }: { readonly derived: DerivedEndpoints; readonly patients: PatientFrame; readonly imaging: Imaging },
): ResultRecord[] {
  const table = derived.tables.get(key)!;
  if (table.kind === "response") {
    const isByScans = "by" in endpoint && endpoint.by === "imaging";
    const labels = isByScans ? readingOf(imaging).criteria.labels : RESPONSE_LABELS;
    return describeResponse(variant, name, { table, patients, labels });
  }
  const followUp = derived.followUps.get(canonicalJson(imaging.newTherapy))!;
  const records: ResultRecord[] = describeTime(variant, name, { table, patients });
  if (endpoint.kind !== "overall-survival") return records;
  records.push(...describeDeaths(variant, name, { followUp, patients }));
  const early = followUp.deathDay.reduce((count, day) => count + (day < 0 ? 1 : 0), 0);
  if (early > 0)
    records.push(
      makeWarning(
        endpointPlace(variant, name),
        "death_before_index",
        `${early} eligible patients died before their index and have no time to an event; correct the index rule or vital_status.died`,
      ),
    );
  return records;
}
