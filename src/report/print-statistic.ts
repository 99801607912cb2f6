import type { Statistic } from "../results/records.js";
import { formatInterval } from "./format.js";

/** What stands where the results hold no such number: it does not apply there. */
export const notApplicable = "–";
/** Suppressed under the small-cell rule. */
export const suppressed = "[s]";
/** Not estimable. */
export const notEstimable = "NE";
/** Not reached: the curve does not come down to the quantile. */
export const notReached = "NR";

const quantiles = /^(median|q1|q3|follow_up_median)(_lower|_upper)?$/;

/** A statistic as a cell prints it: its value in the given format, or NE, NR, [s] or – where there is none. */
export function printStatistic(statistic: Statistic | null, format: (value: number) => string): string {
  if (statistic === null) return notApplicable;
  if (statistic.status === "suppressed") return suppressed;
  if (statistic.status === "not_estimable" || statistic.value === null)
    return isNotReached(statistic) ? notReached : notEstimable;
  return format(statistic.value);
}

/** `point (lower, upper)`; where the point has no value, its code alone. */
export function printWithInterval(
  point: Statistic | null,
  lower: Statistic | null,
  upper: Statistic | null,
  format: (value: number) => string,
): string {
  const printed = printStatistic(point, format);
  if (lower === null && upper === null) return printed;
  if (point === null || (point.status !== "ok" && !isNotReached(point))) return printed;
  return `${printed} ${formatInterval(printStatistic(lower, format), printStatistic(upper, format))}`;
}

/** A quantile of a curve that never comes down to it, as against a number that could not be computed. */
export const isNotReached = (statistic: Statistic): boolean =>
  statistic.status === "not_estimable" &&
  quantiles.test(statistic.statistic) &&
  /not reached/i.test(statistic.note ?? "not reached");
