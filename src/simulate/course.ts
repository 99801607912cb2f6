import { chooseTargets } from "./choose-targets.js";
import type { Fate } from "./fate.js";
import { followCourse } from "./follow-course.js";
import { deriveRates, NEW_LESION_MM } from "./lesion-rates.js";
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
  /** Disease visible again after all of it was gone. */
  readonly reappearanceDay: number;
  /** First of progression of any kind and death: latent progression-free survival. */
  readonly progressionFreeDays: number;
  /** Targets of the error-free reader, numbers of baseline lesions. */
  readonly targets: readonly number[];
  /** Diameter of a baseline lesion on a day, mm, without error. */
  readonly sizeMm: (lesion: number, day: number) => number;
  /** Diameter of a new lesion on a day, mm, 0 before it appears. */
  readonly newSizeMm: (lesion: number, day: number) => number;
}

/** No lesion outgrows its organ. */
const LARGEST_MM = 200;

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
