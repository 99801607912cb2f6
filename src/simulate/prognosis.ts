import type { Person } from "./person.js";

/**
 * Log hazard of a bad course that the recorded facts tell, about 0 on average in the source population. The factors and the
 * order of their weights are those found in second-line NSCLC: ECOG, LDH, albumin, liver metastases, number of sites, then
 * age, sex, histology (Chan 2021, tumour-growth-inhibition–survival models; the second-line prognostic model validated in OAK).
 */
export function measuredRisk(person: Person): number {
  return (
    (person.ecog >= 1 ? 0.3 : 0) +
    (person.ecog >= 2 ? 0.45 : 0) +
    (person.ecog >= 3 ? 0.45 : 0) +
    0.25 * ldhScore(person) -
    0.2 * albuminScore(person) +
    (person.liver ? 0.3 : 0) +
    (person.brain ? 0.15 : 0) +
    (person.bone ? 0.12 : 0) +
    0.01 * (person.ageYears - 67) +
    (person.isFemale ? -0.12 : 0) +
    (person.isSquamous ? 0.1 : 0) +
    (person.line === 3 ? 0.12 : 0) -
    (person.egfr || person.alk ? 0.3 : 0) -
    0.42
  );
}

/** Log hazard per standard deviation of the unmeasured prognosis. */
export const unmeasuredWeight = 0.45;

/** Log hazard of a bad course, told and untold. */
export function totalRisk(person: Person): number {
  return measuredRisk(person) + unmeasuredWeight * person.unmeasured;
}

/** LDH in standard deviations of its logarithm. */
export function ldhScore({ ldh }: Person): number {
  return Math.log(ldh / 228) / 0.42;
}

/** Albumin in standard deviations. */
export function albuminScore({ albumin }: Person): number {
  return (albumin - 38) / 4.5;
}
