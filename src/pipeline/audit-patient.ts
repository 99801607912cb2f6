import { deriveIndex } from "../cohort/derive-index.js";
import { holdsSource } from "../endpoints/check-sources.js";
import { deriveEndpoints } from "../endpoints/derive-endpoints.js";
import { readingOf } from "../endpoints/reading.js";
import { DataError } from "../errors.js";
import { auditSequence } from "../recist/audit-sequence.js";
import type { Source } from "../source/open-source.js";
import { datasetsOf } from "../spec/cohort.js";
import { type DerivedEndpoint, isDerived } from "../spec/endpoint.js";
import { imagingSchema } from "../spec/imaging.js";
import type { PlanVariant } from "../spec/plan.js";
import type { AuditData } from "./audit-data.js";
import { endpointColumns, endpointRow } from "./audit-endpoint-rows.js";
import type { AuditSection } from "./audit-page.js";
import type { AuditDays, AuditedSequence } from "./audit-sequence-sections.js";
import { isoDate } from "./iso-date.js";

export interface AuditedPatient {
  readonly patientId: string;
  readonly dataset: string;
  readonly arm: "trial" | "control";
  readonly isCalendar: boolean;
  /** On the count of the dataset's dates. */
  readonly indexDay: number;
}

/** Finds the patient, the arm of its dataset and its index by that arm's rule. Throws DataError, never naming the patient. */
export async function findPatient(source: Source, { cohort }: PlanVariant, patientId: string): Promise<AuditedPatient> {
  const found = await source.store.query(
    `select p.dataset_id, d.time_basis from rwid.patient as p join rwid.dataset as d on d.dataset_id = p.dataset_id where p.patient_id = $1`,
    [patientId],
  );
  if (found.rowCount === 0)
    throw new DataError("the data hold no such patient; ids carry their dataset, as trial:12 → --patient");
  const dataset = found.text("dataset_id")[0] ?? "";
  const arm = (["trial", "control"] as const).find((side) => datasetsOf(cohort[side]).includes(dataset));
  if (arm === undefined)
    throw new DataError(
      `the patient's dataset "${dataset}" is in neither arm, so there is no index to count from → cohort`,
    );
  const index = await deriveIndex(source.store, cohort[arm], arm);
  const place = index.patientId.indexOf(patientId);
  if (place < 0) throw new DataError(`the patient has no index by the rule of the ${arm} arm → cohort.${arm}.index`);
  const isCalendar = found.text("time_basis")[0] === "calendar";
  return { patientId, dataset, arm, isCalendar, indexDay: index.epochDay[place]! };
}

/** Days from index, or dates. */
export function daysOf({ indexDay }: AuditedPatient, dates: boolean): AuditDays {
  const ofIndex = (day: number) => (dates ? isoDate(indexDay + day) : String(day));
  return { ofIndex, ofCount: (day) => (day === "" ? "" : ofIndex(Number(day) - indexDay)) };
}

/** Derives the patient's sequences, of every reader, and the endpoints of the main analysis that its dataset can give. */
export async function derivePatient(
  source: Source,
  variant: PlanVariant,
  { patient, data, days }: { readonly patient: AuditedPatient; readonly data: AuditData; readonly days: AuditDays },
): Promise<{ readonly sequences: readonly AuditedSequence[]; readonly endpoints: AuditSection }> {
  const readers = [...data.lesions.keys()];
  const imaging =
    variant.imaging ?? imagingSchema.parse(readers.length === 0 ? {} : { readers: { rule: "order", readers } });
  const { criteria } = readingOf(imaging);
  const wanted: (readonly [string, DerivedEndpoint])[] = [];
  for (const [name, endpoint] of Object.entries(variant.endpoints)) {
    if (isDerived(endpoint) && (await holdsSource(source.store, patient.dataset, endpoint)))
      wanted.push([name, endpoint]);
  }
  const sequences: (Omit<AuditedSequence, "reader"> & { readonly code: number })[] = [];
  const derived = await deriveEndpoints(
    source.store,
    {
      n: 1,
      patientId: [patient.patientId],
      datasetId: [patient.dataset],
      indexEpochDay: Int32Array.of(patient.indexDay),
      trial: Uint8Array.of(patient.arm === "trial" ? 1 : 0),
    },
    wanted.map(([name, endpoint]) => ({ key: name, shown: name, endpoint, imaging })),
    {
      alsoRead: readers.length === 0 ? [] : [imaging],
      onSequence: ({ reader, isChosen, workspace, measurement }) => {
        sequences.push({
          code: reader,
          isChosen,
          audit: auditSequence(workspace, criteria),
          rowNumbers: Array.from(measurement.subarray(0, workspace.rowCount), (row) => row + 1),
        });
      },
    },
  );
  const rows = wanted.map(([name, endpoint]) =>
    endpointRow(name, endpoint, { derived, labels: criteria.labels, days }),
  );
  const named = sequences.map(({ code, ...rest }) => ({ reader: derived.codes.readers[code]!, ...rest }));
  return { sequences: named, endpoints: { heading: "Endpoints", columns: endpointColumns, rows } };
}
