import { type ContentItem, childrenNamed, codeValue, contentItem, itemsBelow, textValue } from "./content-item.js";
import { codeOf, type DataSet, firstOf, itemsOf } from "./data-set.js";
import { tags } from "./tags.js";

/** Code lists by name, as the configuration made them: what a report writes, in capitals → what is read. */
export type ReportLists = Readonly<Record<ReportList, Readonly<Record<string, string | null>>>>;
export const reportLists = ["sr_axis", "sr_site", "sr_role", "sr_state"] as const;
export type ReportList = (typeof reportLists)[number];

export const groupColumns = [
  "group_no",
  "tracking_id",
  "tracking_uid",
  "site",
  "organ",
  "role",
  "reader",
  "software",
  "image_uid",
  "image_class",
  "image_study",
  "long_value",
  "long_unit",
  "short_value",
  "short_unit",
  "any_value",
  "any_unit",
  "state",
  /** Why a measurement has no value, and of which axis. */
  "why",
  "why_axis",
  "axis_twice",
] as const;
export type GroupField = (typeof groupColumns)[number];

/** Concept names by template: DCM codes, and those of SNOMED CT with their former spelling. PS3.16 TID 1500, 1501, 1502, 4019. */
const concepts = {
  report: ["DCM:126000"],
  measurements: ["DCM:126010"],
  group: ["DCM:125007"],
  trackingId: ["DCM:112039"],
  trackingUid: ["DCM:112040"],
  site: ["SCT:363698007", "SRT:G-C0E3"],
  personObserver: ["DCM:121008"],
  deviceObserver: ["DCM:121013", "DCM:121012"],
  algorithm: ["DCM:111001"],
  algorithmVersion: ["DCM:111003"],
} as const;

/** True where a structured report follows template TID 1500 (measurement report). */
export function isMeasurementReport(data: DataSet): boolean {
  const template = itemsOf(data, tags.ContentTemplateSequence).some(
    (item) => firstOf(item, tags.TemplateIdentifier) === "1500",
  );
  return template || concepts.report.some((key) => key === codeOf(data, tags.ConceptNameCodeSequence)?.key);
}

/**
 * The measurement groups of a report, in its order: lesion, site, role, reader, the image measured, diameters and state.
 * Codes are read by the lists (`scheme:value`, else the meaning in capitals); a site that its list does not hold is told
 * by its meaning. What is not found is null. Content items by reference are not followed. Source: PS3.16 TID 1500, 1501, 300.
 */
export function measurementGroups(data: DataSet, lists: ReportLists): Record<GroupField, string | null>[] {
  const root = contentItem(data);
  const evidence = evidenceOf(data);
  return childrenNamed(root, concepts.measurements)
    .flatMap((container) => childrenNamed(container, concepts.group))
    .map((group, i) => ({
      group_no: String(i + 1),
      tracking_id: firstText(group, concepts.trackingId),
      tracking_uid: firstText(group, concepts.trackingUid),
      ...siteOf(group, lists),
      role: codedAs(group, lists.sr_role),
      reader: readerOf(group) ?? readerOf(root),
      software: softwareOf(group),
      ...imageOf(group, evidence),
      ...diametersOf(group, lists),
      state: codedAs(group, lists.sr_state),
    }));
}

function firstText(item: ContentItem, names: readonly string[]): string | null {
  for (const child of childrenNamed(item, names)) {
    const text = textValue(child);
    if (text !== null) return text;
  }
  return null;
}

function siteOf(group: ContentItem, lists: ReportLists) {
  const below = itemsBelow(group).filter(
    ({ concept }) => concept !== null && concepts.site.some((key) => key === concept),
  );
  const code = below.map(codeValue).find((each) => each !== null) ?? null;
  if (code === null) return { site: null, organ: null };
  return {
    site: code.key,
    organ: lookUp(lists.sr_site, code.key, code.meaning) ?? code.meaning?.toLowerCase() ?? code.key,
  };
}

/** What the first coded item of a group that a list holds is read as. */
function codedAs(group: ContentItem, list: Readonly<Record<string, string | null>>): string | null {
  for (const item of group.children) {
    const code = codeValue(item);
    const found = code === null ? null : lookUp(list, code.key, code.meaning);
    if (found !== null) return found;
  }
  return null;
}

