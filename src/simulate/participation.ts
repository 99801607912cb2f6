import { logistic } from "./draw.js";
import type { Person } from "./person.js";
import { albuminScore, ldhScore } from "./prognosis.js";
import type { World } from "./world.js";

/** Who could join the trial: ECOG 0–1, albumin of 30 g/l and more, no EGFR or ALK driver. Measurable disease is asked for besides. */
export function isEligible(person: Person): boolean {
  return person.ecog <= 1 && person.albumin >= 30 && !person.egfr && !person.alk;
}

/**
 * Probability that a patient who could join is in the trial rather than in routine care: the true propensity score, up to the
 * ratio of the two sample sizes (a constant on the logit scale). 0 for who could not join.
 * Fitter patients join: of OAK's patients 37 % had ECOG 0 and their median age was 64, in practice 69.
 * Logistic in recorded covariates; with `unmeasured` confounding also in what nobody recorded.
 */
export function participation(person: Person, confounding: World["confounding"]): number {
  if (!isEligible(person)) return 0;
  if (confounding === "none") return 0.3;
  const told =
    -0.5 -
    0.045 * (person.ageYears - 67) -
    (person.ecog === 1 ? 0.4 : 0) -
    0.4 * ldhScore(person) +
    0.35 * albuminScore(person) -
    (person.liver ? 0.4 : 0) -
    (person.brain ? 0.6 : 0) -
    (person.line === 3 ? 0.25 : 0) -
    (person.isSquamous ? 0.35 : 0);
  return logistic(confounding === "unmeasured" ? told - 0.7 * person.unmeasured : told);
}
