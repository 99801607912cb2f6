/** Trial scans: every 6 weeks up to this day, every 9 weeks after it. */
export const EVERY_SIX_WEEKS_UNTIL = 336;

/** Planned days of the trial's scans after baseline, up to and including `lastDay`. */
export function trialScanDays(lastDay: number): number[] {
  const days: number[] = [];
  let day = 42;
  while (day <= lastDay) {
    days.push(day);
    day += day < EVERY_SIX_WEEKS_UNTIL ? 42 : 63;
  }
  return days;
}
