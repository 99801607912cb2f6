import type { Course } from "./course.js";
import { MOST_NEW_LESIONS } from "./fate.js";
import { ORGANS } from "./organs.js";
import type { Recruit } from "./recruit.js";
import { GONE_BELOW_MM, TOO_SMALL_BELOW_MM } from "./tumour-growth.js";

/** What a reader may note of a lesion; the words are those of the data contract. */
export type LesionState = "measured" | "too_small" | "absent" | "present" | "unequivocal_progression" | "not_evaluable";

/** One lesion on one scan, as a reader without error sees it. */
export interface SeenLesion {
  readonly day: number;
  /** Baseline lesions 0 …, then new ones. */
  readonly lesion: number;
  readonly role: "target" | "nontarget" | "new";
  readonly isNode: boolean;
  readonly state: LesionState;
  /** mm; null where nothing is measured. */
  readonly diameterMm: number | null;
}

/**
 * Hands every lesion on every scan to `see`, as a reader without error notes it who scans the whole body, baseline on day 0
 * and then on `days` (ascending) while the patient lives. What the truth is computed from.
 */
export function readWithoutError(
  { lesions }: Recruit,
  course: Course,
  days: readonly number[],
  see: (seen: SeenLesion) => void,
): void {
  const { organ } = lesions;
  const isTarget = new Uint8Array(organ.length);
  for (const lesion of course.targets) isTarget[lesion] = 1;
  for (const day of [0, ...days]) {
    if (day > 0 && day >= course.deathDay) return;
    for (let lesion = 0; lesion < organ.length; lesion += 1) {
      const { isNode } = ORGANS[organ[lesion]!]!;
      const size = course.sizeMm(lesion, day);
      if (isTarget[lesion] === 1) see({ day, lesion, role: "target", isNode, ...measure(size) });
      else
        see({
          day,
          lesion,
          role: "nontarget",
          isNode,
          ...watch(size, { isNode, hasProgressed: day >= course.nonTargetDay }),
        });
    }
    for (let i = 0; i < MOST_NEW_LESIONS && course.newLesionDay[i]! <= day; i += 1) {
      const { isNode } = ORGANS[course.newLesionOrgan[i]!]!;
      see({ day, lesion: organ.length + i, role: "new", isNode, state: "present", diameterMm: null });
    }
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
