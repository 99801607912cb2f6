import { drawNormal, drawWhole } from "./draw.js";
import type { Fact } from "./missingness.js";
import type { Patient } from "./patient.js";
import type { Tables } from "./tables.js";

/** What was recorded of a patient at baseline: performance status, habit, biomarkers, laboratory values, sites of disease. */
export function writeObservations(
  { recruit, indexEpochDay: index }: Patient,
  { patientId, gaps }: { readonly patientId: string; readonly gaps: ReadonlySet<Fact> },
  tables: Tables,
): void {
  const { person, population, streamOf } = recruit;
  const stream = streamOf("observations");
  const recentDay = index - drawWhole(stream, 0, population === "care" ? 21 : 14);
  const labDay = index - drawWhole(stream, 0, population === "care" ? 14 : 7);
  const oldDay = index - Math.round(30.4375 * person.monthsSinceAdvanced) - drawWhole(stream, 0, 10);
  const weightKg = Math.round(drawNormal(stream, person.isFemale ? 66 : 78, 13) * 10) / 10;
  let count = 0;
  const add = (concept: string, day: number, value: number | string, unit: string | null = null) => {
    if (gaps.has(concept as Fact)) return;
    count += 1;
    const isText = typeof value === "string";
    tables.observation.add(patientId, String(count), concept, day, isText ? null : value, isText ? value : null, unit);
  };
  const status = (isPositive: boolean, positive: string, negative: string) => (isPositive ? positive : negative);
  add("ecog", recentDay, person.ecog);
  add("smoking", oldDay, person.smoking);
  add("pdl1_tps", oldDay, person.pdl1Percent, "%");
  add("kras", oldDay, status(person.kras, "mutated", "wild type"));
  add("egfr", oldDay, status(person.egfr, "mutated", "wild type"));
  add("alk", oldDay, status(person.alk, "rearranged", "not rearranged"));
  add("ldh", labDay, person.ldh, "U/L");
  add("albumin", labDay, person.albumin, "g/L");
  add("weight", recentDay, Math.max(38, weightKg), "kg");
  add("metastasis_brain", recentDay, status(person.brain, "yes", "no"));
  add("metastasis_liver", recentDay, status(person.liver, "yes", "no"));
  add("metastasis_bone", recentDay, status(person.bone, "yes", "no"));
  add("metastasis_adrenal", recentDay, status(person.adrenal, "yes", "no"));
  add("metastasis_lung", recentDay, status(person.otherLung, "yes", "no"));
  add("metastasis_pleura", recentDay, status(person.pleura, "yes", "no"));
}
