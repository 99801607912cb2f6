import { SpecError } from "../errors.js";

/** Planned assessments after start: every `everyDays` days up to `untilDay`, then as the next segment says. */
export interface AssessmentSchedule {
  readonly segments: readonly { readonly everyDays: number; readonly untilDay: number }[];
  /** Days either side of a planned day that a visit may fall on. */
  readonly toleranceDays: number;
}

/**
 * First planned day on or after `day`; null where the schedule has ended before. Throws SpecError where a step is not
 * positive.
 */
export function nextPlannedDay(schedule: AssessmentSchedule, day: number): number | null {
  let planned = 0;
  for (const { everyDays, untilDay } of schedule.segments) {
    checkStep(everyDays);
    while (planned + everyDays <= untilDay) {
      planned += everyDays;
      if (planned >= day) return planned;
    }
  }
  return null;
}

/**
 * Planned visits whose whole window lies between two days, the days themselves excluded: visits that were missed (P3).
 */
export function countMissedVisits(schedule: AssessmentSchedule, after: number, before: number): number {
  let planned = 0;
  let missed = 0;
  for (const { everyDays, untilDay } of schedule.segments) {
    checkStep(everyDays);
    while (planned + everyDays <= untilDay && planned + everyDays + schedule.toleranceDays < before) {
      planned += everyDays;
      if (planned - schedule.toleranceDays > after) missed += 1;
    }
  }
  return missed;
}

function checkStep(everyDays: number): void {
  if (everyDays >= 1) return;
  throw new SpecError(`schedule.segments[].everyDays must be at least 1; got ${everyDays}`);
}
