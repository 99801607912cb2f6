import type { IdentityFinding } from "../../spec/identity-finding.js";
import { type DataSet, firstOf, isPrivate, nestedSets, textOf } from "./data-set.js";
import { findIdentifiers } from "./identifying-text.js";
import type { HeaderField } from "./image-fields.js";
import { tags } from "./tags.js";

/** A finding and the element it is about; null: the file as a whole. */
export type FileFinding = readonly [IdentityFinding, number | null];

/** Options of the confidentiality profile: codes of PS3.16 CID 7050. */
const option = {
  basic: "113100",
  pixels: "113101",
  face: "113102",
  fullDates: "113106",
  private: "113111",
  institution: "113112",
};

/** Elements that identify a person where they are filled: PS3.15 Table E.1-1, of those that name people or how to reach them. */
const personTags = [
  0x00080090, 0x00081048, 0x00081050, 0x00081060, 0x00081070, 0x00100010, 0x00101001, 0x00101005, 0x00101060,
  0x00321032, 0x0040a075, 0x0040a123,
];
const addressTags = [0x00080092, 0x00080094, 0x00100050, 0x00101000, 0x00101040, 0x00101090, 0x00102154, 0x00380010];
const institutionTags = [0x00080080, 0x00080081];

/** Text that machines write (equipment, code meanings, methods), or that is judged by itself. */
const technical = new Set([
  0x00080070, 0x00080100, 0x00080102, 0x00080104, 0x00081010, 0x00081090, 0x00100020, 0x00120063, 0x00200010,
]);
const freeInAcquisition = new Set([0x00181030, 0x00181400, 0x00184000]);
const freeText = new Set(["LO", "LT", "SH", "ST", "UC", "UT"]);
const placeholder =
  /^(?:ANON\w*|DE-?IDENTIFIED|REMOVED|DELETED|REDACTED|UNKNOWN|NONE|NO NAME|N\/?A|PATIENT|SUBJECT|DUMMY|READER|OBSERVER|RADIOLOGIST|INVESTIGATOR|CENTRAL|SITE|ONE|TWO|THREE|[X*#?_-]+|[A-Z])$/i;
const farDays = 14;

/** What is wrong with the de-identification of one file. Values are looked at, never kept. Source: PS3.15 Annex E. */
export function findIdentity(data: DataSet, fields: Readonly<Record<HeaderField, string | null>>): FileFinding[] {
  const codes = new Set(fields.deid_codes?.split("; ") ?? []);
  return [
    ...statedFindings(data, fields, codes),
    ...dateFindings(data, fields),
    ...elementFindings(data, fields, codes),
  ];
}

function statedFindings(
  data: DataSet,
  fields: Readonly<Record<HeaderField, string | null>>,
  codes: ReadonlySet<string>,
): FileFinding[] {
  const found: FileFinding[] = [];
  if (fields.identity_removed !== "YES") found.push(["identity-not-removed", tags.PatientIdentityRemoved]);
  if (!codes.has(option.basic)) found.push(["method-not-coded", tags.DeidentificationMethodCodeSequence]);
  const burned = firstOf(data, tags.BurnedInAnnotation);
  if (!codes.has(option.pixels)) {
    if (burned === "YES") found.push(["burned-in-annotation", tags.BurnedInAnnotation]);
    else if (burned !== "NO" && ["US", "CR", "DX", "MG"].includes(fields.modality ?? ""))
      found.push(["burned-in-not-stated", tags.BurnedInAnnotation]);
  }
  const isHead = /HEAD|BRAIN|SKULL|FACE|ORBIT|SINUS/i.test(fields.body_part ?? "");
  if (isHead && ["CT", "MR", "PT"].includes(fields.modality ?? "") && !codes.has(option.face))
    found.push(["recognizable-face", tags.BodyPartExamined]);
  return found;
}

function dateFindings(data: DataSet, fields: Readonly<Record<HeaderField, string | null>>): FileFinding[] {
  const policy = tags.LongitudinalTemporalInformationModified;
  const found: FileFinding[] = [];
  if (fields.temporal === "REMOVED") return [["dates-removed", policy]];
  if (fields.temporal !== "UNMODIFIED" && fields.temporal !== "MODIFIED")
    found.push(["dates-policy-not-stated", policy]);
  // A report is written when it is written; an image is acquired in its study.
  const study = dayOf(fields.study_date);
  const acquired = dayOf(firstOf(data, tags.AcquisitionDate));
  if (fields.modality !== "SR" && study !== null && acquired !== null && Math.abs(acquired - study) > farDays)
    found.push(["dates-disagree", tags.AcquisitionDate]);
  return found;
}

function dayOf(text: string | null): number | null {
  const digits = text?.replace(/[-.]/g, "") ?? "";
  if (!/^\d{8}$/.test(digits)) return null;
  return Date.UTC(Number(digits.slice(0, 4)), Number(digits.slice(4, 6)) - 1, Number(digits.slice(6))) / 86_400_000;
}

/** Elements, those in sequences too: filled identifiers, free text, private elements. */
function elementFindings(
  data: DataSet,
  fields: Readonly<Record<HeaderField, string | null>>,
  codes: ReadonlySet<string>,
): FileFinding[] {
  const found = new Map<string, FileFinding>();
  const add = (finding: IdentityFinding, tag: number | null) => found.set(`${finding} ${tag}`, [finding, tag]);
  const direct = new Set([...addressTags, ...(codes.has(option.institution) ? [] : institutionTags)]);
  const own = (fields.dicom_patient ?? "").toUpperCase();
  const known = nameWords(data, own);
  // The patient's number in the dataset may stand in texts: it is a pseudonym already.
  const without = (text: string) => (own.length < 4 ? text : text.replaceAll(fields.dicom_patient ?? "", ""));
  const birth = firstOf(data, tags.PatientBirthDate) ?? "";
  if (/^\d{8}$/.test(birth) && !birth.endsWith("0101")) add("direct-identifier", tags.PatientBirthDate);
  for (const set of nestedSets(data))
    for (const [tag, { vr, text }] of set) {
      if (isPrivate(tag)) {
        if (!codes.has(option.private)) add("private-elements", null);
        continue;
      }
      if (text === null || text === "") continue;
      if (personTags.includes(tag) || direct.has(tag)) {
        if (!isPlaceholder(text, own)) add("direct-identifier", tag);
      } else if (freeText.has(vr) && !technical.has(tag) && (tag >>> 16 !== 0x18 || freeInAcquisition.has(tag)))
        for (const finding of findIdentifiers(without(text), known))
          if (finding !== "date-in-text" || !codes.has(option.fullDates)) add(finding, tag);
    }
  return [...found.values()];
}

/** Words of the persons that the file names: four letters or more, and no placeholders. */
function nameWords(data: DataSet, own: string): ReadonlySet<string> {
  const words = new Set<string>();
  for (const tag of personTags) {
    const text = textOf(data, tag);
    if (text === null || isPlaceholder(text, own)) continue;
    for (const [word] of text.toUpperCase().matchAll(/\p{L}{4,}/gu)) if (!placeholder.test(word)) words.add(word);
  }
  return words;
}

/** A value that names nobody: the patient's number, a word such as ANONYMOUS, or a pseudonym, which names with digits are. */
function isPlaceholder(text: string, own: string): boolean {
  if (/\d/.test(text) && !/[@ ]/.test(text.trim())) return true;
  const words = text
    .toUpperCase()
    .split(/[\^\\=, ]+/)
    .filter((word) => word !== "" && word !== own);
  return words.every((word) => placeholder.test(word));
}
