import { codesOf, type DataSet, firstOf, itemsOf, nestedSets, textOf, valuesOf } from "./data-set.js";
import { type TagName, tags } from "./tags.js";

/** What is kept of a header: column → its text. Dates and numbers are judged later, with the others of the load. */
export type HeaderField = (typeof headerFields)[number];

export const headerFields = [
  "sop_class",
  "sop_uid",
  "study_uid",
  "series_uid",
  "dicom_patient",
  "sex",
  "birth_date",
  "modality",
  "study_date",
  "image_type",
  "body_part",
  "slice_thickness",
  "pixel_spacing",
  "kernel",
  "contrast_agent",
  "contrast_phase",
  "manufacturer",
  "model",
  "software",
  "kvp",
  "dose_bq",
  "uptake_minutes",
  "pet_units",
  "suv_type",
  "weight_kg",
  "deid_codes",
  "deid_method",
  "temporal",
  "offset_days",
  "identity_removed",
] as const;

/**
 * The fields of a header. Of an enhanced (multi-frame) image what all frames share stands in the shared functional groups,
 * and is read from there.
 */
export function readHeaderFields(data: DataSet): Record<HeaderField, string | null> {
  const own = (name: TagName) => firstOf(data, tags[name]);
  const shared = (name: TagName) => own(name) ?? sharedValue(data, tags[name]);
  const spacing = shared("PixelSpacing");
  const tracer = itemsOf(data, tags.RadiopharmaceuticalInformationSequence)[0];
  const codes = codesOf(data, tags.DeidentificationMethodCodeSequence).map(({ key }) => key.split(":")[1]!);
  return {
    sop_class: own("SOPClassUID"),
    sop_uid: own("SOPInstanceUID"),
    study_uid: own("StudyInstanceUID"),
    series_uid: own("SeriesInstanceUID"),
    dicom_patient: textOf(data, tags.PatientID)?.trim() ?? null,
    sex: own("PatientSex"),
    birth_date: isoDate(own("PatientBirthDate")),
    modality: own("Modality"),
    study_date: isoDate(own("StudyDate")),
    image_type: textOf(data, tags.ImageType),
    body_part: own("BodyPartExamined"),
    slice_thickness: shared("SliceThickness"),
    pixel_spacing: spacing,
    kernel: shared("ConvolutionKernel"),
    contrast_agent: textOf(data, tags.ContrastBolusAgent)?.trim() ?? null,
    contrast_phase: shared("ContrastBolusAgentPhase"),
    manufacturer: own("Manufacturer"),
    model: own("ManufacturerModelName"),
    software: textOf(data, tags.SoftwareVersions)?.trim() ?? null,
    kvp: shared("KVP"),
    dose_bq: tracer === undefined ? null : firstOf(tracer, tags.RadionuclideTotalDose),
    uptake_minutes: tracer === undefined ? null : uptakeMinutes(data, tracer),
    pet_units: own("Units"),
    suv_type: own("SUVType"),
    weight_kg: own("PatientWeight"),
    deid_codes: codes.length === 0 ? null : [...new Set(codes)].sort().join("; "),
    deid_method: valuesOf(data, tags.DeidentificationMethod).join("; ") || null,
    temporal: own("LongitudinalTemporalInformationModified") ?? temporalByCode(codes),
    offset_days: offsetDays(data),
    identity_removed: own("PatientIdentityRemoved"),
  };
}

/** What the options of the profile say of dates, where the file does not say it itself. PS3.16 CID 7050. */
function temporalByCode(codes: readonly string[]): string | null {
  return codes.includes("113106") ? "UNMODIFIED" : codes.includes("113107") ? "MODIFIED" : null;
}

function sharedValue(data: DataSet, tag: number): string | null {
  for (const groups of itemsOf(data, tags.SharedFunctionalGroupsSequence))
    for (const set of nestedSets(groups)) {
      const value = firstOf(set, tag);
      if (value !== null) return value;
    }
  return null;
}

/** A DICOM date (YYYYMMDD, of old YYYY.MM.DD) as YYYY-MM-DD; what is none stays as it is, to be told. */
export function isoDate(text: string | null): string | null {
  return text === null ? null : text.replace(/^(\d{4})\.?(\d{2})\.?(\d{2})$/, "$1-$2-$3");
}

/** Whole days from the event that the source counts from; PS3.3 C.7.2.3. */
function offsetDays(data: DataSet): string | null {
  const days = data.get(tags.LongitudinalTemporalOffsetFromEvent)?.numbers[0];
  return days === undefined || !Number.isFinite(days) ? null : String(Math.round(days));
}

/**
 * Minutes from injection to acquisition by the clock; where the injection is later in the day, it was on the day before.
 * Dates are not asked: a de-identification may have moved one of the two. Null where a time is missing.
 */
function uptakeMinutes(data: DataSet, tracer: DataSet): string | null {
  const injected =
    minutesOf(firstOf(tracer, tags.RadiopharmaceuticalStartTime)) ??
    minutesOf(firstOf(tracer, tags.RadiopharmaceuticalStartDateTime)?.slice(8) ?? null);
  const acquired =
    minutesOf(firstOf(data, tags.AcquisitionTime)) ??
    minutesOf(firstOf(data, tags.AcquisitionDateTime)?.slice(8) ?? null) ??
    minutesOf(firstOf(data, tags.SeriesTime));
  if (injected === null || acquired === null) return null;
  return String(acquired >= injected ? acquired - injected : acquired - injected + 1440);
}

/** Minutes of the day of a time HHMMSS.FFFFFF or a part of it. */
function minutesOf(text: string | null): number | null {
  const found = text === null ? null : /^(\d{2}):?(\d{2})?:?(\d{2}(?:\.\d+)?)?/.exec(text);
  if (found === null) return null;
  const [hours, minutes, seconds] = [found[1], found[2], found[3]].map((part) => Number(part ?? 0));
  return hours! * 60 + minutes! + seconds! / 60;
}
