import type { IntervalRows } from "./interval-rows.js";

/** The only places that can hold mass of the nonparametric maximum, and which of them each row covers. */
export interface TurnbullIntervals {
  /** (left, right] in days, ascending and disjoint; left = right: that day exactly. The last may be unbounded: see `unbounded`. */
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** True if the last interval has no right end (the value in `right` is then its left end). */
  readonly unbounded: boolean;
  /** Per row of the order: first and last interval that lies within the row's. */
  readonly first: Int32Array;
  readonly last: Int32Array;
}

/**
 * Turnbull's innermost intervals of rows taken in the order of `orderIntervalRows`.
 * A day t is the position 2t, the time between it and the next 2t + 1, so that (l, r] covers 2l + 1 … 2r, an exact day 2t, and every
 * interval is closed: an innermost one is a start followed by an end with neither between. O(n log n). Source: Turnbull 1976.
 */
export function deriveTurnbullIntervals(rows: IntervalRows, order: Uint32Array): TurnbullIntervals {
  const { left, right, rightCensored } = rows;
  const starts = new Float64Array(order.length);
  const ends = new Float64Array(order.length);
  for (let i = 0; i < order.length; i += 1) {
    const row = order[i]!;
    const censored = rightCensored[row] === 1;
    starts[i] = !censored && left[row] === right[row] ? 2 * left[row]! : 2 * left[row]! + 1;
    ends[i] = censored ? Number.POSITIVE_INFINITY : 2 * right[row]!;
  }
  const sortedStarts = starts.slice().sort();
  const sortedEnds = ends.slice().sort();
  const from: number[] = [];
  const to: number[] = [];
  for (let s = 0, e = 0; s < sortedStarts.length; ) {
    const start = sortedStarts[s]!;
    while (sortedEnds[e]! < start) e += 1;
    const end = sortedEnds[e]!;
    while (s < sortedStarts.length && sortedStarts[s]! <= end) s += 1;
    // The last start before that end is the innermost.
    from.push(sortedStarts[s - 1]!);
    to.push(end);
  }
  const unbounded = to[to.length - 1] === Number.POSITIVE_INFINITY;
  return {
    left: Int32Array.from(from, (position) => Math.floor(position / 2)),
    right: Int32Array.from(to, (position, k) =>
      position === Number.POSITIVE_INFINITY ? Math.floor(from[k]! / 2) : position / 2,
    ),
    unbounded,
    first: Int32Array.from(starts, (start) => countAtMost(from, start - 1)),
    last: Int32Array.from(ends, (end) => countAtMost(to, end) - 1),
  };
}

/** How many of the ascending numbers are at most `limit`. */
function countAtMost(sorted: readonly number[], limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
