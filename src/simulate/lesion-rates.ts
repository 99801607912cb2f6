import { type Fate, MOST_NEW_LESIONS } from "./fate.js";
import type { TreatmentEffect } from "./treatment.js";

/** Rates of one patient's lesions under one treatment, per day. */
export interface Rates {
  readonly growth: Float64Array;
  readonly shrinkage: Float64Array;
  readonly untreated: Float64Array;
  readonly newGrowth: Float64Array;
}

/** Size at which a new lesion can first be seen, mm. */
export const NEW_LESION_MM = 6;

/**
 * Medians of growth and shrinkage under chemotherapy (per day) and standard deviations of their logarithms between patients
 * and between the lesions of one. Calibrated, with the hazards of `follow-course.ts`, to docetaxel in the second line:
 * confirmed response 13 %, median PFS 4 months, median OS 9.6 months (OAK; Rittmeyer 2017).
 */
const typical = {
  growth: 0.0016,
  shrinkage: 0.00155,
  growthSd: 0.75,
  shrinkageSd: 1.15,
  lesionGrowthSd: 0.5,
  lesionShrinkageSd: 0.9,
} as const;

/** How far a poor prognosis (log hazard) speeds growth and hinders shrinkage, on the logarithm. */
const riskOnGrowth = 0.3;
const riskOnShrinkage = -0.3;

/** The rates of a patient's lesions. risk: log hazard of a bad course. */
export function deriveRates(fate: Fate, risk: number, effect: TreatmentEffect): Rates {
  const untreated = typical.growth * Math.exp(riskOnGrowth * risk + typical.growthSd * fate.growth);
  const growth = untreated * effect.growth;
  const shrinkage =
    typical.shrinkage * effect.shrinkage * Math.exp(riskOnShrinkage * risk + typical.shrinkageSd * fate.shrinkage);
  const n = fate.lesionGrowth.length;
  const rates: Rates = {
    growth: new Float64Array(n),
    shrinkage: new Float64Array(n),
    untreated: new Float64Array(n),
    newGrowth: new Float64Array(MOST_NEW_LESIONS),
  };
  for (let i = 0; i < n; i += 1) {
    const own = Math.exp(typical.lesionGrowthSd * fate.lesionGrowth[i]!);
    rates.growth[i] = growth * own;
    rates.untreated[i] = untreated * own;
    rates.shrinkage[i] = shrinkage * Math.exp(typical.lesionShrinkageSd * fate.lesionShrinkage[i]!);
  }
  for (let i = 0; i < MOST_NEW_LESIONS; i += 1)
    rates.newGrowth[i] = growth * Math.exp(typical.lesionGrowthSd * fate.newGrowth[i]!);
  return rates;
}
