import { orderByEntry } from "./entry-order.js";
import type { EventTable } from "./event-table.js";
import type { SurvivalRows } from "./survival-rows.js";

/** One cause of an Aalen–Johansen estimate: the table of all events, and the columns of the cause at each time. */
export interface IncidencePath {
  readonly table: EventTable;
  readonly rows: SurvivalRows;
  readonly order: Uint32Array;
  /** Kaplan–Meier of any event. */
  readonly survival: Float64Array;
  readonly events: Float64Array;
  readonly incidence: Float64Array;
  /** Per row, and the number of the cause. */
  readonly cause: Uint8Array;
  readonly number: number;
}

/**
 * Infinitesimal-jackknife standard error of a cumulative incidence F at each time of the table.
 *
 * With A(t) = Σ d/(n(n − d)) over all events and P(t) = Σ S(s−) d_c/n (A(s−) − 1/n), the derivative of F(t) by the weight of a row at
 * risk since its entry e is P(t) − P(e) − A(e)(F(t) − F(e)). From its end u on it is that value at u, plus S(u−)/n if it had the
 * cause's event, plus L (F(t) − F(u)) with L = A(u) − A(e), less 1/(n − d) if it had any event. Both are linear in P(t) and F(t), so the
 * sum of squares is kept as its coefficients and the cost is linear. Source: Jaeckel 1972 applied to Aalen & Johansen 1978.
 */
export function deriveIncidenceError(path: IncidencePath): Float64Array {
  const { table, rows, order, survival, events, incidence } = path;
  const entering = orderByEntry(rows, order);
  const standardError = new Float64Array(table.time.length);
  const atEntry = new Float64Array(rows.time.length);
  const offset = new Float64Array(rows.time.length);
  // Σ w² of (P − a F + g)² over rows at risk, a = A(e), g = A(e)F(e) − P(e); and of (q + l F)² over rows that ended.
  const risk = { one: 0, a: 0, aa: 0, g: 0, ga: 0, gg: 0 };
  const ended = { qq: 0, ql: 0, ll: 0 };
  let entered = 0;
  let A = 0;
  let P = 0;
  for (let j = 0; j < table.time.length; j += 1) {
    for (; entered < entering.length; entered += 1) {
      const row = entering[entered]!;
      if (rows.entry !== undefined && rows.entry[row]! >= table.time[j]!) break;
      atEntry[row] = A;
      offset[row] = j === 0 ? 0 : A * incidence[j - 1]! - P;
      addAtRisk(risk, weightOf(rows, row) ** 2, A, offset[row]!);
    }
    const n = table.atRisk[j]!;
    const left = table.eventRows[j]! < table.rowsAtRisk[j]! ? n - table.events[j]! : 0;
    const before = j === 0 ? 1 : survival[j - 1]!;
    P += ((before * events[j]!) / n) * (A - 1 / n);
    // Where all at risk have the event nothing follows: A and L no longer matter.
    if (left > 0) A += table.events[j]! / (n * left);
    const F = incidence[j]!;
    for (let i = table.start[j]!; i < table.start[j + 1]!; i += 1) {
      const row = order[i]!;
      const w2 = weightOf(rows, row) ** 2;
      const own = rows.status[row] === 1 && left > 0 ? 1 / left : 0;
      const l = left > 0 ? A - atEntry[row]! - own : 0;
      const atEnd = P - atEntry[row]! * F + offset[row]! + (path.cause[row] === path.number ? before / n : 0);
      const q = atEnd - l * F;
      ended.qq += w2 * q * q;
      ended.ql += w2 * q * l;
      ended.ll += w2 * l * l;
      addAtRisk(risk, -w2, atEntry[row]!, offset[row]!);
    }
    const atRisk = P * P * risk.one - 2 * P * F * risk.a + F * F * risk.aa + 2 * P * risk.g - 2 * F * risk.ga + risk.gg;
    // Rounding may leave a hair below zero.
    standardError[j] = Math.sqrt(Math.max(0, ended.qq + 2 * F * ended.ql + F * F * ended.ll + atRisk));
  }
  return standardError;
}

function addAtRisk(
  risk: { one: number; a: number; aa: number; g: number; ga: number; gg: number },
  w2: number,
  a: number,
  g: number,
): void {
  risk.one += w2;
  risk.a += w2 * a;
  risk.aa += w2 * a * a;
  risk.g += w2 * g;
  risk.ga += w2 * g * a;
  risk.gg += w2 * g * g;
}

function weightOf(rows: SurvivalRows, row: number): number {
  return rows.weight === undefined ? 1 : rows.weight[row]!;
}
