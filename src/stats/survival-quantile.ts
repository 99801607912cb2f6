import type { KaplanMeierCurve } from "./kaplan-meier.js";

/** How far a flat goes that lies just at the level sought: to the end of the curve where no drop follows, or nowhere. */
export type Flat = "last-time" | "next-event";

/** A time in days, or null where the curve or band never comes down to it. */
export interface SurvivalQuantile {
  readonly estimate: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

/**
 * The time by which a share p of patients had the event (p = 0.5: the median), with its Brookmeyer–Crowley interval.
 * Each of survival, lower and upper band is inverted: the first time at which it is <= 1 − p. If it equals 1 − p there and is flat
 * for a while, the middle of the flat is taken, up to the next drop or, failing that, the last time of the curve (R); with
 * flat = "next-event" there is no such time where no drop follows (SAS). Equality allows 1.5e-8 for rounding, as R does.
 * Limits are read only where survival is > 0, as the band has none at 0: a limit not reached by then is null, as is an estimate
 * the curve does not reach.
 * A band that rises somewhere (it can where an event changes its width more than the curve) counts from its first crossing; R sorts
 * such a band before inverting it and may give a later day.
 * curve: from `estimateKaplanMeier`; level and scale of the interval are those of its band. p: 0 < p < 1.
 * Throws RangeError for another p. Source: Brookmeyer & Crowley 1982; R survival 3.5-3 quantile.survfit;
 * SAS/STAT, The LIFETEST Procedure, Product-Limit Method (a quartile between two event times).
 */
export function estimateSurvivalQuantile(
  curve: KaplanMeierCurve,
  p: number,
  flat: Flat = "last-time",
): SurvivalQuantile {
  if (!(p > 0 && p < 1)) throw new RangeError(`a survival quantile needs 0 < p < 1; got ${p}`);
  const extinct = curve.survival.indexOf(0);
  const banded = extinct === -1 ? curve.time.length : extinct;
  return {
    estimate: invert(curve.time, curve.survival, { length: curve.time.length, target: 1 - p, flat }),
    lower: invert(curve.time, curve.lower, { length: banded, target: 1 - p, flat }),
    upper: invert(curve.time, curve.upper, { length: banded, target: 1 - p, flat }),
  };
}

/** √ε, R's tolerance for “equal”. */
const EQUAL = Math.sqrt(Number.EPSILON);

/** First time among the first `length` at which `values` is at or below `target`, or the middle of the flat at `target`. */
function invert(
  time: Int32Array,
  values: Float64Array,
  { length, target, flat }: { readonly length: number; readonly target: number; readonly flat: Flat },
): number | null {
  let first = 0;
  while (first < length && values[first]! > target + EQUAL) first += 1;
  if (first === length) return null;
  if (values[first]! < target - EQUAL) return time[first]!;
  let drop = first + 1;
  while (drop < length && values[drop]! >= target - EQUAL) drop += 1;
  if (drop === length && flat === "next-event") return null;
  return (time[first]! + time[Math.min(drop, length - 1)]!) / 2;
}
