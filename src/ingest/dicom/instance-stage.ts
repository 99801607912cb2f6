import { quoteText } from "../../store/quote-text.js";
import { decode, isUnknown, unknownRule } from "../code-lists.js";
import { differsWithin } from "../differs-within.js";
import type { StageInput, StageRule } from "../stage.js";
import { type DicomInput, dicomStage, named, rawDicom } from "./dicom-input.js";
import { headerFields } from "./image-fields.js";
import type { TagName } from "./tags.js";

const secondaryCapture = "1.2.840.10008.5.1.4.1.1.7";

/** Every file of the folder: images of scans and measurement reports are used, others are set aside with their reason. */
export function instanceStage(input: DicomInput): StageInput {
  const { dataset, source, lists, fileId } = input;
  const link =
    source.patients === undefined
      ? { join: "", patient: "r.dicom_patient" }
      : {
          join: `left join stage.${dicomStage(input, "patients")} as p on p.dicom_patient = r.dicom_patient`,
          patient: "p.patient",
        };
  const fields = headerFields.map((name) => (name === "modality" ? "r.modality as dicom_modality" : `r.${name}`));
  return {
    name: dicomStage(input, "instances"),
    label: "DICOM instances",
    sql: `with files as (
  select
    ${fileId} as file_id,
    cast(r.source_row as integer) as source_row,
    r.sop_uid as source_id,
    r.path,
    r.other,
    r.report,
    r.predecessors,
    r.pixels,
    ${fields.join(",\n    ")},
    ${decode(lists.modality, "r.modality")} as modality,
    ${decode(lists.sex, "r.sex")} as sex_decoded,
    ${link.patient} as patient,
    ${quoteText(`${dataset.id}:`)} || ${link.patient} as patient_id
  from ${rawDicom(input, "instances")} as r
  ${link.join}
  where r.fault is null
), judged as (
  select *, ${reasonOf(input)} as reason
  from files
)
select
  *,
  count(*) over (partition by sop_uid, reason is null) as of_sop_uid,
  ${differsWithin("patient_id", "sex_decoded")} as several_sexes,
  ${differsWithin("study_uid", "patient_id")} as several_patients,
  ${differsWithin("series_uid", "study_uid")} as several_studies,
  ${differsWithin("study_uid", "case when report is null then study_date end")} as several_dates
from judged
order by source_row`,
    faults: [...keyFaults(input), ...patientFaults(input), ...dateFaults(input), ...numberFaults],
    notes: acquisitionNotes,
    required: [],
    used: [],
  };
}

function reasonOf({ source }: DicomInput): string {
  const unlinked =
    source.unlinked === "set-aside"
      ? "when dicom_patient is not null and patient is null then 'its PatientID is not in the table of patients'"
      : "";
  return `case
    when other is not null then other
    when report = 'other' then 'structured report of another template than TID 1500'
    ${unlinked}
    when report = 'measurements' then null
    when sop_class = '${secondaryCapture}' or starts_with(sop_class, '${secondaryCapture}.') then 'secondary capture: no scan'
    when modality is null then 'modality ' || coalesce(dicom_modality, '(empty)') || ' is no scan of code list modality'
    when contains(upper(coalesce(image_type, '')), 'LOCALIZER') then 'localizer: tells nothing of its scan'
  end`;
}

function keyFaults({ source }: DicomInput): StageRule[] {
  const filled = (name: TagName, column: string): StageRule => ({
    column: named(name),
    rule: "must be filled",
    broken: `${column} is null`,
  });
  const unlinked: StageRule = {
    column: named("PatientID"),
    rule: 'names a patient that the table of patients does not hold; add it, or say "unlinked": "set-aside"',
    broken: "dicom_patient is not null and patient is null",
  };
  return [
    filled("SOPInstanceUID", "sop_uid"),
    filled("StudyInstanceUID", "study_uid"),
    filled("SeriesInstanceUID", "series_uid"),
    filled("PatientID", "dicom_patient"),
    ...(source.patients === undefined ? [] : [unlinked]),
    {
      column: named("SOPInstanceUID"),
      rule: "names one instance in several files; keep one of them",
      broken: "sop_uid is not null and of_sop_uid > 1",
    },
    {
      column: named("SeriesInstanceUID"),
      rule: "names one series in several studies; correct it",
      broken: "several_studies",
    },
  ];
}

function patientFaults({ lists }: DicomInput): StageRule[] {
  return [
    { column: named("PatientSex"), rule: unknownRule(lists.sex), broken: isUnknown(lists.sex, "sex") },
    {
      column: named("PatientSex"),
      rule: "differs between files of one patient; one of them is wrong, or they are two people",
      broken: "several_sexes",
    },
    {
      column: named("StudyInstanceUID"),
      rule: "names one study in files of several patients; correct it, or the table of patients",
      broken: "several_patients",
    },
  ];
}

/** Days of scans: a date, or, in a dataset that counts days from an event, the offset from it. */
function dateFaults({ dataset }: DicomInput): StageRule[] {
  if (dataset.timeBasis === "days_from_index")
    return [
      {
        column: named("LongitudinalTemporalOffsetFromEvent"),
        rule: "must be filled: the dataset counts days from an index, and this is where DICOM holds them",
        broken: "report is null and offset_days is null",
      },
    ];
  return [
    {
      column: named("StudyDate"),
      rule: "must be a date as YYYYMMDD",
      broken: "date_precision(study_date) <> 'day' and temporal is distinct from 'REMOVED'",
    },
    {
      column: named("StudyDate"),
      rule: "must be filled",
      broken: "study_date is null and report is null and temporal is distinct from 'REMOVED'",
    },
    {
      column: named("StudyDate"),
      rule: "differs between images of one study; correct it, or split the study",
      broken: "several_dates",
    },
  ];
}

const numberFaults: readonly StageRule[] = (
  [
    ["SliceThickness", "slice_thickness"],
    ["PixelSpacing", "pixel_spacing"],
    ["KVP", "kvp"],
    ["RadionuclideTotalDose", "dose_bq"],
    ["PatientWeight", "weight_kg"],
  ] as const
).map(([name, column]) => ({
  column: named(name),
  rule: "must be a number",
  broken: `${column} is not null and to_number(${column}) is null`,
}));

/** Where scanners are known to write what is no value. */
const acquisitionNotes: readonly StageRule[] = [
  {
    column: null,
    rule: "an image without pixels: a header alone, or cut off between two elements",
    broken: "report is null and pixels is null",
  },
  {
    column: named("SliceThickness"),
    rule: "is 0: taken as missing",
    broken: "to_number(slice_thickness) = 0",
  },
  {
    column: named("RadionuclideTotalDose"),
    rule: "is below 1 MBq, so not in Bq as it must be: taken as missing",
    broken: "to_number(dose_bq) < 1e6",
  },
  { column: named("PatientWeight"), rule: "is 0: taken as missing", broken: "to_number(weight_kg) = 0" },
];
