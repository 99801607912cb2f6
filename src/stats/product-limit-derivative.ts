import { countUpTo } from "../math/count-up-to.js";
import type { EventTable } from "./event-table.js";
import type { SurvivalRows } from "./survival-rows.js";

/**
 * Derivative, by the weight of each row, of Σ_t c(t) log((n − d)/n) over the times of a table: log survival at a day where c is 1 up to
 * it, the restricted mean where c(t) is the area from t to τ. A row at risk adds c d/(n(n − d)) at every time in (entry, time], an event
 * takes c/(n − d) at its own. Where all at risk have the event c must be 0: there is nothing after it.
 * rows, order: those the table was made from. coefficient: c, one a time. Returns Float64Array, by **input** row; 0 where the weight is 0.
 * O(n), with delayed entry O(n log k). Source: Jaeckel 1972; Greenwood's terms differentiated.
 */
export function deriveProductLimitDerivative(
  rows: SurvivalRows,
  order: Uint32Array,
  table: EventTable,
  coefficient: Float64Array,
): Float64Array {
  const { time, start } = table;
  const cumulative = new Float64Array(time.length + 1);
  for (let j = 0; j < time.length; j += 1) {
    cumulative[j + 1] = cumulative[j]! + coefficient[j]! * varianceIncrement(table, j);
  }
  const derivative = new Float64Array(rows.time.length);
  for (let j = 0; j < time.length; j += 1) {
    const left = table.atRisk[j]! - table.events[j]!;
    const own = table.eventRows[j]! < table.rowsAtRisk[j]! ? coefficient[j]! / left : 0;
    for (let i = start[j]!; i < start[j + 1]!; i += 1) {
      const row = order[i]!;
      const since = rows.entry === undefined ? 0 : cumulative[countUpTo(time, rows.entry[row]!)]!;
      derivative[row] = cumulative[j + 1]! - since - (rows.status[row] === 1 ? own : 0);
    }
  }
  return derivative;
}

/** d/(n(n − d)); 0 where nobody, or everybody at risk, has the event. */
export function varianceIncrement(table: EventTable, j: number): number {
  if (table.eventRows[j] === 0 || table.eventRows[j] === table.rowsAtRisk[j]) return 0;
  const n = table.atRisk[j]!;
  const d = table.events[j]!;
  return d / (n * (n - d));
}
