import { EstimationError } from "../errors.js";
import { countUpTo } from "../math/count-up-to.js";
import { tallyEvents } from "./event-table.js";
import type { LinearisedEstimate } from "./linearised-estimate.js";
import { deriveProductLimit } from "./product-limit.js";
import { varianceIncrement } from "./product-limit-derivative.js";
import { orderSurvivalRows } from "./survival-rows.js";

/** Rows of one arm under competing events, in any order. */
export interface CompetingRows {
  /** Days, >= 0. */
  readonly time: Int32Array;
  /** 0 = censored, 1 = the event sought, 2 = an event that rules it out. */
  readonly cause: Uint8Array;
  /** Finite, >= 0; a row of weight 0 does not count. */
  readonly weight?: Float64Array;
}

/**
 * Probability of cause 1 by one day (Aalen–Johansen) with its derivative by the weight of each row. With A = Σ d/(n(n − d)) over all
 * events and P = Σ S(s−) d₁/n (A(s−) − 1/n), a row still at risk at the day t has P(t), one that ended at u has
 * P(u) + [cause 1] S(u−)/n + (A(u) − [any event] 1/(n − d)) (F(t) − F(u)): `deriveIncidenceError` at one day.
 * timeDays >= 0. Throws EstimationError beyond the last time where anyone is left, and as `estimateAalenJohansen`. O(n log n).
 * Source: Aalen & Johansen 1978; Jaeckel 1972.
 */
export function deriveLinearisedIncidence(rows: CompetingRows, timeDays: number): LinearisedEstimate {
  const { cause } = rows;
  const any = { ...rows, status: cause.map((c) => (c > 0 ? 1 : 0)) };
  const order = orderSurvivalRows(any, "Aalen–Johansen", { after: [Int32Array.from(cause)] });
  const table = tallyEvents(any, order);
  const survival = deriveProductLimit(table);
  const k = table.time.length;
  const end = table.time[k - 1]!;
  if (timeDays > end && survival[k - 1]! > 0)
    throw new EstimationError(
      `incidence at ${timeDays} days lies beyond the follow-up of the arm: choose an earlier day`,
    );
  const last = countUpTo(table.time, Math.floor(timeDays));
  const F = new Float64Array(last + 1);
  const A = new Float64Array(last + 1);
  const P = new Float64Array(last + 1);
  for (let j = 0; j < last; j += 1) {
    const n = table.atRisk[j]!;
    let own = 0;
    for (let i = table.start[j]!; i < table.start[j + 1]!; i += 1)
      if (cause[order[i]!] === 1) own += rows.weight === undefined ? 1 : rows.weight[order[i]!]!;
    const step = ((j === 0 ? 1 : survival[j - 1]!) * own) / n;
    F[j + 1] = F[j]! + step;
    P[j + 1] = P[j]! + step * (A[j]! - 1 / n);
    A[j + 1] = A[j]! + varianceIncrement(table, j);
  }
  const derivative = new Float64Array(rows.time.length);
  for (let j = 0; j < k; j += 1) {
    const at = Math.min(j + 1, last);
    const ended = j < last;
    const left = table.atRisk[j]! - table.events[j]!;
    const lost = table.eventRows[j]! < table.rowsAtRisk[j]! ? 1 / left : 0;
    const before = (j === 0 ? 1 : survival[j - 1]!) / table.atRisk[j]!;
    for (let i = table.start[j]!; i < table.start[j + 1]!; i += 1) {
      const row = order[i]!;
      derivative[row] = P[at]!;
      if (!ended) continue;
      const c = cause[row]!;
      derivative[row]! += (c === 1 ? before : 0) + (A[at]! - (c > 0 ? lost : 0)) * (F[last]! - F[at]!);
    }
  }
  return { estimate: F[last]!, derivative };
}
