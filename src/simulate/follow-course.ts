import { type Fate, MOST_NEW_LESIONS } from "./fate.js";
import { type HazardClock, moveClock } from "./hazard-clock.js";
import { NEW_LESION_MM, type Rates } from "./lesion-rates.js";
import { moveSizes, openSizes } from "./lesion-sizes.js";
import type { BaselineLesions } from "./lesions.js";
import type { TreatmentEffect } from "./treatment.js";
import { look, openWatch } from "./watch-disease.js";

/** Days the latent course is followed. */
export const LATENT_DAYS = 1827;

/** Step of the numerical integration of the hazards, days. */
const STEP = 7;

/** Burden at which the hazards below hold, mm of summed diameters, and beyond which they rise no more. */
const REFERENCE_MM = 120;
const BURDEN_LIMIT_MM = 600;

/**
 * Hazards per day of a patient of average prognosis and reference burden B₀ = 120 mm, and what a unit of risk (log hazard) adds:
 * h(t) = h₀ · √(B(t)/B₀) · exp(weight · risk) for death and new lesions, h₀ · (B(t)/B(0))^1.5 · exp(weight · risk) for
 * progression of non-targets, which goes with the growth of the burden since the start. That hazards follow the current burden:
 * Tardivon et al. 2019, Clin Pharmacol Ther 106:810; the figures are calibrated (see `lesion-rates.ts`).
 */
const hazards = {
  death: { perDay: 0.0029, risk: 1 },
  newLesion: { perDay: 0.0018, risk: 0.45 },
  nonTarget: { perDay: 0.0009, risk: 0.3 },
} as const;

interface CourseInput {
  readonly lesions: BaselineLesions;
  readonly rates: Rates;
  readonly fate: Fate;
  readonly targets: readonly number[];
  readonly risk: number;
  readonly effect: TreatmentEffect;
}

/** When what happens, in days; see `Course`. */
export interface FollowedCourse {
  readonly deathDay: number;
  readonly newLesionDay: Float64Array;
  readonly nonTargetDay: number;
  readonly targetDay: number;
  readonly reappearanceDay: number;
  readonly progressionFreeDays: number;
}

const NEVER = Number.POSITIVE_INFINITY;

/**
 * Follows burden and hazards from day 0 to death or `LATENT_DAYS` in steps of a week. Hazards are integrated by the trapezium
 * rule and an event is placed inside its step by the mean hazard; what shows on baseline lesions is found by `look`.
 */
export function followCourse({ lesions, rates, fate, targets, risk, effect }: CourseInput): FollowedCourse {
  const start = lesions.sizeMm.reduce((sum, size) => sum + size, 0);
  const hasNonTarget = targets.length < lesions.organ.length;
  const { death, newLesion, nonTarget } = hazardsOf(risk, effect);
  const rise = Math.sqrt(start / REFERENCE_MM);
  const deathClock: HazardClock = { left: fate.death, perDay: death * rise };
  const nonTargetClock: HazardClock = { left: hasNonTarget ? fate.nonTarget : NEVER, perDay: nonTarget };
  const newClock: HazardClock = { left: fate.newLesion[0]!, perDay: newLesion * rise };
  const newLesionDay = new Float64Array(MOST_NEW_LESIONS).fill(NEVER);
  const sizes = openSizes(lesions, rates, STEP);
  const watch = openWatch(lesions, rates, targets);
  let newCount = 0;
  let deathDay = NEVER;
  let nonTargetDay = NEVER;
  for (let day = STEP; day <= LATENT_DAYS && deathDay === NEVER; day += STEP) {
    let burden = moveSizes(sizes);
    for (let i = 0; i < newCount; i += 1)
      burden += NEW_LESION_MM * Math.exp(rates.newGrowth[i]! * (day - newLesionDay[i]!));
    burden = Math.min(burden, BURDEN_LIMIT_MM);
    const factor = Math.sqrt(burden / REFERENCE_MM);
    deathDay = moveClock(deathClock, death * factor, day, STEP);
    const growth = burden / start;
    if (nonTargetDay === NEVER)
      nonTargetDay = moveClock(nonTargetClock, nonTarget * growth * Math.sqrt(growth), day, STEP);
    newCount = addNewLesions({ clock: newClock, perDay: newLesion * factor, day, fate, newLesionDay, newCount });
    look(watch, sizes, day, STEP);
  }
  const { targetDay, reappearanceDay } = watch;
  return cutAtDeath({ deathDay, newLesionDay, nonTargetDay, targetDay, reappearanceDay });
}

/** Hazards per day at reference burden of a patient of this risk. */
function hazardsOf(risk: number, effect: TreatmentEffect) {
  const { death, newLesion, nonTarget } = hazards;
  return {
    death: death.perDay * Math.exp(death.risk * risk),
    newLesion: newLesion.perDay * effect.newLesion * Math.exp(newLesion.risk * risk),
    nonTarget: nonTarget.perDay * Math.exp(nonTarget.risk * risk),
  };
}

/** Sets the days of the new lesions of a step, one after the other, and returns how many there are now. */
function addNewLesions(input: {
  readonly clock: HazardClock;
  readonly perDay: number;
  readonly day: number;
  readonly fate: Fate;
  readonly newLesionDay: Float64Array;
  readonly newCount: number;
}): number {
  const { clock, perDay, day, fate, newLesionDay } = input;
  const before = clock.perDay;
  const mean = (before + perDay) / 2;
  let count = input.newCount;
  let stepDays = STEP;
  while (count < MOST_NEW_LESIONS) {
    // Within a step every lesion comes at the step's mean hazard.
    clock.perDay = mean;
    const appears = moveClock(clock, mean, day, stepDays);
    if (appears === NEVER) break;
    newLesionDay[count] = appears;
    count += 1;
    stepDays = day - appears;
    clock.left = fate.newLesion[count] ?? NEVER;
  }
  clock.perDay = perDay;
  return count;
}

/** Nothing happens after death. */
function cutAtDeath(course: Omit<FollowedCourse, "progressionFreeDays">): FollowedCourse {
  const { deathDay } = course;
  const alive = (day: number) => (day < deathDay ? day : NEVER);
  const newLesionDay = course.newLesionDay.map(alive);
  const nonTargetDay = alive(course.nonTargetDay);
  const targetDay = alive(course.targetDay);
  const reappearanceDay = alive(course.reappearanceDay);
  const progressionFreeDays = Math.min(deathDay, newLesionDay[0]!, nonTargetDay, targetDay, reappearanceDay);
  return { deathDay, newLesionDay, nonTargetDay, targetDay, reappearanceDay, progressionFreeDays };
}
