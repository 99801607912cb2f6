/** First and last index day of an arm. */
export interface CalendarSpan {
  readonly first: number;
  readonly last: number;
}

export interface CalendarOverlap {
  readonly trial: CalendarSpan;
  readonly control: CalendarSpan;
  /** Days from the later of the first to the earlier of the last index; 0 where the periods do not meet. */
  readonly overlapDays: number;
}

/**
 * The periods in which the patients of both arms were indexed, and how long both were. indexEpochDay: Int32Array(n), days on one calendar, any order;
 * trial: Uint8Array(n), 1 = trial arm. Null where an arm is empty.
 */
export function deriveCalendarOverlap(indexEpochDay: Int32Array, trial: Uint8Array): CalendarOverlap | null {
  const [own, other] = [spanOf(indexEpochDay, trial, 1), spanOf(indexEpochDay, trial, 0)];
  if (own === null || other === null) return null;
  const days = Math.min(own.last, other.last) - Math.max(own.first, other.first);
  return { trial: own, control: other, overlapDays: Math.max(0, days) };
}

function spanOf(indexEpochDay: Int32Array, trial: Uint8Array, side: 0 | 1): CalendarSpan | null {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const [i, day] of indexEpochDay.entries()) {
    if (trial[i] !== side) continue;
    first = Math.min(first, day);
    last = Math.max(last, day);
  }
  return last < first ? null : { first, last };
}
