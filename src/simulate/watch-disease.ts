import type { Rates } from "./lesion-rates.js";
import { type LesionSizes, sizeNow } from "./lesion-sizes.js";
import type { BaselineLesions } from "./lesions.js";
import { ORGANS } from "./organs.js";
import { GONE_BELOW_MM, relativeSize, visibleMm } from "./tumour-growth.js";

/** The error-free eye on baseline lesions, from step to step. */
export interface DiseaseWatch {
  readonly lesions: BaselineLesions;
  readonly rates: Rates;
  readonly targets: readonly number[];
  /** Smallest visible sum of the targets so far, mm. */
  nadirMm: number;
  isGone: boolean;
  targetDay: number;
  reappearanceDay: number;
}

/** Opens the watch on day 0. */
export function openWatch(lesions: BaselineLesions, rates: Rates, targets: readonly number[]): DiseaseWatch {
  let nadirMm = 0;
  for (const lesion of targets) nadirMm += visibleMm(lesions.sizeMm[lesion]!);
  const never = Number.POSITIVE_INFINITY;
  return { lesions, rates, targets, nadirMm, isGone: false, targetDay: never, reappearanceDay: never };
}

/**
 * Looks at the end of a step: sets `targetDay` once the sum of the targets has progressed, and `reappearanceDay` once disease
 * that was gone everywhere is seen again (RECIST 1.1: progression after a complete response). Both are found inside the step
 * by bisection; the smallest sum is taken over the ends of steps.
 */
export function look(watch: DiseaseWatch, sizes: LesionSizes, day: number, stepDays: number): void {
  const { targets, lesions } = watch;
  if (watch.targetDay === Number.POSITIVE_INFINITY) {
    let sum = 0;
    for (let k = 0; k < targets.length; k += 1) sum += visibleMm(sizeNow(sizes, targets[k]!));
    if (isTargetProgression(sum, watch.nadirMm))
      watch.targetDay = firstDay(day - stepDays, day, (middle) =>
        isTargetProgression(sumAt(watch, middle), watch.nadirMm),
      );
    else watch.nadirMm = Math.min(watch.nadirMm, sum);
  }
  let isGone = true;
  for (let i = 0; isGone && i < lesions.organ.length; i += 1) isGone = isNormal(lesions.organ[i]!, sizeNow(sizes, i));
  if (watch.isGone && !isGone && watch.reappearanceDay === Number.POSITIVE_INFINITY)
    watch.reappearanceDay = firstDay(day - stepDays, day, (middle) => !isGoneAt(watch, middle));
  watch.isGone ||= isGone;
}

/** RECIST 1.1 §4.3.1. The error-free reader's own view of the latent sum; data are categorised elsewhere, from measurements. */
export function isTargetProgression(sumMm: number, nadirMm: number): boolean {
  return sumMm >= 1.2 * nadirMm && sumMm >= nadirMm + 5;
}

/** Gone, or a node below 10 mm. */
function isNormal(organ: number, sizeMm: number): boolean {
  return sizeMm < (ORGANS[organ]!.isNode ? 10 : GONE_BELOW_MM);
}

function sizeAt({ lesions, rates }: DiseaseWatch, lesion: number, day: number): number {
  const own = { growth: rates.growth[lesion]!, shrinkage: rates.shrinkage[lesion]!, untreated: 0 };
  return lesions.sizeMm[lesion]! * relativeSize(day, own);
}

function sumAt(watch: DiseaseWatch, day: number): number {
  let sum = 0;
  for (const lesion of watch.targets) sum += visibleMm(sizeAt(watch, lesion, day));
  return sum;
}

function isGoneAt(watch: DiseaseWatch, day: number): boolean {
  return watch.lesions.organ.every((organ, lesion) => isNormal(organ, sizeAt(watch, lesion, day)));
}

/** First day in (low, high] on which a condition holds that holds on `high`, to a hundredth. */
function firstDay(low: number, high: number, holds: (day: number) => boolean): number {
  let before = low;
  let after = high;
  while (after - before > 0.01) {
    const middle = (before + after) / 2;
    if (holds(middle)) after = middle;
    else before = middle;
  }
  return after;
}
