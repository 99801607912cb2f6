import { EstimationError } from "../errors.js";
import { countUpTo } from "../math/count-up-to.js";
import { normalIntervalFactor } from "../math/normal.js";
import { type EventTable, tallyEvents } from "./event-table.js";
import { deriveProductLimit } from "./product-limit.js";
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
  if (!(tau > 0)) throw new RangeError(`RMST needs a horizon > 0 days; got ${tau}`);
  const order = orderSurvivalRows(input, "RMST");
  const table = tallyEvents(input, order);
  const survival = deriveProductLimit(table);
  checkHorizon(table, survival, tau);
  const { total, after } = deriveAreas(table.time, survival, tau);
  const se = Math.sqrt(
    input.variance === "robust" ? robustVariance(input, order, table, after) : greenwoodVariance(table, after),
  );
  const z = normalIntervalFactor(input.level ?? 0.95);
  let events = 0;
  for (let j = 0; j < table.time.length; j += 1) if (table.time[j]! <= tau) events += table.eventRows[j]!;
  return { tau, rmst: total, se, lower: total - z * se, upper: total + z * se, n: order.length, events };
}

function checkHorizon(table: EventTable, survival: Float64Array, tau: number): void {
  const last = table.time.length - 1;
  if (tau > table.time[last]! && survival[last]! > 0) {
    throw new EstimationError(
      `RMST needs a horizon within the follow-up of the arm; got τ = ${tau} days, the last patient was followed for ${table.time[last]} days: choose a smaller τ`,
    );
  }
}

/** The area under the curve from 0 to τ, and from each time of the table to τ (0 beyond). */
function deriveAreas(time: Int32Array, survival: Float64Array, tau: number): { total: number; after: Float64Array } {
  const after = new Float64Array(time.length);
  let area = 0;
  let until = tau;
  for (let j = time.length - 1; j >= 0; j -= 1) {
    if (time[j]! > tau) continue;
    area += survival[j]! * (until - time[j]!);
    after[j] = area;
    until = time[j]!;
  }
  return { total: area + until, after };
}

/** Σ G² d/(n(n − d)); where all at risk have the event G is 0 and so is the term. */
function greenwoodVariance(table: EventTable, after: Float64Array): number {
  let variance = 0;
  for (let j = 0; j < after.length; j += 1) variance += after[j]! ** 2 * increment(table, j);
  return variance;
}

function robustVariance(rows: SurvivalRows, order: Uint32Array, table: EventTable, after: Float64Array): number {
  const { time, start } = table;
  const cumulative = new Float64Array(time.length + 1);
  for (let j = 0; j < time.length; j += 1) cumulative[j + 1] = cumulative[j]! + after[j]! * increment(table, j);
  let variance = 0;
  for (let j = 0; j < time.length; j += 1) {
    const left = table.atRisk[j]! - table.events[j]!;
    const own = table.eventRows[j]! < table.rowsAtRisk[j]! ? after[j]! / left : 0;
    for (let i = start[j]!; i < start[j + 1]!; i += 1) {
      const row = order[i]!;
      const since = rows.entry === undefined ? 0 : cumulative[countUpTo(time, rows.entry[row]!)]!;
      const derivative = cumulative[j + 1]! - since - (rows.status[row] === 1 ? own : 0);
      const w = rows.weight === undefined ? 1 : rows.weight[row]!;
      variance += (w * derivative) ** 2;
    }
  }
  return variance;
}

function increment(table: EventTable, j: number): number {
  if (table.eventRows[j] === 0 || table.eventRows[j] === table.rowsAtRisk[j]) return 0;
  const n = table.atRisk[j]!;
  const d = table.events[j]!;
  return d / (n * (n - d));
}
