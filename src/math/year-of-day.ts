/** Calendar year (proleptic Gregorian) of a day counted from 1970-01-01. */
export function yearOfDay(epochDay: number): number {
  let year = 1970 + Math.floor(epochDay / 365.2425);
  while (firstDayOf(year + 1) <= epochDay) year += 1;
  while (firstDayOf(year) > epochDay) year -= 1;
  return year;
}

/** Days from 1970-01-01 to the first of January. */
function firstDayOf(year: number): number {
  const before = year - 1;
  const leapDays = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400) - 477;
  return 365 * (year - 1970) + leapDays;
}
