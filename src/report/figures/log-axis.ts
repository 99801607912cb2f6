import { drawn } from "../format.js";

export interface LogAxis {
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
  /** Where a value stands on the axis, 0 at its left end and 1 at its right. */
  readonly share: (value: number) => number;
}

interface Interval {
  readonly point: number;
  readonly lower: number | null;
  readonly upper: number | null;
}

/** Ticks of ratios, from fine to coarse. */
const ladders = [
  [0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.4, 1.6, 1.8, 2],
  [0.4, 0.5, 0.6, 0.8, 1, 1.25, 1.5, 2, 2.5],
  [0.25, 0.33, 0.5, 0.7, 1, 1.4, 2, 3, 4],
  [0.125, 0.25, 0.5, 1, 2, 4, 8],
  [0.01, 0.1, 1, 10, 100],
];
const mostTicks = 7;
/** An interval may reach this many times beyond the outermost point estimate before it is cut with an arrow. */
const reach = 2.5;

/** A log axis for ratios: it holds 1, every point estimate and the intervals, except what lies far beyond all the estimates. */
export function chooseLogAxis(intervals: readonly Interval[]): LogAxis {
  const points = [1, ...intervals.map(({ point }) => point)];
  const least = Math.min(...points);
  const most = Math.max(...points);
  const from = Math.max(least / reach, Math.min(least / 1.25, ...intervals.map(({ lower }) => lower ?? least)));
  const to = Math.min(most * reach, Math.max(most * 1.25, ...intervals.map(({ upper }) => upper ?? most)));
  const domain = [drawn(from / 1.04), drawn(to * 1.04)] as const;
  const within = ladders.map((ladder) => ladder.filter((tick) => tick >= domain[0] && tick <= domain[1]));
  const ticks = ladders.flatMap((ladder, i) => {
    const inside = within[i] ?? [];
    // A ladder that ends inside the domain is too fine for it: part of the axis would go without ticks.
    const covers = (ladder[0] ?? 0) <= domain[0] * 1.6 && (ladder[ladder.length - 1] ?? 0) >= domain[1] / 1.6;
    return covers && inside.length <= mostTicks ? [inside] : [];
  })[0] ??
    within[within.length - 1] ?? [1];
  const [start, end] = domain.map(Math.log) as [number, number];
  return { domain, ticks, share: (value) => (Math.log(value) - start) / (end - start) };
}
