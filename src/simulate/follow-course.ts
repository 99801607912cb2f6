import { NEW_LESION_MM, type Rates } from "./course.js";
import { type Fate, MOST_NEW_LESIONS } from "./fate.js";
import type { BaselineLesions } from "./lesions.js";
import type { TreatmentEffect } from "./treatment.js";
import { visibleMm } from "./tumour-growth.js";

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
 * Tardivon et al. 2019, Clin Pharmacol Ther 106:810; the figures are calibrated (see `course.ts`).
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
  readonly progressionFreeDays: number;
}

/**
 * Follows burden and hazards from day 0 to death or `LATENT_DAYS` in steps of a week. Hazards are integrated by the trapezium
 * rule and an event is placed inside its step by the mean hazard; target progression (RECIST 1.1 §4.3.1: 20 % and 5 mm above
 * the smallest sum) is found in its step by bisection to a hundredth of a day, the smallest sum being taken over the weeks.
 * Lesion sizes move on by multiplication, without an exponential a step.
 */
export function followCourse({ lesions, rates, fate, targets, risk, effect }: CourseInput): FollowedCourse {
  const { organ, sizeMm } = lesions;
  const n = organ.length;
  const dying = Float64Array.from(sizeMm);
  const growing = Float64Array.from(sizeMm);
  const dyingFactor = new Float64Array(n);
  const growingFactor = new Float64Array(n);
  let hasNonTarget = false;
  for (let i = 0; i < n; i += 1) {
    dyingFactor[i] = Math.exp(-rates.shrinkage[i]! * STEP);
    growingFactor[i] = Math.exp(rates.growth[i]! * STEP);
    if (!targets.includes(i)) hasNonTarget = true;
  }
  const deathRate = hazards.death.perDay * Math.exp(hazards.death.risk * risk);
  const newRate = hazards.newLesion.perDay * effect.newLesion * Math.exp(hazards.newLesion.risk * risk);
  const nonTargetRate = hasNonTarget ? hazards.nonTarget.perDay * Math.exp(hazards.nonTarget.risk * risk) : 0;

  const newLesionDay = new Float64Array(MOST_NEW_LESIONS).fill(Number.POSITIVE_INFINITY);
  let newCount = 0;
  let deathDay = Number.POSITIVE_INFINITY;
  let nonTargetDay = Number.POSITIVE_INFINITY;
  let targetDay = Number.POSITIVE_INFINITY;
  let deathLeft = fate.death;
  let nonTargetLeft = fate.nonTarget;
  let newLeft = fate.newLesion[0]!;

  const start = burdenOf(sizeMm, sizeMm, sizeMm);
  let rise = Math.sqrt(start / REFERENCE_MM);
  let death = deathRate * rise;
  let newLesion = newRate * rise;
  let nonTarget = nonTargetRate;
  let nadir = targetSum(targets, sizeMm, sizeMm, sizeMm);

  for (let day = STEP; day <= LATENT_DAYS && deathDay === Number.POSITIVE_INFINITY; day += STEP) {
    for (let i = 0; i < n; i += 1) {
      dying[i]! *= dyingFactor[i]!;
      growing[i]! *= growingFactor[i]!;
    }
    let burden = burdenOf(sizeMm, dying, growing);
    for (let i = 0; i < newCount; i += 1)
      burden += NEW_LESION_MM * Math.exp(rates.newGrowth[i]! * (day - newLesionDay[i]!));
    burden = Math.min(burden, BURDEN_LIMIT_MM);
    rise = Math.sqrt(burden / REFERENCE_MM);

    const deathBefore = death;
    death = deathRate * rise;
    const deathMean = (deathBefore + death) / 2;
    if (deathLeft <= deathMean * STEP) deathDay = day - STEP + deathLeft / deathMean;
    else deathLeft -= deathMean * STEP;

    const nonTargetBefore = nonTarget;
    nonTarget = nonTargetRate * (burden / start) * Math.sqrt(burden / start);
    const nonTargetMean = (nonTargetBefore + nonTarget) / 2;
    if (nonTargetDay === Number.POSITIVE_INFINITY) {
      if (nonTargetLeft <= nonTargetMean * STEP) nonTargetDay = day - STEP + nonTargetLeft / nonTargetMean;
      else nonTargetLeft -= nonTargetMean * STEP;
    }

    const newBefore = newLesion;
    newLesion = newRate * rise;
    const newMean = (newBefore + newLesion) / 2;
    let ahead = newMean * STEP;
    while (newCount < MOST_NEW_LESIONS && newLeft <= ahead) {
      ahead -= newLeft;
      newLesionDay[newCount] = day - ahead / newMean;
      newCount += 1;
      newLeft = newCount < MOST_NEW_LESIONS ? fate.newLesion[newCount]! : Number.POSITIVE_INFINITY;
    }
    newLeft -= ahead;

    if (targetDay === Number.POSITIVE_INFINITY) {
      const sum = targetSum(targets, sizeMm, dying, growing);
      if (isTargetProgression(sum, nadir)) targetDay = findTargetDay({ targets, sizeMm, rates, nadir, before: day });
      else nadir = Math.min(nadir, sum);
    }
  }
  return cutAtDeath({ deathDay, newLesionDay, nonTargetDay, targetDay });
}

