import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DerivedEndpoints, deriveEndpoints, type SequenceSight } from "../../../src/endpoints/derive-endpoints.js";
import type { EndpointTable } from "../../../src/endpoints/endpoint-filler.js";
import type { ResponseTable } from "../../../src/endpoints/response-table.js";
import { analysisDays, type TimeTable } from "../../../src/endpoints/time-table.js";
import type { PatientFrame } from "../../../src/frame/patient-frame.js";
import { NEVER } from "../../../src/recist/lesion-rows.js";
import { RESPONSE_LABELS } from "../../../src/recist/response.js";
import { openSource } from "../../../src/source/open-source.js";
import { type DerivedEndpoint, endpointSchema } from "../../../src/spec/endpoint.js";
import { imagingSchema } from "../../../src/spec/imaging.js";
import { type RwidRow, writeRwid } from "../../support/write-rwid.js";
import { clinicTables, type PatientNote } from "./clinic.js";

const words = { label: "x", definition: "x" };

/** The endpoints that most tests ask for. */
export const usual = {
  orr: { kind: "response", by: "imaging" },
  pfs: { kind: "progression-free-survival", by: "imaging" },
  os: { kind: "overall-survival" },
} as const;

export interface Clinic {
  readonly derived: DerivedEndpoints;
  readonly patients: PatientFrame;
}

/** Derives endpoints of made-up patients through the door that an analysis uses: files, contract, source, endpoints. */
export async function deriveClinic(
  notes: readonly PatientNote[],
  {
    endpoints = usual,
    imaging = {},
    change = () => undefined,
    slicePatients,
    onChosen,
    indexDay = 0,
  }: {
    readonly endpoints?: Readonly<Record<string, object>>;
    readonly imaging?: object;
    readonly change?: (tables: Record<string, RwidRow[]>) => void;
    readonly slicePatients?: number;
    readonly onChosen?: (sight: SequenceSight) => void;
    /** On the datasets' own count. */
    readonly indexDay?: number;
  } = {},
): Promise<Clinic> {
  const folder = mkdtempSync(join(tmpdir(), "scanarm-clinic-"));
  const tables = clinicTables(notes);
  change(tables);
  const filled = Object.fromEntries(Object.entries(tables).filter(([, rows]) => rows.length > 0));
  try {
    const source = await openSource({ folder: writeRwid(folder, filled) });
    try {
      const patients = frameOf(notes, indexDay);
      const section = imagingSchema.parse({ schedule: { segments: [{ everyDays: 42, untilDay: 3650 }] }, ...imaging });
      const requests = Object.entries(endpoints).map(([key, endpoint]) => ({
        key,
        shown: key,
        endpoint: endpointSchema.parse({ ...words, ...endpoint }) as DerivedEndpoint,
        imaging: section,
      }));
      const options = {
        ...(slicePatients === undefined ? {} : { slicePatients }),
        ...(onChosen === undefined ? {} : { onChosen }),
      };
      return { derived: await deriveEndpoints(source.store, patients, requests, options), patients };
    } finally {
      source.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Trial patients are those of dataset t. */
export function frameOf(notes: readonly PatientNote[], indexDay = 0): PatientFrame {
  const sorted = [...notes].sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    n: sorted.length,
    patientId: sorted.map(({ id }) => id),
    datasetId: sorted.map(({ id }) => id.split(":")[0]!),
    indexEpochDay: new Int32Array(sorted.length).fill(indexDay),
    trial: Uint8Array.from(sorted, ({ id }) => (id.startsWith("t:") ? 1 : 0)),
  };
}

/** A time as a test writes it: `42 event: progression`, `1 censored: no-baseline`, or `none`. */
export function timeOf(clinic: Clinic, key: string, patient: string): string {
  const { table, place } = find<TimeTable>(clinic, key, patient);
  if (table.available[place] === 0) return "none";
  const { cnsr, situation } = table.endings[table.ending[place]!]!;
  return `${analysisDays(table, place)} ${cnsr === 0 ? "event" : "censored"}: ${situation}`;
}

/** The interval of a progression: `(42, 84]`, or `(84, ∞)`. */
export function intervalOf(clinic: Clinic, key: string, patient: string): string {
  const { table, place } = find<TimeTable>(clinic, key, patient);
  const right = table.interval!.right[place]!;
  return `(${table.interval!.left[place]}, ${right === NEVER ? "∞)" : `${right}]`}`;
}

/** A best response as a test writes it: `PR day 42 responder`, with `not counted` where the denominator leaves it out. */
export function bestOf(clinic: Clinic, key: string, patient: string): string {
  const { table, place } = find<ResponseTable>(clinic, key, patient);
  const day = table.row[place]! < 0 ? "" : ` day ${table.day[place]}`;
  const counted = table.available[place] === 1 ? "" : " not counted";
  return `${RESPONSE_LABELS[table.best[place]!]}${day}${table.isResponder[place] === 1 ? " responder" : ""}${counted}`;
}

function find<Table extends EndpointTable>(
  { derived, patients }: Clinic,
  key: string,
  patient: string,
): { readonly table: Table; readonly place: number } {
  return { table: derived.tables.get(key) as Table, place: patients.patientId.indexOf(patient) };
}
