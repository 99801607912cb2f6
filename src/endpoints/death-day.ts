import { NEVER } from "../recist/lesion-rows.js";

/** What of a death's date is known. */
export const DEATH_PRECISION = { day: 0, month: 1, year: 2 } as const;

/**
 * The day a death counts from: as recorded; known to the month, its 15th; known to the year, its 2nd of July (the middle); never
 * before the last day the patient was known alive (last contact, last scan). died: the first day of that month or year.
 * All days on one count; NEVER where not known.
 */
export function imputeDeathDay(died: number, precision: number, lastAliveDay: number): number {
  if (died === NEVER || precision === DEATH_PRECISION.day) return died;
  const middle = died + (precision === DEATH_PRECISION.month ? 14 : 182);
  return lastAliveDay === NEVER ? middle : Math.max(middle, lastAliveDay);
}
