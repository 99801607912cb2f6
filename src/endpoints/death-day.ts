import { NEVER } from "../recist/lesion-rows.js";

/** What of a death's date is known. */
export const DEATH_PRECISION = { day: 0, month: 1, year: 2 } as const;

/**
 * The day a death counts from: as recorded; known to the month, its 15th; known to the year, its 2nd of July (the middle); never
 * before the last day the patient was known alive (last contact, last scan), nor before index where index lies within that month or
 * year: whoever starts there was alive. died: the first day of that month or year. Days since 1970-01-01, or from index where the dataset counts those
 * (then a month has 31 days and a year 366); NEVER where not known.
 */
export function imputeDeathDay(died: number, precision: number, lastAliveDay: number, indexDay: number): number {
  if (died === NEVER || precision === DEATH_PRECISION.day) return died;
  const isMonth = precision === DEATH_PRECISION.month;
  const middle = died + (isMonth ? 14 : 182);
  const alive = lastAliveDay === NEVER ? died : lastAliveDay;
  return Math.max(middle, alive, indexDay <= died + (isMonth ? 30 : 365) ? indexDay : died);
}
