/** What a patient is given: the trial's drug, or single-agent chemotherapy (docetaxel as the standard of its kind). */
export type Treatment = "experimental" | "chemotherapy";

/** Factors on the rates of lesions and on the hazard of new ones. */
export interface TreatmentEffect {
  readonly growth: number;
  readonly shrinkage: number;
  readonly newLesion: number;
}

/**
 * The effect of a treatment against chemotherapy, `strength` times the designed one (log scale). The designed effect is of the
 * size of a targeted drug in the second line: about 30 % confirmed response, hazard ratio of PFS about 0.6. Death is touched
 * only through the tumours.
 */
export function treatmentEffect(treatment: Treatment, strength: number): TreatmentEffect {
  const share = treatment === "experimental" ? strength : 0;
  return {
    growth: Math.exp(-0.5 * share),
    shrinkage: Math.exp(0.5 * share),
    newLesion: Math.exp(-0.6 * share),
  };
}