function lookUp(list: Readonly<Record<string, string | null>>, key: string, meaning: string | null): string | null {
  return list[key.toUpperCase()] ?? (meaning === null ? null : (list[meaning.trim().toUpperCase()] ?? null));
}

/** A person by name, else the device. */
function readerOf(item: ContentItem): string | null {
  return firstText(item, concepts.personObserver) ?? firstText(item, concepts.deviceObserver);
}

function softwareOf(group: ContentItem): string | null {
  const all = itemsBelow(group);
  const text = (names: readonly string[]) =>
    all.filter(({ concept }) => concept !== null && names.includes(concept)).map(textValue)[0] ?? null;
  const name = text(concepts.algorithm);
  const version = text(concepts.algorithmVersion);
  return name === null ? null : version === null ? name : `${name} ${version}`;
}

/** Studies of the instances that a report lists as its evidence. */
function evidenceOf(data: DataSet): ReadonlyMap<string, string | null> {
  const studies = new Map<string, string | null>();
  for (const sequence of [tags.CurrentRequestedProcedureEvidenceSequence, tags.PertinentOtherEvidenceSequence])
    for (const study of itemsOf(data, sequence))
      for (const series of itemsOf(study, tags.ReferencedSeriesSequence))
        for (const instance of itemsOf(series, tags.ReferencedSOPSequence))
          studies.set(firstOf(instance, tags.ReferencedSOPInstanceUID) ?? "", firstOf(study, tags.StudyInstanceUID));
  return studies;
}

/** The image that was measured, and its study by the evidence; where the group names none, the sole study of the evidence. */
function imageOf(group: ContentItem, evidence: ReadonlyMap<string, string | null>) {
  const references = itemsBelow(group)
    .filter(({ type }) => type === "IMAGE")
    .flatMap(({ data }) => itemsOf(data, tags.ReferencedSOPSequence));
  const image =
    references.find((each) => evidence.has(firstOf(each, tags.ReferencedSOPInstanceUID) ?? "")) ?? references[0];
  const uid = image === undefined ? null : firstOf(image, tags.ReferencedSOPInstanceUID);
  const studies = [...new Set(evidence.values())];
  return {
    image_uid: uid,
    image_class: image === undefined ? null : firstOf(image, tags.ReferencedSOPClassUID),
    image_study: (uid === null ? null : evidence.get(uid)) ?? (studies.length === 1 ? studies[0]! : null),
  };
}

function diametersOf(group: ContentItem, lists: ReportLists) {
  const found = new Map<string, { readonly value: string | null; readonly unit: string | null }>();
  let twice: string | null = null;
  let why: string | null = null;
  let whyAxis: string | null = null;
  for (const item of group.children) {
    const name = codeOf(item.data, tags.ConceptNameCodeSequence);
    if (item.type !== "NUM" || name === null) continue;
    const axis = lookUp(lists.sr_axis, name.key, name.meaning);
    if (axis === null) continue;
    const measured = itemsOf(item.data, tags.MeasuredValueSequence)[0];
    const value = measured === undefined ? null : firstOf(measured, tags.NumericValue);
    if (value === null) {
      const qualifier = codeOf(item.data, tags.NumericValueQualifierCodeSequence);
      why ??= qualifier?.meaning ?? qualifier?.key ?? "no value given";
      whyAxis ??= axis;
      continue;
    }
    if (found.has(axis)) twice = axis;
    const unit = measured === undefined ? null : codeOf(measured, tags.MeasurementUnitsCodeSequence);
    found.set(axis, { value, unit: unit?.key.split(":")[1] ?? null });
  }
  const of = (axis: string) => found.get(axis) ?? { value: null, unit: null };
  return {
    long_value: of("long").value,
    long_unit: of("long").unit,
    short_value: of("short").value,
    short_unit: of("short").unit,
    any_value: of("any").value,
    any_unit: of("any").unit,
    why,
    why_axis: whyAxis,
    axis_twice: twice,
  };
}
