import type { RwidTables } from "./write-rwid.js";

/**
 * A small valid source that fills every table of the contract: trial `cal` with calendar dates (patients cal:1, cal:2;
 * both indexed best on 2020-03-01) and registry `day` that counts days from index (patient day:1).
 */
export const fullRwid = {
  dataset: [
    {
      dataset_id: "cal",
      kind: "trial",
      time_basis: "calendar",
      name: "A trial with dates",
      version: "v1",
      extracted_on: "2022-02-01",
      data_cutoff: "2021-12-31",
      provenance: "made up for tests",
      licence: "none",
      deidentification: "none needed",
    },
    { dataset_id: "day", kind: "registry", time_basis: "days_from_index", name: "A registry of days" },
  ],
  patient: [
    {
      patient_id: "cal:1",
      dataset_id: "cal",
      entered_on: "2020-03-01",
      birth_year: 1950,
      sex: "female",
      trial_arm: "a",
    },
    { patient_id: "cal:2", dataset_id: "cal", entered_on: "2020-03-05", birth_year: 1960, sex: "male", site_id: "s" },
    { patient_id: "day:1", dataset_id: "day", entered_day: 0, age_at_index: 61.5, sex: "female", region: "north" },
  ],
  diagnosis: [
    {
      patient_id: "cal:1",
      diagnosis_id: "1",
      code: "C34.1",
      diagnosed_on: "2018-01-01",
      stage: "III",
      metastatic_on: "2020-04-01",
    },
    {
      patient_id: "cal:2",
      diagnosis_id: "1",
      code: "C34.9",
      diagnosed_on: "2020-02-01",
      stage: "IV",
      metastatic_on: "2020-02-01",
    },
    { patient_id: "day:1", diagnosis_id: "1", code: "C34.1", diagnosed_day: -30, stage: "IV", metastatic_day: -30 },
  ],
  therapy_line: [
    {
      patient_id: "cal:1",
      line_number: 1,
      regimen: "x",
      started_on: "2020-03-01",
      ended_on: "2020-06-01",
      setting: "metastatic",
    },
    { patient_id: "cal:1", line_number: 2, regimen: "y", started_on: "2020-07-01", setting: "metastatic" },
    { patient_id: "day:1", line_number: 1, regimen: "z", started_day: -90, ended_day: -20, setting: "metastatic" },
  ],
  drug_exposure: [
    {
      patient_id: "cal:1",
      exposure_id: "1",
      drug_name: "x",
      started_on: "2020-03-01",
      ended_on: "2020-06-01",
      line_number: 1,
    },
    { patient_id: "cal:1", exposure_id: "2", drug_name: "y", started_on: "2020-07-01", line_number: 2 },
  ],
  observation: [
    { patient_id: "cal:1", observation_id: "1", concept: "ecog", observed_on: "2020-02-20", value_num: 1 },
    { patient_id: "cal:1", observation_id: "2", concept: "ecog", observed_on: "2020-05-01", value_num: 2 },
    { patient_id: "cal:1", observation_id: "3", concept: "smoking", value_text: "never" },
    { patient_id: "day:1", observation_id: "1", concept: "ldh", observed_day: -3, value_num: 250.5, unit: "U/l" },
  ],
  vital_status: [
    { patient_id: "cal:1", died_on: "2021-05-01", died_on_precision: "month", last_known_alive_on: "2021-05-10" },
    { patient_id: "cal:2", last_known_alive_on: "2021-10-01" },
    { patient_id: "day:1", died_day: 400, last_known_alive_day: 390 },
  ],
  imaging_study: [
    { study_uid: "1.1", patient_id: "cal:1", performed_on: "2020-02-25", modality: "CT", slice_thickness_mm: 5 },
    { study_uid: "1.2", patient_id: "cal:1", performed_on: "2020-04-20", modality: "CT", slice_thickness_mm: 5 },
    { study_uid: "2.1", patient_id: "day:1", performed_day: -7, modality: "MR", slice_thickness_mm: 3 },
    { study_uid: "2.2", patient_id: "day:1", performed_day: 56, modality: "MR", slice_thickness_mm: 3 },
  ],
  lesion: [
    {
      patient_id: "cal:1",
      reader_id: "r",
      lesion_id: "T1",
      role: "target",
      organ: "lung",
      is_lymph_node: false,
      first_seen_on: "2020-02-25",
      merged_into: "T2",
    },
    { patient_id: "cal:1", reader_id: "r", lesion_id: "T2", role: "target", organ: "node", is_lymph_node: true },
    {
      patient_id: "cal:1",
      reader_id: "r",
      lesion_id: "N1",
      role: "new",
      organ: "liver",
      is_lymph_node: false,
      first_seen_on: "2020-04-20",
    },
    { patient_id: "cal:1", reader_id: "r", lesion_id: "X1", role: "nontarget", organ: "bone" },
    { patient_id: "day:1", reader_id: "r", lesion_id: "T1", role: "target", organ: "liver", first_seen_day: -7 },
  ],
  local_therapy: [
    { patient_id: "cal:1", local_therapy_id: "1", lesion_id: "T1", kind: "radiotherapy", performed_on: "2020-05-01" },
    { patient_id: "day:1", local_therapy_id: "1", organ: "brain", kind: "surgery", performed_day: -40 },
  ],
  lesion_measurement: [
    { study_uid: "1.1", reader_id: "r", lesion_id: "T1", axis: "long", diameter_mm: 31.5, state: "measured" },
    { study_uid: "1.1", reader_id: "r", lesion_id: "T2", axis: "short", diameter_mm: 18, state: "measured" },
    { study_uid: "1.2", reader_id: "r", lesion_id: "T1", axis: "long", diameter_mm: 44, state: "measured" },
    { study_uid: "1.2", reader_id: "r", lesion_id: "N1", state: "present", certainty: "unequivocal" },
    { study_uid: "2.1", reader_id: "r", lesion_id: "T1", axis: "long", diameter_mm: 22, state: "measured" },
  ],
  reader_assessment: [
    {
      patient_id: "cal:1",
      reader_id: "r",
      assessed_on: "2020-04-20",
      target_response: "PD",
      overall_response: "PD",
      new_lesion: true,
      accepted: true,
    },
    {
      patient_id: "day:1",
      reader_id: "r",
      assessed_day: 56,
      target_response: "SD",
      overall_response: "SD",
      new_lesion: false,
    },
  ],
  ehr_assessment: [
    {
      patient_id: "cal:1",
      ehr_assessment_id: "1",
      assessed_on: "2020-04-25",
      response: "PD",
      evidence: "radiology_report",
    },
  ],
  radiomic_feature: [
    {
      study_uid: "1.1",
      reader_id: "r",
      lesion_id: "T1",
      ibsi_code: "RNU0",
      filter: "none",
      value: 12.25,
      software: "s 1",
    },
    {
      study_uid: "1.2",
      reader_id: "r",
      lesion_id: "T1",
      ibsi_code: "RNU0",
      filter: "none",
      value: 14.5,
      software: "s 1",
    },
  ],
  collected_event: [
    { patient_id: "cal:1", endpoint: "OS", evaluator: "investigator", time_days: 426, event: true },
    { patient_id: "cal:2", endpoint: "OS", evaluator: "investigator", time_days: 575, event: false },
  ],
} as const satisfies RwidTables;
