import type { RwidRow } from "../../support/write-rwid.js";

/** What a reader wrote of a lesion on a scan: millimetres, or a state of the contract. */
export type Finding = number | "present" | "absent" | "too_small" | "unequivocal_progression" | "not_evaluable";

export interface ScanNote {
  readonly day: number;
  readonly findings: Readonly<Record<string, Finding>>;
  readonly modality?: string;
  readonly regions?: string;
  readonly slice?: number;
  readonly contrast?: string;
  readonly certainty?: "equivocal" | "unequivocal";
}

export interface PatientNote {
  readonly id: string;
  readonly entered?: number;
  /** Readings by reader; the scans of all of them are the patient's. */
  readonly readings?: Readonly<Record<string, readonly ScanNote[]>>;
  /** Scans read by nobody. */
  readonly otherScans?: readonly Omit<ScanNote, "findings">[];
  readonly accepted?: string;
  readonly died?: number;
  readonly alive?: number;
  readonly lines?: readonly { readonly from: number; readonly to?: number; readonly reason?: string }[];
  readonly localTherapy?: readonly { readonly lesion?: string; readonly organ?: string; readonly day: number }[];
  readonly ehr?: readonly { readonly day: number; readonly response: string; readonly evidence?: string }[];
  /** Columns of table lesion beside the usual, by lesion. */
  readonly lesions?: Readonly<Record<string, RwidRow>>;
}

/**
 * RWiD tables of made-up patients whose days count from index. A lesion's name tells its role: T… target, N… non-target, X…
 * new; one that holds “node” is a lymph node. Each lesion is its own organ unless `lesions` says otherwise.
 */
export function clinicTables(notes: readonly PatientNote[]): Record<string, RwidRow[]> {
  const tables: Record<string, RwidRow[]> = {
    dataset: [],
    patient: [],
    vital_status: [],
    therapy_line: [],
    imaging_study: [],
    lesion: [],
    lesion_measurement: [],
    local_therapy: [],
    reader_assessment: [],
    ehr_assessment: [],
  };
  for (const id of new Set(notes.map((note) => datasetOf(note.id))))
    tables.dataset!.push({ dataset_id: id, kind: "trial", time_basis: "days_from_index", name: `Made-up ${id}` });
  for (const note of notes) addPatient(tables, note);
  return tables;
}

const datasetOf = (id: string): string => id.split(":")[0]!;

function addPatient(tables: Record<string, RwidRow[]>, note: PatientNote): void {
  const { id: patient_id } = note;
  tables.patient!.push({
    patient_id,
    dataset_id: datasetOf(patient_id),
    entered_day: note.entered ?? 0,
    age_at_index: 60,
    sex: "female",
  });
  tables.vital_status!.push({ patient_id, died_day: note.died, last_known_alive_day: note.alive });
  (note.lines ?? []).forEach((line, i) => {
    tables.therapy_line!.push({
      patient_id,
      line_number: i + 1,
      started_day: line.from,
      ended_day: line.to,
      end_reason: line.reason,
    });
  });
  const scans = new Map<string, RwidRow>();
  const readings = Object.entries(note.readings ?? {});
  for (const scan of [...readings.flatMap(([, list]) => list), ...(note.otherScans ?? [])]) {
    scans.set(uidOf(patient_id, scan), {
      study_uid: uidOf(patient_id, scan),
      patient_id,
      performed_day: scan.day,
      modality: scan.modality ?? "CT",
      body_regions: scan.regions,
      slice_thickness_mm: scan.slice,
      contrast_phase: scan.contrast,
    });
  }
  tables.imaging_study!.push(...scans.values());
  for (const [reader_id, list] of readings) addReading(tables, note, reader_id, list);
  (note.localTherapy ?? []).forEach(({ lesion, organ, day }, i) => {
    tables.local_therapy!.push({
      patient_id,
      local_therapy_id: String(i + 1),
      lesion_id: lesion,
      organ,
      kind: "radiotherapy",
      performed_day: day,
    });
  });
  (note.ehr ?? []).forEach(({ day, response, evidence }, i) => {
    tables.ehr_assessment!.push({
      patient_id,
      ehr_assessment_id: String(i + 1),
      assessed_day: day,
      response,
      evidence,
    });
  });
}

function addReading(
  tables: Record<string, RwidRow[]>,
  note: PatientNote,
  reader_id: string,
  scans: readonly ScanNote[],
): void {
  const { id: patient_id } = note;
  for (const lesion_id of new Set(scans.flatMap(({ findings }) => Object.keys(findings)))) {
    const role = lesion_id.startsWith("T") ? "target" : lesion_id.startsWith("X") ? "new" : "nontarget";
    const is_lymph_node = lesion_id.includes("node");
    tables.lesion!.push({
      patient_id,
      reader_id,
      lesion_id,
      role,
      organ: is_lymph_node ? "lymph node" : `organ ${lesion_id}`,
      is_lymph_node,
      ...note.lesions?.[lesion_id],
    });
  }
  for (const scan of scans)
    for (const [lesion_id, finding] of Object.entries(scan.findings)) {
      const measured = typeof finding === "number";
      tables.lesion_measurement!.push({
        study_uid: uidOf(patient_id, scan),
        reader_id,
        lesion_id,
        axis: measured ? (lesion_id.includes("node") ? "short" : "long") : null,
        diameter_mm: measured ? finding : null,
        state: measured ? "measured" : finding,
        certainty: scan.certainty,
      });
    }
  if (note.accepted === reader_id)
    for (const { day } of scans)
      tables.reader_assessment!.push({ patient_id, reader_id, assessed_day: day, accepted: true });
}

const uidOf = (patient: string, { day, modality = "CT" }: Omit<ScanNote, "findings">): string =>
  `${patient}/${day}/${modality}`;
