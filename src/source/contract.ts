import type { ContractColumn, ContractTable } from "./contract-table.js";

/** Version of the tables below; raised whenever a column, a rule or a role changes. */
export const contractVersion = "1";

const responses = ["CR", "PR", "SD", "NON-CR/NON-PD", "PD", "NE", "ND"] as const;

const patientId = {
  name: "patient_id",
  type: "text",
  description: "the patient, as <dataset_id>:<number in the dataset>",
} as const satisfies ContractColumn;
const lesionId = { name: "lesion_id", type: "text", description: "the lesion, as this reader numbers it" } as const;
const readerId = { name: "reader_id", type: "text", description: "who read the scans" } as const;
const studyUid = { name: "study_uid", type: "text", description: "the imaging study" } as const;
const ofPatient = { columns: ["patient_id"], table: "patient" } as const;
const ofStudy = { columns: ["study_uid"], table: "imaging_study" } as const;

/**
 * The RWiD data contract: every table of schema `rwid`, in reading order. Ids are text; lengths in mm; missing is NULL.
 * A dataset without imaging leaves those tables out. What is not said here (rules across rows and tables) stands in
 * `check-plausibility.ts`.
 */
export const contract = {
  dataset: {
    required: true,
    role: { kind: "baseline" },
    key: ["dataset_id"],
    references: [],
    description: "one row per dataset: a trial, a registry, an extract of health records",
    columns: [
      { name: "dataset_id", type: "text", description: "short name, the prefix of its patients' ids" },
      {
        name: "kind",
        type: "text",
        required: true,
        allowed: ["trial", "registry", "ehr_imaging"],
        description: "how it was collected",
      },
      {
        name: "time_basis",
        type: "text",
        required: true,
        allowed: ["calendar", "days_from_index"],
        description: "dates (columns *_on) or days from an index the source fixed (columns *_day)",
      },
      { name: "name", type: "text", required: true, description: "full name, as the report prints it" },
      { name: "version", type: "text", description: "release or package version" },
      { name: "extracted_on", type: "date", description: "day of the extract" },
      { name: "data_cutoff", type: "date", description: "last day the data speak of; no date may lie after it" },
      { name: "provenance", type: "text", description: "where it comes from, with citation" },
      { name: "licence", type: "text", description: "under what terms it is used" },
      {
        name: "deidentification",
        type: "text",
        description: "how identity was removed, and whether dates were shifted",
      },
    ],
  },
  patient: {
    required: true,
    role: { kind: "baseline" },
    key: ["patient_id"],
    references: [{ columns: ["dataset_id"], table: "dataset" }],
    description: "one row per patient of a dataset",
    columns: [
      patientId,
      { name: "dataset_id", type: "text", required: true, description: "the dataset the patient belongs to" },
      { name: "site_id", type: "text", description: "hospital or centre" },
      {
        name: "entered",
        type: "time",
        description:
          "enrolment, randomisation or entry into the database; an endpoint may count time at risk from it (entry)",
      },
      { name: "birth_year", type: "integer", range: [1850, 2200], unit: "year", description: "year of birth" },
      {
        name: "age_at_index",
        type: "number",
        range: [0, 120],
        unit: "years",
        description: "age at the dataset's day 0 (days_from_index) or at the index date (calendar)",
      },
      { name: "sex", type: "text", allowed: ["female", "male", "other"], description: "sex" },
      { name: "race", type: "text", description: "race, in the source's words" },
      { name: "ethnicity", type: "text", description: "ethnicity, in the source's words" },
      { name: "region", type: "text", description: "region or country" },
      { name: "trial_arm", type: "text", description: "arm of the trial; empty outside trials" },
    ],
  },
  diagnosis: {
    role: { kind: "by-date", date: "diagnosed" },
    key: ["patient_id", "diagnosis_id"],
    references: [ofPatient],
    description: "one row per cancer diagnosis",
    columns: [
      patientId,
      { name: "diagnosis_id", type: "text", description: "number of the diagnosis within the patient" },
      { name: "code_system", type: "text", description: "such as ICD-10, ICD-O-3" },
      { name: "code", type: "text", description: "code of the diagnosis" },
      { name: "description", type: "text", description: "diagnosis in words" },
      { name: "diagnosed", type: "time", description: "first diagnosis" },
      { name: "stage", type: "text", description: "stage at diagnosis" },
      { name: "histology", type: "text", description: "histology" },
      { name: "metastatic", type: "time", description: "first metastasis" },
    ],
  },
  therapy_line: {
    role: { kind: "by-date", date: "started" },
    key: ["patient_id", "line_number"],
    references: [ofPatient],
    description: "one row per line of systemic therapy",
    columns: [
      patientId,
      {
        name: "line_number",
        type: "integer",
        range: [0, 50],
        description: "1 = first line in its setting's numbering; 0 = adjuvant or unnumbered",
      },
      { name: "regimen", type: "text", description: "drugs of the line" },
      { name: "started", type: "time", description: "first dose" },
      { name: "ended", type: "time", description: "last dose; empty while ongoing" },
      { name: "setting", type: "text", description: "such as adjuvant, metastatic" },
      {
        name: "end_reason",
        type: "text",
        allowed: ["completed", "progression", "toxicity", "death", "other"],
        description: "why it ended; progression: as the treating physician called it",
      },
    ],
  },
  drug_exposure: {
    role: { kind: "by-date", date: "started" },
    key: ["patient_id", "exposure_id"],
    references: [ofPatient, { columns: ["patient_id", "line_number"], table: "therapy_line" }],
    description: "one row per drug given",
    columns: [
      patientId,
      { name: "exposure_id", type: "text", description: "number of the exposure within the patient" },
      { name: "drug_code", type: "text", description: "such as ATC or RxNorm" },
      { name: "drug_name", type: "text", description: "generic name" },
      { name: "started", type: "time", description: "first day" },
      { name: "ended", type: "time", description: "last day; empty while ongoing" },
      { name: "line_number", type: "integer", range: [0, 50], description: "the line of therapy it belongs to" },
    ],
  },
  observation: {
    role: { kind: "by-date", date: "observed" },
    key: ["patient_id", "observation_id"],
    references: [ofPatient],
    description: "one row per recorded finding: performance status, biomarker, laboratory value, habit",
    columns: [
      patientId,
      { name: "observation_id", type: "text", description: "number of the observation within the patient" },
      { name: "concept", type: "text", required: true, description: "what was observed, such as ecog, pdl1_tps, ldh" },
      { name: "observed", type: "time", description: "when" },
      { name: "value_num", type: "number", description: "the value as a number" },
      { name: "value_text", type: "text", description: "the value as a word" },
      { name: "unit", type: "text", description: "unit of value_num" },
    ],
  },
  vital_status: {
    role: { kind: "outcome" },
    key: ["patient_id"],
    references: [ofPatient],
    description: "one row per patient: death or last contact",
    columns: [
      patientId,
      {
        name: "died",
        type: "time",
        range: [0, 54750],
        description: "death; with a coarser precision the first day of that month or year",
      },
      {
        name: "died_on_precision",
        type: "text",
        allowed: ["day", "month", "year"],
        description: "what of died_on is known; empty = day",
      },
      { name: "last_known_alive", type: "time", description: "last contact" },
      { name: "source", type: "text", description: "where death or contact is recorded" },
    ],
  },
  imaging_study: {
    role: { kind: "by-date", date: "performed" },
    key: ["study_uid"],
    references: [ofPatient],
    description: "one row per scan of one visit and modality",
    columns: [
      studyUid,
      { ...patientId, required: true },
      {
        name: "performed",
        type: "time",
        description: "day of the scan; where only the month is known the first day of that month",
      },
      {
        name: "performed_on_precision",
        type: "text",
        allowed: ["day", "month"],
        description: "what of performed_on is known; empty = day",
      },
      { name: "modality", type: "text", description: "DICOM modality: CT, MR, PT, …" },
      { name: "body_regions", type: "text", description: "regions scanned, separated by semicolons" },
      { name: "slice_thickness_mm", type: "number", range: [0.01, 50], unit: "mm", description: "slice thickness" },
      {
        name: "pixel_spacing_mm",
        type: "number",
        range: [0.01, 20],
        unit: "mm",
        description: "pixel spacing in the plane",
      },
      { name: "contrast_phase", type: "text", description: "contrast phase, or none" },
      { name: "manufacturer", type: "text", description: "scanner's maker" },
      { name: "model", type: "text", description: "scanner's model" },
      { name: "kernel", type: "text", description: "reconstruction kernel" },
      { name: "kvp", type: "number", range: [1, 400], unit: "kV", description: "peak voltage of the X-ray tube" },
      {
        name: "suv_type",
        type: "text",
        description: "PET: what the values are, such as SUVbw (by body weight), SUL (by lean body mass), BQML",
      },
      {
        name: "uptake_minutes",
        type: "number",
        range: [0, 600],
        unit: "minutes",
        description: "PET: from injection to acquisition",
      },
      { name: "injected_mbq", type: "number", range: [0, 5000], unit: "MBq", description: "PET: injected activity" },
      { name: "weight_kg", type: "number", range: [1, 500], unit: "kg", description: "PET: body weight at the scan" },
      { name: "site_id", type: "text", description: "where it was scanned" },
      { name: "deid_method", type: "text", description: "how the images were de-identified" },
      { name: "date_shift_policy", type: "text", description: "whether and how its date was shifted" },
    ],
  },
  lesion: {
    role: { kind: "by-date", date: "first_seen" },
    key: ["patient_id", "reader_id", "lesion_id"],
    references: [
      ofPatient,
      {
        columns: ["patient_id", "reader_id", "split_from"],
        table: "lesion",
        to: ["patient_id", "reader_id", "lesion_id"],
      },
      {
        columns: ["patient_id", "reader_id", "merged_into"],
        table: "lesion",
        to: ["patient_id", "reader_id", "lesion_id"],
      },
    ],
    description: "one row per lesion a reader follows",
    columns: [
      patientId,
      readerId,
      lesionId,
      {
        name: "role",
        type: "text",
        required: true,
        allowed: ["target", "nontarget", "new"],
        description: "its part in RECIST",
      },
      { name: "organ", type: "text", description: "organ it lies in" },
      { name: "is_lymph_node", type: "boolean", description: "lymph nodes are measured on the short axis" },
      { name: "first_seen", type: "time", description: "first scan that shows it; empty: its first measurement" },
      {
        name: "nature",
        type: "text",
        allowed: [
          "ordinary",
          "leptomeningeal",
          "ascites",
          "effusion",
          "inflammatory_breast",
          "lymphangitis",
          "blastic_bone",
          "bone_with_soft_tissue",
          "tumour_marker",
        ],
        description:
          "disease that is not measurable whatever its size, or a marker tracked as non-target; empty: ordinary",
      },
      {
        name: "progressed_since_therapy",
        type: "boolean",
        description: "treated locally before baseline and grown since: it may then be measurable",
      },
      { name: "split_from", type: "text", description: "lesion_id it was part of" },
      { name: "merged_into", type: "text", description: "lesion_id it became part of" },
    ],
  },
  local_therapy: {
    role: { kind: "by-date", date: "performed" },
    key: ["patient_id", "local_therapy_id"],
    references: [ofPatient, { columns: ["patient_id", "lesion_id"], table: "lesion" }],
    description: "one row per local therapy of a lesion or an organ",
    columns: [
      patientId,
      { name: "local_therapy_id", type: "text", description: "number of the therapy within the patient" },
      { name: "lesion_id", type: "text", description: "the lesion treated" },
      { name: "organ", type: "text", description: "the organ treated, where no lesion is named" },
      {
        name: "kind",
        type: "text",
        required: true,
        allowed: ["radiotherapy", "ablation", "surgery", "embolisation"],
        description: "what was done",
      },
      { name: "performed", type: "time", description: "when" },
    ],
  },
  lesion_measurement: {
    role: { kind: "by-study" },
    key: ["study_uid", "reader_id", "lesion_id"],
    references: [ofStudy],
    description: "one row per lesion and scan",
    columns: [
      studyUid,
      readerId,
      lesionId,
      { name: "axis", type: "text", allowed: ["long", "short"], description: "which diameter was measured" },
      { name: "diameter_mm", type: "number", range: [0, 300], unit: "mm", description: "diameter" },
      {
        name: "state",
        type: "text",
        required: true,
        allowed: ["measured", "too_small", "absent", "present", "unequivocal_progression", "not_evaluable"],
        description: "what the reader saw",
      },
      {
        name: "certainty",
        type: "text",
        allowed: ["unequivocal", "equivocal"],
        description: "how sure the reader is of a new lesion",
      },
      { name: "reason", type: "text", description: "why it is not evaluable" },
      {
        name: "software",
        type: "text",
        description: "algorithm and version that measured or assisted; empty: by hand alone",
      },
    ],
  },
  reader_assessment: {
    role: { kind: "outcome" },
    key: ["patient_id", "reader_id", "assessed"],
    references: [ofPatient],
    description: "one row per response assessment, as collected",
    columns: [
      patientId,
      readerId,
      { name: "assessed", type: "time", description: "day of the assessment" },
      {
        name: "target_response",
        type: "text",
        allowed: ["CR", "PR", "SD", "PD", "NE", "NA"],
        description: "response of target lesions",
      },
      {
        name: "nontarget_response",
        type: "text",
        allowed: ["CR", "NON-CR/NON-PD", "PD", "NE", "NA"],
        description: "response of non-target lesions",
      },
      { name: "new_lesion", type: "boolean", description: "a new lesion was seen" },
      { name: "overall_response", type: "text", allowed: responses, description: "overall response" },
      { name: "accepted", type: "boolean", description: "the assessment that counts, after adjudication" },
      {
        name: "sum_diameters_mm",
        type: "number",
        range: [0, 3000],
        unit: "mm",
        description:
          "sum of diameters of the targets as the source states it; never used, compared with the sum derived",
      },
      { name: "blinded", type: "boolean", description: "the reader knew neither arm nor outcome" },
    ],
  },
  ehr_assessment: {
    role: { kind: "outcome" },
    key: ["patient_id", "ehr_assessment_id"],
    references: [ofPatient],
    description: "one row per response found in health records, without reading the scans",
    columns: [
      patientId,
      { name: "ehr_assessment_id", type: "text", description: "number of the assessment within the patient" },
      { name: "assessed", type: "time", description: "day of the assessment" },
      { name: "response", type: "text", allowed: responses, description: "response as recorded" },
      {
        name: "evidence",
        type: "text",
        allowed: ["physician_note", "radiology_report", "treatment_change", "claims"],
        description: "what it was read from",
      },
    ],
  },
  radiomic_feature: {
    role: { kind: "by-study" },
    key: ["study_uid", "reader_id", "lesion_id", "ibsi_code", "filter"],
    references: [ofStudy],
    description: "one row per radiomic feature of a lesion on one scan",
    columns: [
      studyUid,
      readerId,
      lesionId,
      { name: "ibsi_code", type: "text", description: "code of the feature in the IBSI reference manual" },
      { name: "filter", type: "text", description: "image filter before the feature; none: the original image" },
      { name: "value", type: "number", description: "its value" },
      {
        name: "discretisation",
        type: "text",
        description: "how grey levels were binned, with bin width or number of bins; none: they were not",
      },
      { name: "resampling", type: "text", description: "how voxels were resampled, to what size; none: they were not" },
      { name: "software", type: "text", description: "software and version" },
    ],
  },
  collected_event: {
    role: { kind: "outcome" },
    key: ["patient_id", "endpoint", "evaluator"],
    references: [ofPatient],
    description: "one row per endpoint that the source had derived already (a registry, an ADaM file)",
    columns: [
      patientId,
      { name: "endpoint", type: "text", description: "such as RFS, OS" },
      { name: "evaluator", type: "text", description: "who decided on the event, such as investigator" },
      {
        name: "time_days",
        type: "integer",
        range: [0, 54750],
        unit: "days",
        description:
          "time to event or censoring, taken as given; empty only for a yes/no endpoint at one fixed horizon",
      },
      { name: "event", type: "boolean", required: true, description: "true = event, false = censored (or: no)" },
      { name: "description", type: "text", description: "what counted as event and as censoring" },
    ],
  },
} as const satisfies Record<string, ContractTable>;

export type TableName = keyof typeof contract;

/** Every table's name, in reading order. */
export const tableNames = Object.keys(contract) as readonly TableName[];
