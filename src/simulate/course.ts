import { chooseTargets } from "./choose-targets.js";
import { type Fate, MOST_NEW_LESIONS } from "./fate.js";
import { followCourse } from "./follow-course.js";
import { mayBeTarget } from "./lesions.js";
import { totalRisk } from "./prognosis.js";
import type { Recruit } from "./recruit.js";
import { type Treatment, treatmentEffect } from "./treatment.js";
import { relativeSize, visibleMm } from "./tumour-growth.js";
import type { World } from "./world.js";

/**
 * The latent course of a patient under one treatment, in days from its start, continuous. Times are Infinity where nothing
 * happens within `LATENT_DAYS`.
 */
export interface Course {
  readonly treatment: Treatment;
  readonly deathDay: number;
  /** Appearance of each new lesion, ascending. */
  readonly newLesionDay: Float64Array;
  readonly newLesionOrgan: Uint8Array;
  /** Unequivocal progression of what is followed as non-target. */
  readonly nonTargetDay: number;
  /** Progression of the sum of the error-free reader's targets. */
  readonly targetDay: number;
  /** First of progression of any kind and death: latent progression-free survival. */
  readonly progressionFreeDays: number;
  /** Targets of the error-free reader, numbers of baseline lesions. */
  readonly targets: readonly number[];
  /** Diameter of a baseline lesion on a day, mm, without error. */
  readonly sizeMm: (lesion: number, day: number) => number;
  /** Diameter of a new lesion on a day, mm, 0 before it appears. */
  readonly newSizeMm: (lesion: number, day: number) => number;
}

/** Rates of one patient's lesions under one treatment, per day. */
export interface Rates {
  readonly growth: Float64Array;
  readonly shrinkage: Float64Array;
  readonly untreated: Float64Array;
  readonly newGrowth: Float64Array;
}

/** Size at which a new lesion can first be seen, mm. */
export const NEW_LESION_MM = 6;

/** No lesion outgrows its organ. */
const LARGEST_MM = 200;

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

/** Improvement of prognosis per year of calendar time where the world drifts, log hazard; 0 at the start of 2018. */
export const driftPerYear = -0.08;

/** The course under `treatment`. `yearsSince2018`: of the start of treatment, for worlds that drift. */
export function deriveCourse(
  world: World,
  { person, lesions }: Recruit,
  fate: Fate,
  { treatment, yearsSince2018 }: { readonly treatment: Treatment; readonly yearsSince2018: number },
): Course {
  const risk = totalRisk(person) + (world.calendarDrift ? driftPerYear * yearsSince2018 : 0);
  const effect = treatmentEffect(treatment, world.effect);
  const rates = deriveRates(fate, risk, effect);
  const { organ, sizeMm } = lesions;
  const candidates = Array.from(organ, (code, lesion) => ({ lesion, organ: code, appeal: sizeMm[lesion]! }));
  const targets = chooseTargets(candidates.filter((each) => mayBeTarget(each.organ, each.appeal)));
  const followed = followCourse({ lesions, rates, fate, targets, risk, effect });
  return {
    treatment,
    ...followed,
    newLesionOrgan: fate.newOrgan,
    targets,
    sizeMm: (lesion, day) =>
      Math.min(
        LARGEST_MM,
        sizeMm[lesion]! *
          relativeSize(day, {
            growth: rates.growth[lesion]!,
            shrinkage: rates.shrinkage[lesion]!,
            untreated: rates.untreated[lesion]!,
          }),
      ),
    newSizeMm: (lesion, day) => {
      const age = day - followed.newLesionDay[lesion]!;
      return age < 0 ? 0 : Math.min(LARGEST_MM, NEW_LESION_MM * Math.exp(rates.newGrowth[lesion]! * age));
    },
  };
}

/** Sum of visible diameters of the given baseline lesions on a day, mm. */
export function visibleSumMm(course: Course, lesions: readonly number[], day: number): number {
  let sum = 0;
  for (const lesion of lesions) sum += visibleMm(course.sizeMm(lesion, day));
  return sum;
}

function deriveRates(fate: Fate, risk: number, effect: ReturnType<typeof treatmentEffect>): Rates {
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
