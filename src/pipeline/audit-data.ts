import type { Columns } from "../store/columns.js";
import type { Store } from "../store/store.js";

/** One row of a patient's table as text, by column; empty where it is missing. */
export type AuditRow = Readonly<Record<string, string>>;

/** Everything the data hold of one patient's course. */
export interface AuditData {
  readonly scans: readonly AuditRow[];
  /** Lesion measurements by `row`: 1 = first of lesion_measurement. */
  readonly measurements: ReadonlyMap<number, AuditRow>;
  /** Lesions of each reader in the order in which the engine numbers them. */
  readonly lesions: ReadonlyMap<string, readonly AuditRow[]>;
  readonly records: readonly AuditRow[];
  readonly therapies: readonly AuditRow[];
  readonly localTherapies: readonly AuditRow[];
  readonly vital: readonly AuditRow[];
  readonly collected: readonly AuditRow[];
}

/** A date or day column on the dataset's own count, as text. */
const day = (stem: string): string =>
  `cast(coalesce(t.${stem}_day, t.${stem}_on - date '1970-01-01') as varchar) as ${stem}`;

const queries = {
  scans: `select ${day("performed")}, t.performed_on_precision as precision, t.study_uid, t.modality, t.body_regions, cast(t.slice_thickness_mm as varchar) as slice_mm, t.contrast_phase
from rwid.imaging_study as t where t.patient_id = $1 order by t.performed_on, t.performed_day, t.study_uid`,
  measurements: `select cast(m.rowid + 1 as varchar) as "row", ${day("performed")}, t.modality, cast(t.slice_thickness_mm as varchar) as slice_mm, m.reader_id, m.lesion_id, m.axis, cast(m.diameter_mm as varchar) as diameter_mm, m.state, m.certainty
from rwid.lesion_measurement as m join rwid.imaging_study as t on t.study_uid = m.study_uid where t.patient_id = $1 order by m.rowid`,
  lesions: `select t.reader_id, t.lesion_id, t.role, t.organ, cast(coalesce(t.is_lymph_node, false) as varchar) as node, t.nature, t.split_from, t.merged_into
from rwid.lesion as t where t.patient_id = $1 order by t.reader_id, t.lesion_id`,
  records: `select cast(t.rowid + 1 as varchar) as "row", ${day("assessed")}, t.response, t.evidence
from rwid.ehr_assessment as t where t.patient_id = $1 order by t.assessed_on, t.assessed_day, t.ehr_assessment_id`,
  therapies: `select cast(t.line_number as varchar) as line, ${day("started")}, ${day("ended")}, t.regimen, t.setting, t.end_reason
from rwid.therapy_line as t where t.patient_id = $1 order by t.line_number`,
  localTherapies: `select ${day("performed")}, t.kind, t.lesion_id, t.organ
from rwid.local_therapy as t where t.patient_id = $1 order by t.performed_on, t.performed_day, t.local_therapy_id`,
  vital: `select ${day("died")}, t.died_on_precision as precision, ${day("last_known_alive")}, t.source
from rwid.vital_status as t where t.patient_id = $1`,
  collected: `select t.endpoint, t.evaluator, cast(t.time_days as varchar) as time_days, cast(t.event as varchar) as event
from rwid.collected_event as t where t.patient_id = $1 order by t.endpoint, t.evaluator`,
} as const;

/** Reads one patient's rows. Times stand on the dataset's own count, as in the tables. */
export async function readAuditData(store: Store, patientId: string): Promise<AuditData> {
  const read = async (name: keyof typeof queries) => rowsOf(await store.query(queries[name], [patientId]));
  const lesions = new Map<string, AuditRow[]>();
  for (const lesion of await read("lesions")) {
    const reader = lesion.reader_id!;
    lesions.set(reader, [...(lesions.get(reader) ?? []), lesion]);
  }
  return {
    scans: await read("scans"),
    measurements: new Map((await read("measurements")).map((row) => [Number(row.row), row])),
    lesions,
    records: await read("records"),
    therapies: await read("therapies"),
    localTherapies: await read("localTherapies"),
    vital: await read("vital"),
    collected: await read("collected"),
  };
}

function rowsOf(found: Columns): AuditRow[] {
  const columns = found.names.map((name) => [name, found.text(name)] as const);
  return Array.from({ length: found.rowCount }, (_, i) =>
    Object.fromEntries(columns.map(([name, values]) => [name, values[i] ?? ""])),
  );
}
