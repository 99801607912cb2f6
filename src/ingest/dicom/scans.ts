import { coded, type Derivation, derived } from "../derivation.js";
import { type DicomInput, dicomRows, element, named } from "./dicom-input.js";
import type { TagName } from "./tags.js";

const ofSeries = "of the series that stands for the scan: measured, axial, with most images";

/** Patients that the files name: sex and year of birth, as far as de-identification left them. */
export function patientsOf(input: DicomInput): Derivation {
  const link = input.source.patients === undefined ? "" : ", by the table of patients";
  return {
    table: "patient",
    columns: {
      patient_id: derived([element("PatientID")], "s.patient_id", `dataset id and PatientID${link}`),
      dataset_id: { sql: `'${input.dataset.id}'`, origin: "assigned", from: [], rule: "id of the dataset" },
      birth_year: derived(
        [element("PatientBirthDate")],
        "try_cast(left(s.birth_date, 4) as integer)",
        "year of birth, where the files hold it",
      ),
      sex: coded(element("PatientSex"), "s.sex", "sex"),
    },
    from: `from (
  select
    patient_id,
    min(birth_date) as birth_date,
    min(sex_decoded) as sex,
    min(file_id) as file_id,
    min(source_row) as source_row,
    min(source_id) as source_id
  from ${dicomRows(input, "instances")}
  where reason is null
  group by patient_id
  order by patient_id
) as s`,
  };
}

/** Scans with what their headers say of how they were acquired. */
export function scansOf(input: DicomInput): Derivation {
  const acquired = (name: TagName, sql: string, rule = ofSeries) => derived([element(name)], sql, rule);
  const isDays = input.dataset.timeBasis === "days_from_index";
  return {
    table: "imaging_study",
    columns: {
      study_uid: derived(
        [element("StudyInstanceUID"), element("Modality")],
        "s.scan_uid",
        `the study${input.source.studies === undefined ? "" : ", by the table of studies"}; of a study of several modalities a scan each, with the modality behind the UID`,
      ),
      patient_id: derived([element("PatientID")], "s.patient_id", "dataset id and PatientID"),
      ...(isDays
        ? {
            performed_day: derived(
              [element("LongitudinalTemporalOffsetFromEvent")],
              "try_cast(s.offset_days as integer)",
              "whole days",
            ),
          }
        : {
            performed_on: derived(
              [element("StudyDate")],
              "case when s.temporal is distinct from 'REMOVED' then date_whole(s.study_date) end",
              "none where the file says that dates were removed",
            ),
          }),
      modality: coded(element("Modality"), "s.modality", "modality"),
      body_regions: derived([element("BodyPartExamined")], "s.body_regions", "body parts of its images"),
      slice_thickness_mm: acquired("SliceThickness", "s.slice_thickness_mm", `${ofSeries}; the largest of its images`),
      pixel_spacing_mm: acquired("PixelSpacing", "s.pixel_spacing_mm", `${ofSeries}; between rows, the largest`),
      contrast_phase: derived(
        [element("ContrastBolusAgentPhase"), element("ContrastBolusAgent")],
        "coalesce(lower(s.contrast_phase), case when s.contrast_agent is not null then 'contrast, phase not stated' end)",
        "the phase, else that an agent was given; empty where the header names none",
      ),
      manufacturer: acquired("Manufacturer", "s.manufacturer"),
      model: acquired("ManufacturerModelName", "s.model"),
      kernel: acquired("ConvolutionKernel", "s.kernel"),
      kvp: acquired("KVP", "s.kvp"),
      suv_type: derived(
        [element("Units"), element("SUVType")],
        `case
    when s.pet_units is null or s.modality <> 'PT' then null
    when s.pet_units = 'GML' then case coalesce(s.suv_type, 'BW')
      when 'BW' then 'SUVbw'
      when 'BSA' then 'SUVbsa'
      when 'IBW' then 'SUVibw'
      else 'SUL'
    end
    else s.pet_units
  end`,
        "g/ml: SUV by the weight that SUV type names (none: body weight); else the units as they stand",
      ),
      uptake_minutes: derived(
        [element("AcquisitionTime"), element("RadiopharmaceuticalStartTime")],
        "s.uptake_minutes",
        "from injection to the first image of the series, by the clock; over midnight where the injection is later in the day",
      ),
      injected_mbq: acquired("RadionuclideTotalDose", "s.injected_mbq", "Bq / 1 000 000"),
      weight_kg: acquired("PatientWeight", "s.weight_kg"),
      deid_method: derived(
        [element("DeidentificationMethodCodeSequence"), element("DeidentificationMethod")],
        "coalesce(s.deid_codes, s.deid_method)",
        "codes of PS3.16 CID 7050, else the method in words",
      ),
      date_shift_policy: derived(
        [element("LongitudinalTemporalInformationModified")],
        `case s.temporal
    when 'UNMODIFIED' then 'unmodified'
    when 'REMOVED' then 'removed'
    when 'MODIFIED' then ${input.source.dateShift === "constant-per-patient" ? "'shifted, constant per patient (as configured)'" : "'shifted, not known to be constant per patient'"}
  end`,
        `${named("LongitudinalTemporalInformationModified")}, and dateShift of the configuration`,
      ),
    },
    from: `from (select *, study_uid as source_id from ${dicomRows(input, "scans")} order by scan_uid) as s`,
  };
}