/** RECIST 1.1 §4.3.1. The error-free reader's own view of the latent sum; data are categorised elsewhere, from measurements. */
export function isTargetProgression(sumMm: number, nadirMm: number): boolean {
  return sumMm >= 1.2 * nadirMm && sumMm >= nadirMm + 5;
}

/** Summed diameters of all lesions, mm. Non-measurable disease counts with the size that stands for it. */
function burdenOf(sizeMm: Float64Array, dying: Float64Array, growing: Float64Array): number {
  let burden = 0;
  for (let i = 0; i < sizeMm.length; i += 1) burden += dying[i]! + growing[i]! - sizeMm[i]!;
  return burden;
}

function targetSum(
  targets: readonly number[],
  sizeMm: Float64Array,
  dying: Float64Array,
  growing: Float64Array,
): number {
  let sum = 0;
  for (let k = 0; k < targets.length; k += 1) {
    const i = targets[k]!;
    sum += visibleMm(dying[i]! + growing[i]! - sizeMm[i]!);
  }
  return sum;
}

function findTargetDay(input: {
  readonly targets: readonly number[];
  readonly sizeMm: Float64Array;
  readonly rates: Rates;
  readonly nadir: number;
  readonly before: number;
}): number {
  const { targets, sizeMm, rates, nadir, before } = input;
  let low = before - STEP;
  let high = before;
  while (high - low > 0.01) {
    const middle = (low + high) / 2;
    let sum = 0;
    for (const i of targets)
      sum += visibleMm(
        sizeMm[i]! * (Math.exp(-rates.shrinkage[i]! * middle) + Math.exp(rates.growth[i]! * middle) - 1),
      );
    if (isTargetProgression(sum, nadir)) high = middle;
    else low = middle;
  }
  return high;
}

/** Nothing happens after death. */
function cutAtDeath(course: Omit<FollowedCourse, "progressionFreeDays">): FollowedCourse {
  const { deathDay, newLesionDay } = course;
  for (let i = 0; i < newLesionDay.length; i += 1)
    if (newLesionDay[i]! >= deathDay) newLesionDay[i] = Number.POSITIVE_INFINITY;
  const nonTargetDay = course.nonTargetDay < deathDay ? course.nonTargetDay : Number.POSITIVE_INFINITY;
  const targetDay = course.targetDay < deathDay ? course.targetDay : Number.POSITIVE_INFINITY;
  const progressionFreeDays = Math.min(deathDay, newLesionDay[0]!, nonTargetDay, targetDay);
  return { deathDay, newLesionDay, nonTargetDay, targetDay, progressionFreeDays };
}
