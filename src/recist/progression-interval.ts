import { NEVER } from "./lesion-rows.js";
import { deriveProgressionFreeSurvival, type PatientTimeline } from "./progression-free-survival.js";
import type { ProgressionRule } from "./progression-rules.js";

/**
 * The interval (left, right] in which the event fell; right = NEVER where it is still to come, left = right where the
 * day is exact.
 */
export interface ProgressionInterval {
  readonly left: number;
  readonly right: number;
  readonly event: "progression" | "death" | "newTherapy" | null;
  /** `left` where a death counts from the last clear scan; elsewhere `left` itself. */
  readonly clearLeft: number;
}

/**
 * Interval form of progression-free survival: (last clear scan, first PD scan]. Death without progression after a last
 * clear scan L: exactly on its day by `left`, or (L, death] by `clearLeft`, as progression may have gone unseen; both are to
 * be reported. P3 does not apply: a late scan widens the interval. The day of progression is as seen, whatever the
 * rule's variant.
 */
export function deriveProgressionInterval(timeline: PatientTimeline, rule: ProgressionRule): ProgressionInterval {
  const outcome = deriveProgressionFreeSurvival(timeline, {
    ...rule,
    missed: { kind: "off" },
    progressionDay: "observed",
  });
  const { day, situation, lastAdequateDay } = outcome;
  const from = (left: number) => ({ left, clearLeft: left });
  if (outcome.cnsr !== 0) return { ...from(day), right: NEVER, event: null };
  if (situation === "progression") return { ...from(lastAdequateDay), right: day, event: "progression" };
  if (situation === "new-therapy-event") return { ...from(day), right: day, event: "newTherapy" };
  return { left: day, clearLeft: lastAdequateDay, right: day, event: "death" };
}
