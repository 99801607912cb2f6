import type { PatientFrame } from "../frame/patient-frame.js";
import { deriveCalendarOverlap } from "../stats/calendar-overlap.js";
import type { Finding } from "./judge.js";

/** R2.6: years in which both arms had patients indexed, from the later of the first to the earlier of the last index; 0 where the arms' periods do not meet. */
export function findOverlap({ trial, indexEpochDay }: PatientFrame, isCalendar: boolean): Finding {
  const base = { id: "R2.6", variable: null, population: "eligible", group: null, unit: "years" } as const;
  if (!isCalendar) return { ...base, value: null, note: "a dataset counts days from index: it has no calendar" };
  const overlap = deriveCalendarOverlap(indexEpochDay, trial);
  if (overlap === null) return { ...base, value: null, note: "an arm is empty" };
  return { ...base, value: overlap.overlapDays / 365.25 };
}
