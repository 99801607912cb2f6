import { NEVER } from "../../../src/recist/lesion-rows.js";
import type { PatientTimeline } from "../../../src/recist/progression-free-survival.js";
import { RESPONSE_LABELS } from "../../../src/recist/response.js";

export type Assessment = readonly [day: number, response: string];

/** A patient's course as a test writes it; what is not named never came, and baseline is there. */
export function timeline(course: {
  readonly assessments: readonly Assessment[];
  readonly hasBaseline?: boolean;
  readonly deathDay?: number;
  readonly newTherapyDay?: number;
  readonly treatmentStopDay?: number;
}): PatientTimeline {
  const { assessments } = course;
  return {
    columns: { day: assessments.map(([day]) => day), response: assessments.map(([, label]) => codeOf(label)) },
    from: 0,
    to: assessments.length,
    hasBaseline: course.hasBaseline ?? true,
    deathDay: course.deathDay ?? NEVER,
    newTherapyDay: course.newTherapyDay ?? NEVER,
    treatmentStopDay: course.treatmentStopDay ?? NEVER,
  };
}

export function codeOf(label: string): number {
  const code = (RESPONSE_LABELS as readonly string[]).indexOf(label);
  if (code < 1) throw new RangeError(`unknown response ${label}`);
  return code;
}
