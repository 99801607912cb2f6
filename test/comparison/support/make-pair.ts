import type { DesignWeights } from "../../../src/frame/design-weights.js";
import {
  CHART_EVIDENCE,
  type DiscordanceFacts,
  NO_DAY,
  type ProgressionView,
  RESPONSE_CATEGORIES,
  type ResponseView,
} from "../../../src/frame/endpoint-view.js";
import type { PatientFrame } from "../../../src/frame/patient-frame.js";
import type { ResultRecord, Statistic } from "../../../src/results/records.js";

type Category = (typeof RESPONSE_CATEGORIES)[number];

/** One patient: arm, and what each source says; null: the source does not exist for him. */
export interface ResponsePatient {
  readonly arm: "trial" | "control";
  readonly ehr: Category | null;
  readonly imaging: Category | null;
  readonly unconfirmed?: boolean;
}

export interface ProgressionPatient {
  readonly arm: "trial" | "control";
  /** Day of progression or, if `last`, of censoring. */
  readonly ehr: { readonly day: number; readonly progressed: boolean } | null;
  readonly imaging: { readonly day: number; readonly progressed: boolean } | null;
  readonly evidence?: (typeof CHART_EVIDENCE)[number];
  readonly parts?: number;
  readonly responds?: boolean;
  readonly scans?: readonly number[];
}

export function framesOf(patients: readonly { readonly arm: "trial" | "control" }[]): PatientFrame {
  return {
    n: patients.length,
    patientId: patients.map((_, i) => `d:${String(i).padStart(5, "0")}`),
    datasetId: patients.map(({ arm }) => arm),
    indexEpochDay: Int32Array.from(patients, (_, i) => 19_000 + (i % 700)),
    trial: Uint8Array.from(patients, ({ arm }) => (arm === "trial" ? 1 : 0)),
  };
}

export function responsePair(name: string, patients: readonly ResponsePatient[]) {
  const view = (of: (patient: ResponsePatient) => Category | null, isUnconfirmed: boolean): ResponseView => ({
    kind: "response",
    available: bytes(patients, (patient) => of(patient) !== null),
    counted: bytes(patients, (patient) => of(patient) !== null),
    category: Uint8Array.from(patients, (patient) => RESPONSE_CATEGORIES.indexOf(of(patient) ?? "missing")),
    isResponder: bytes(patients, (patient) => ["CR", "PR"].includes(of(patient) ?? "")),
    unconfirmed: bytes(patients, (patient) => isUnconfirmed && patient.unconfirmed === true),
  });
  return {
    name,
    ehr: view(({ ehr }) => ehr, false),
    imaging: view(({ imaging }) => imaging, true),
    facts: factsOf(patients.map(() => ({}))),
  };
}

export function progressionPair(name: string, patients: readonly ProgressionPatient[]) {
  const view = (of: (patient: ProgressionPatient) => ProgressionPatient["ehr"]): ProgressionView => ({
    kind: "progression",
    available: bytes(patients, (patient) => of(patient) !== null),
    assessed: bytes(patients, (patient) => of(patient) !== null),
    timeDays: Int32Array.from(patients, (patient) => (of(patient)?.day ?? -1) + 1),
    status: bytes(patients, (patient) => of(patient)?.progressed === true),
    progressionDay: Int32Array.from(patients, (patient) => dayOf(of(patient))),
    left: Int32Array.from(patients, (patient) => {
      const found = of(patient);
      return found === null ? 0 : found.progressed ? Math.max(0, found.day - 40) : found.day;
    }),
    right: Int32Array.from(patients, (patient) => dayOf(of(patient))),
  });
  return { name, ehr: view(({ ehr }) => ehr), imaging: view(({ imaging }) => imaging), facts: factsOf(patients) };
}

const dayOf = (found: ProgressionPatient["ehr"]) => (found?.progressed === true ? found.day : NO_DAY);

function factsOf(patients: readonly Partial<ProgressionPatient>[]): DiscordanceFacts {
  const lists = patients.map(({ scans }) => scans ?? []);
  const start = new Int32Array(patients.length + 1);
  for (const [i, list] of lists.entries()) start[i + 1] = start[i]! + list.length;
  return {
    scans: { start, day: Int32Array.from(lists.flat()) },
    chartEvidence: Uint8Array.from(patients, ({ evidence }) => CHART_EVIDENCE.indexOf(evidence ?? "none")),
    progressionParts: Uint8Array.from(patients, ({ parts }) => parts ?? 0),
    responseAfterProgression: bytes(patients, ({ responds }) => responds === true),
  };
}

function bytes<T>(list: readonly T[], is: (item: T) => boolean): Uint8Array {
  return Uint8Array.from(list, (item) => (is(item) ? 1 : 0));
}

/** Everybody with weight 1, no sets. */
export function unweighted(n: number): DesignWeights {
  return { design: "crude", kind: "unadjusted", weight: new Float64Array(n).fill(1), pair: null };
}

export interface Query {
  readonly variable: string;
  readonly statistic: string;
  readonly group?: string | null;
  readonly level?: string | null;
}

/** The one statistic of that name; fails where there is none or several. */
export function find(records: readonly ResultRecord[], query: Query): Statistic {
  const found = records.filter(
    (record): record is Statistic =>
      record.kind === "statistic" &&
      record.variable === query.variable &&
      record.statistic === query.statistic &&
      (query.group === undefined || record.group === query.group) &&
      (query.level === undefined || record.level === query.level),
  );
  if (found.length !== 1) throw new Error(`${found.length} records for ${JSON.stringify(query)}`);
  return found[0]!;
}

export const value = (records: readonly ResultRecord[], query: Query): number | null => find(records, query).value;

/** `count` copies of a patient. */
export const times = <T>(count: number, patient: T): T[] => new Array<T>(count).fill(patient);
