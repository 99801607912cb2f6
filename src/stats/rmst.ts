import { normalIntervalFactor } from "../math/normal.js";
import { type EventTable, tallyEvents } from "./event-table.js";
import { deriveProductLimit } from "./product-limit.js";
import { deriveProductLimitDerivative, varianceIncrement } from "./product-limit-derivative.js";
import { deriveRestrictedAreas } from "./restricted-areas.js";
import { orderSurvivalRows, type SurvivalRows } from "./survival-rows.js";

export interface RmstInput extends SurvivalRows {
  /** The horizon τ in days, > 0. */
  readonly tau: number;
  /** "greenwood" (default) takes weights as counts; "robust" is the infinitesimal jackknife, right for design weights. */
  readonly variance?: "greenwood" | "robust";
  /** Two-sided; default 0.95. */
  readonly level?: number;
}

/** Days; the interval is symmetric. */
export interface Rmst {
  readonly tau: number;
  readonly rmst: number;
  readonly se: number;
  readonly lower: number;
  readonly upper: number;
  /** Rows of positive weight. */
  readonly n: number;
  /** Rows with an event by τ. */
  readonly events: number;
}

/**
 * Restricted mean survival time: the area under the Kaplan–Meier curve up to τ.
 * With G(t) the area from t to τ its variance is Σ_{t ≤ τ} G(t)² d/(n(n − d)) (Greenwood), or Σ (w × derivative)² with the
 * derivative by a row's weight Σ_{entry < t ≤ time ∧ τ} G(t) d/(n(n − d)), less G/(n − d) at its own event (robust).
 * Not estimable (EstimationError) if τ lies beyond the last time of a curve that has not come down to 0: nothing is known there. For
 * two arms this is the rule of survRM2, τ <= the smaller of the two last times.
 * Also throws EstimationError if no row counts or a value is out of range, RangeError if τ is not > 0. Not validated: clustered rows.
 * Source: Royston & Parmar 2013; Uno et al. 2014; agrees with survRM2 1.0-4.
 */
export function estimateRmst(input: RmstInput): Rmst {
  const { tau } = input;
  const order = orderSurvivalRows(input, "RMST");
  const table = tallyEvents(input, order);
  const { total, after } = deriveRestrictedAreas(table, deriveProductLimit(table), tau);
  const se = Math.sqrt(
    input.variance === "robust" ? robustVariance(input, order, table, after) : greenwoodVariance(table, after),
  );
  const z = normalIntervalFactor(input.level ?? 0.95);
  let events = 0;
  for (let j = 0; j < table.time.length; j += 1) if (table.time[j]! <= tau) events += table.eventRows[j]!;
  return { tau, rmst: total, se, lower: total - z * se, upper: total + z * se, n: order.length, events };
}

/** Σ G² d/(n(n − d)); where all at risk have the event G is 0 and so is the term. */
function greenwoodVariance(table: EventTable, after: Float64Array): number {
  let variance = 0;
  for (let j = 0; j < after.length; j += 1) variance += after[j]! ** 2 * varianceIncrement(table, j);
  return variance;
}

/** Along the canonical order, so that no bit depends on the order of rows. */
function robustVariance(rows: SurvivalRows, order: Uint32Array, table: EventTable, after: Float64Array): number {
  const derivative = deriveProductLimitDerivative(rows, order, table, after);
  let variance = 0;
  for (const row of order) variance += ((rows.weight === undefined ? 1 : rows.weight[row]!) * derivative[row]!) ** 2;
  return variance;
}
