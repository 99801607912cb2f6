import { collectRows, type TableBatch, type TableRows } from "./table-batch.js";

/** The tables of the data contract that a world fills, with their columns. A world has calendar dates. */
const columnsOf = {
  dataset: {
    dataset_id: "text",
    kind: "text",
    time_basis: "text",
    name: "text",
    version: "text",
    extracted_on: "date",
    data_cutoff: "date",
    provenance: "text",
    licence: "text",
    deidentification: "text",
  },
  patient: {
    patient_id: "text",
    dataset_id: "text",
    site_id: "text",
    entered_on: "date",
    birth_year: "integer",
    age_at_index: "number",
    sex: "text",
    race: "text",
    ethnicity: "text",
    region: "text",
    trial_arm: "text",
  },
  diagnosis: {
    patient_id: "text",
    diagnosis_id: "text",
    code_system: "text",
    code: "text",
    description: "text",
    diagnosed_on: "date",
    stage: "text",
    histology: "text",
    metastatic_on: "date",
  },
  therapy_line: {
    patient_id: "text",
    line_number: "integer",
    regimen: "text",
    started_on: "date",
    ended_on: "date",
    setting: "text",
    end_reason: "text",
  },
  drug_exposure: {
    patient_id: "text",
    exposure_id: "text",
    drug_code: "text",
    drug_name: "text",
    started_on: "date",
    ended_on: "date",
    line_number: "integer",
  },
  observation: {
    patient_id: "text",
    observation_id: "text",
    concept: "text",
    observed_on: "date",
    value_num: "number",
    value_text: "text",
    unit: "text",
  },
  vital_status: {
    patient_id: "text",
    died_on: "date",
    died_on_precision: "text",
    last_known_alive_on: "date",
    source: "text",
  },
  imaging_study: {
    study_uid: "text",
    patient_id: "text",
    performed_on: "date",
    modality: "text",
    body_regions: "text",
    slice_thickness_mm: "number",
    pixel_spacing_mm: "number",
    contrast_phase: "text",
    manufacturer: "text",
    model: "text",
    kernel: "text",
    site_id: "text",
    deid_method: "text",
    date_shift_policy: "text",
  },
  lesion: {
    patient_id: "text",
    reader_id: "text",
    lesion_id: "text",
    role: "text",
    organ: "text",
    is_lymph_node: "boolean",
    first_seen_on: "date",
    nature: "text",
  },
  local_therapy: {
    patient_id: "text",
    local_therapy_id: "text",
    organ: "text",
    kind: "text",
    performed_on: "date",
  },
  lesion_measurement: {
    study_uid: "text",
    reader_id: "text",
    lesion_id: "text",
    axis: "text",
    diameter_mm: "number",
    state: "text",
    certainty: "text",
    reason: "text",
  },
  reader_assessment: {
    patient_id: "text",
    reader_id: "text",
    assessed_on: "date",
    target_response: "text",
    nontarget_response: "text",
    new_lesion: "boolean",
    overall_response: "text",
    accepted: "boolean",
  },
  ehr_assessment: {
    patient_id: "text",
    ehr_assessment_id: "text",
    assessed_on: "date",
    response: "text",
    evidence: "text",
  },
  collected_event: {
    patient_id: "text",
    endpoint: "text",
    evaluator: "text",
    time_days: "integer",
    event: "boolean",
    description: "text",
  },
} as const;

export type WorldTable = keyof typeof columnsOf;

/** Names of the tables a world fills, in the order of the contract. */
export const worldTables = Object.keys(columnsOf) as readonly WorldTable[];

/** Rows in the making of every table. */
export type Tables = Readonly<Record<WorldTable, TableRows>>;

/** Empty rows of every table. */
export function openTables(): Tables {
  return Object.fromEntries(worldTables.map((name) => [name, collectRows(name, columnsOf[name])])) as unknown as Tables;
}

/** The rows collected so far, a batch per table; a table without rows gives an empty batch. */
export function takeBatches(tables: Tables): readonly TableBatch[] {
  return worldTables.map((name) => tables[name].take());
}
