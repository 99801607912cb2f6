import { type Course, visibleSumMm } from "./course.js";
import { MOST_NEW_LESIONS } from "./fate.js";
import type { BaselineLesions } from "./lesions.js";
import { ORGANS } from "./organs.js";
import type { Recruit } from "./recruit.js";
import { GONE_BELOW_MM, TOO_SMALL_BELOW_MM } from "./tumour-growth.js";
import { isTargetProgression } from "./watch-disease.js";

/** What a reader may note of a lesion; the words are those of the data contract. */
export type LesionState = "measured" | "too_small" | "absent" | "present" | "unequivocal_progression" | "not_evaluable";

/** One lesion on one scan, as a reader without error sees it. */
export interface SeenLesion {
  readonly day: number;
  /** Baseline lesions 0 …, then new ones. */
  readonly lesion: number;
  readonly role: "target" | "nontarget" | "new";
  /** Code of `ORGANS`. */
  readonly organ: number;
  readonly isNode: boolean;
  readonly state: LesionState;
  /** mm; null where nothing is measured. */
  readonly diameterMm: number | null;
}

/**
 * Hands every lesion on every scan to `see`, as a reader without error notes it who scans the whole body, baseline on day 0
 * and then on `days` (ascending) while the patient lives, up to the second scan on which progression is plain: nothing after
 * the first counts. What the truth is computed from.
 */
export function readWithoutError(
  { lesions }: Recruit,
  course: Course,
  days: readonly number[],
  see: (seen: SeenLesion) => void,
): void {
  let nadirMm = Number.POSITIVE_INFINITY;
  let plainScans = 0;
  for (const day of [0, ...days]) {
    if ((day > 0 && day >= course.deathDay) || plainScans === 2) return;
    seeBaselineLesions(lesions, course, day, see);
    seeNewLesions(lesions, course, day, see);
    const sumMm = visibleSumMm(course, course.targets, day);
    const isPlain =
      day >= Math.min(course.newLesionDay[0]!, course.nonTargetDay) || isTargetProgression(sumMm, nadirMm);
    if (day > 0 && isPlain) plainScans += 1;
    nadirMm = Math.min(nadirMm, sumMm);
  }
}

function seeBaselineLesions(
  { organ }: BaselineLesions,
  course: Course,
  day: number,
  see: (seen: SeenLesion) => void,
): void {
  const hasProgressed = day >= course.nonTargetDay;
  for (let lesion = 0; lesion < organ.length; lesion += 1) {
    const { isNode } = ORGANS[organ[lesion]!]!;
    const size = course.sizeMm(lesion, day);
    const isTarget = course.targets.includes(lesion);
    const { state, diameterMm } = isTarget ? measure(size) : watch(size, { isNode, hasProgressed });
    see({ day, lesion, role: isTarget ? "target" : "nontarget", organ: organ[lesion]!, isNode, state, diameterMm });
  }
}

function seeNewLesions({ organ }: BaselineLesions, course: Course, day: number, see: (seen: SeenLesion) => void): void {
  for (let i = 0; i < MOST_NEW_LESIONS && course.newLesionDay[i]! <= day; i += 1) {
    const site = course.newLesionOrgan[i]!;
    const lesion = organ.length + i;
    see({ day, lesion, role: "new", organ: site, isNode: ORGANS[site]!.isNode, state: "present", diameterMm: null });
  }
}

/** State and value of a measured lesion. */
export function measure(sizeMm: number): { readonly state: LesionState; readonly diameterMm: number | null } {
  if (sizeMm < GONE_BELOW_MM) return { state: "absent", diameterMm: null };
  if (sizeMm < TOO_SMALL_BELOW_MM) return { state: "too_small", diameterMm: null };
  return { state: "measured", diameterMm: sizeMm };
}

/** State of a lesion that is only watched. A node keeps its short axis, by which it is normal or not. */
function watch(
  sizeMm: number,
  { isNode, hasProgressed }: { readonly isNode: boolean; readonly hasProgressed: boolean },
): { readonly state: LesionState; readonly diameterMm: number | null } {
  if (hasProgressed) return { state: "unequivocal_progression", diameterMm: null };
  if (sizeMm < GONE_BELOW_MM) return { state: "absent", diameterMm: null };
  return { state: "present", diameterMm: isNode ? sizeMm : null };
}
