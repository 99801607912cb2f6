import { orderByEntry } from "./entry-order.js";
import type { EventTable } from "./event-table.js";
import type { SurvivalRows } from "./survival-rows.js";

/** Greenwood's standard error of log survival at each time of the table, √Σ d/(n(n − d)); 0 from where survival is 0. Source: Greenwood 1926. */
export function greenwoodStandardErrorLog(table: EventTable): Float64Array {
  const standardError = new Float64Array(table.time.length);
  const alive = timesBeforeExtinction(table);
  let variance = 0;
  for (let j = 0; j < alive; j += 1) {
    variance += varianceIncrement(table, j);
    standardError[j] = Math.sqrt(variance);
  }
  return standardError;
}

/**
 * Infinitesimal-jackknife standard error of log survival at each time of the table; 0 from where survival is 0.
 *
 * With A(t) = Σ_{s ≤ t} d/(n(n − d)) the derivative of log S(t) by the weight of a row is A(t ∧ its time) − A(entry), less
 * 1/(n − d) at its own event if that lies at or before t. The variance is Σ (w × derivative)². Rows that ended by t are summed
 * once; for rows still at risk the square is opened into Σw², Σw²A(entry) and Σw²A(entry)², so that the cost is linear.
 *
 * rows, order: those the table was made from. Source: Jaeckel 1972; R survival 3.5-3 survfit(robust = TRUE).
 */
export function robustStandardErrorLog(table: EventTable, rows: SurvivalRows, order: Uint32Array): Float64Array {
  const standardError = new Float64Array(table.time.length);
  const alive = timesBeforeExtinction(table);
  const entering = orderByEntry(rows, order);
  const atEntry = new Float64Array(rows.time.length);
  let entered = 0;
  let a = 0;
  let ended = 0;
  let squares = 0;
  let cross = 0;
  let offsets = 0;
  for (let j = 0; j < alive; j += 1) {
    for (; entered < entering.length; entered += 1) {
      const row = entering[entered]!;
      if (rows.entry !== undefined && rows.entry[row]! >= table.time[j]!) break;
      const w2 = weightSquared(rows, row);
      atEntry[row] = a;
      squares += w2;
      cross += w2 * a;
      offsets += w2 * a * a;
    }
    a += varianceIncrement(table, j);
    for (let i = table.start[j]!; i < table.start[j + 1]!; i += 1) {
      const row = order[i]!;
      const w2 = weightSquared(rows, row);
      const own = rows.status[row] === 1 ? 1 / (table.atRisk[j]! - table.events[j]!) : 0;
      ended += w2 * (a - atEntry[row]! - own) ** 2;
      squares -= w2;
      cross -= w2 * atEntry[row]!;
      offsets -= w2 * atEntry[row]! ** 2;
    }
    // Rounding may leave the last differences a hair below zero.
    standardError[j] = Math.sqrt(ended + Math.max(0, a * a * squares - 2 * a * cross + offsets));
  }
  return standardError;
}

/** How many of the times come before the first at which every row at risk has the event. */
function timesBeforeExtinction(table: EventTable): number {
  const extinct = table.eventRows.findIndex((rows, j) => rows === table.rowsAtRisk[j]);
  return extinct === -1 ? table.time.length : extinct;
}

function varianceIncrement(table: EventTable, j: number): number {
  const n = table.atRisk[j]!;
  const d = table.events[j]!;
  return d / (n * (n - d));
}

function weightSquared(rows: SurvivalRows, row: number): number {
  return rows.weight === undefined ? 1 : rows.weight[row]! ** 2;
}
