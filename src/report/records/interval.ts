import type { Statistic } from "../../results/records.js";
import { notApplicable, printWithInterval } from "../print-statistic.js";
import type { ReportInput } from "./read-results.js";
import type { RecordPlace } from "./record-index.js";

/** A statistic with its limits; null: the results hold no such record. */
export interface Interval {
  readonly point: Statistic | null;
  readonly lower: Statistic | null;
  readonly upper: Statistic | null;
}

/** The statistic of that name with `_lower` and `_upper` beside it; another `limits` names others, as `kappa_bootstrap`. */
export function findInterval(input: ReportInput, place: RecordPlace, name: string, limits = name): Interval {
  const at = (statistic: string) => input.records.findStatistic(place, statistic);
  return { point: at(name), lower: at(`${limits}_lower`), upper: at(`${limits}_upper`) };
}

/** `0.701 (0.543, 0.903)`; NE where the point is not estimable, the point alone where its limits are not. */
export function printInterval({ point, lower, upper }: Interval, format: (value: number) => string): string {
  const isKnown = lower?.value != null && upper?.value != null;
  return point === null
    ? notApplicable
    : printWithInterval(point, isKnown ? lower : null, isKnown ? upper : null, format);
}
