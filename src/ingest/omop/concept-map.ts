import { SpecError } from "../../errors.js";

/** What a concept means here. Questions say what a row is about, answers what it says. */
export const questionUses = [
  "observation",
  "acquisition",
  "lesion_size",
  "lesion_state",
  "radiomic",
  "stage",
  "metastasis",
  "assessment",
  "ehr_response",
  "local_therapy",
  "diagnosis",
  "episode",
] as const;
export const answerUses = [
  "sex",
  "race",
  "ethnicity",
  "modality",
  "region",
  "organ",
  "lesion_role",
  "unit",
  "response",
  "answer",
  "death_source",
  "field",
] as const;

export type ConceptUse = (typeof questionUses)[number] | (typeof answerUses)[number];

export interface ConceptEntry {
  readonly conceptId: number;
  readonly use: ConceptUse;
  /** What the contract writes: a word, a column, a code; its meaning depends on the use. */
  readonly value: string;
  /** For people. */
  readonly name: string;
}

/** A map read from CSV: concept_id, use, value, name. Throws SpecError for a use that does not exist. */
export function parseEntry(
  row: { readonly [column: string]: string | null },
  line: number,
  file: string,
): ConceptEntry {
  const conceptId = Number(row.concept_id);
  if (!Number.isInteger(conceptId) || row.concept_id === null)
    throw new SpecError(`concept_id must be a whole number (${file}, row ${line})`);
  const uses: readonly string[] = [...questionUses, ...answerUses];
  if (!uses.includes(row.use ?? ""))
    throw new SpecError(`use must be one of ${uses.join(", ")} (${file}, row ${line})`);
  if (row.value === null || row.value === undefined)
    throw new SpecError(`value must be filled: what the concept is read as (${file}, row ${line})`);
  return { conceptId, use: row.use as ConceptUse, value: row.value, name: row.name ?? "" };
}

/** The delivered map with a user's entries: these replace entries of the same concept and kind of use, or are added. */
export function mergeConcepts(added: readonly ConceptEntry[]): ConceptEntry[] {
  const keyOf = ({ conceptId, use }: ConceptEntry) =>
    `${(questionUses as readonly string[]).includes(use) ? "question" : use} ${conceptId}`;
  const merged = new Map([...conceptMap, ...added].map((entry) => [keyOf(entry), entry]));
  return [...merged.values()].sort((a, b) => a.conceptId - b.conceptId || (a.use < b.use ? -1 : 1));
}

const entry = (conceptId: number, use: ConceptUse, value: string, name: string): ConceptEntry => ({
  conceptId,
  use,
  value,
  name,
});

/**
 * Standard concepts of the OMOP vocabularies as delivered. Concepts for readings of lesions, acquisition parameters and
 * responses are local in most databases (ids above 2,000,000,000): they are added in a file of the user's, in these
 * columns. `acquisition`: a column of imaging_study; `lesion_size`: the axis, or `any`; `lesion_state`: a state of
 * lesion_measurement; `radiomic`: the IBSI code; `assessment`: overall, target, nontarget or new_lesion;
 * `ehr_response`: the evidence; `local_therapy`: its kind; `field`: the table an event id points into.
 */
export const conceptMap: readonly ConceptEntry[] = [
  entry(8507, "sex", "male", "MALE"),
  entry(8532, "sex", "female", "FEMALE"),
  entry(8521, "sex", "other", "OTHER"),
  entry(8551, "sex", "", "UNKNOWN"),
  entry(0, "sex", "", "No matching concept"),
  entry(8527, "race", "White", "White"),
  entry(8516, "race", "Black or African American", "Black or African American"),
  entry(8515, "race", "Asian", "Asian"),
  entry(38003563, "ethnicity", "Hispanic or Latino", "Hispanic or Latino"),
  entry(38003564, "ethnicity", "Not Hispanic or Latino", "Not Hispanic or Latino"),
  entry(4300757, "modality", "CT", "Computed tomography"),
  entry(4013636, "modality", "MR", "Magnetic resonance imaging"),
  entry(4305790, "modality", "PT", "Positron emission tomography"),
  entry(8588, "unit", "mm", "millimeter"),
  entry(8582, "unit", "cm", "centimeter"),
  entry(8645, "unit", "U/L", "unit per liter"),
  entry(8713, "unit", "g/dL", "gram per deciliter"),
  entry(36305384, "observation", "ecog", "ECOG Performance Status score"),
  entry(3022250, "observation", "ldh", "Lactate dehydrogenase, serum or plasma"),
  entry(3024561, "observation", "albumin", "Albumin, serum or plasma"),
  entry(36768664, "lesion_size", "any", "Dimension of Tumor"),
  entry(36768255, "lesion_size", "long", "Largest Dimension of Tumor"),
  entry(32531, "episode", "regimen", "Treatment Regimen"),
  entry(1147094, "field", "drug_exposure", "drug_exposure.drug_exposure_id"),
  entry(1147127, "field", "condition_occurrence", "condition_occurrence.condition_occurrence_id"),
  entry(1147330, "field", "measurement", "measurement"),
  entry(1147138, "field", "measurement", "measurement.measurement_id"),
  entry(1147304, "field", "observation", "observation"),
  entry(1147165, "field", "observation", "observation.observation_id"),
];
