import { NO_DAY, type ProgressionView } from "../frame/endpoint-view.js";
import type { SurvivalData } from "../frame/outcome-data.js";

/** Progression-free survival with what is needed to date it anew. Aligned to the frame. */
export interface DatedProgression {
  readonly view: ProgressionView;
  /** Days of death from index, NO_DAY without. */
  readonly deathDay: Int32Array;
}

/**
 * Progression-free survival as a coarser rhythm of scans would have shown it, one every `everyDays` days from index in both arms:
 * progression on the first such day from when it was seen (or at death before that); a death as it is; a patient free of both is followed
 * to the last such day within his follow-up. Progression is taken to stay once seen, as trials stop scanning there.
 */
export function coarsenScans({ view, deathDay }: DatedProgression, everyDays: number): SurvivalData {
  if (!(Number.isInteger(everyDays) && everyDays >= 1))
    throw new RangeError(`scans come every whole number of days; got ${everyDays}`);
  return redate(view, "scans coarsened", (row, day, isEvent) => {
    if (!isEvent) return Math.floor(day / everyDays) * everyDays;
    if (view.progressionDay[row] === NO_DAY) return day;
    return Math.min(Math.ceil(day / everyDays) * everyDays, deathDay[row]!);
  });
}

/**
 * Progression-free survival as a finer rhythm would have shown it: progression between the last clear scan and the one that shows it is
 * put in the middle of the two and seen on the first planned day from there, never later than it was. plannedDays: ascending. Deaths and
 * censorings stay. The middle is an assumption, so this is a bound to set beside the coarse grid, not the truth.
 */
export function refineScans({ view }: DatedProgression, plannedDays: Int32Array): SurvivalData {
  return redate(view, "scans refined", (row, day, isEvent) => {
    if (!isEvent || view.progressionDay[row] === NO_DAY) return day;
    const middle = Math.floor((view.left[row]! + day) / 2);
    const planned = plannedDays.find((candidate) => candidate >= middle);
    return Math.min(planned ?? day, day);
  });
}

/** Median days between consecutive scans (index being the first) of the rows for which `is` holds; null without any. */
export function medianScanInterval(
  { start, day }: { readonly start: Int32Array; readonly day: Int32Array },
  is: (row: number) => boolean,
): number | null {
  const intervals: number[] = [];
  for (let row = 0; row + 1 < start.length; row += 1) {
    if (!is(row)) continue;
    for (let i = start[row]!, last = 0; i < start[row + 1]!; last = day[i]!, i += 1) intervals.push(day[i]! - last);
  }
  intervals.sort((a, b) => a - b);
  return intervals.length === 0 ? null : intervals[Math.floor((intervals.length - 1) / 2)]!;
}

/** Times made of days from index as `dayOf` gives them; the day of index counts, so a time is at least 1. */
function redate(
  view: ProgressionView,
  endpoint: string,
  dayOf: (row: number, day: number, isEvent: boolean) => number,
): SurvivalData {
  return {
    kind: "survival",
    endpoint,
    available: view.available,
    status: view.status,
    timeDays: view.timeDays.map((time, row) =>
      view.available[row] === 1 ? Math.max(0, dayOf(row, time - 1, view.status[row] === 1)) + 1 : 0,
    ),
  };
}
