import { sum } from "../math/sum.js";
import { orderByEntry } from "./entry-order.js";
import type { EventTable } from "./event-table.js";
import { varianceIncrement } from "./product-limit-derivative.js";
import type { SurvivalRows } from "./survival-rows.js";

/**
 * Infinitesimal-jackknife standard error of log survival at each time of the table, rows of one cluster (a patient's rows, a matched set) taken
 * together: √Σ_c (Σ_{rows of c} w × derivative)². 0 from where survival is 0. The derivative of a row at risk grows by d/(n(n − d)) at each time, less
 * 1/(n − d) at its own event. rows, order: those the table was made from. cluster: any integers, one a row.
 * O(Σ rows at risk + clusters × times with an event). Source: Jaeckel 1972; R survival 3.5-3 survfit(id =, robust = TRUE).
 */
export function clusteredStandardErrorLog(
  table: EventTable,
  rows: SurvivalRows,
  order: Uint32Array,
  cluster: Int32Array,
): Float64Array {
  const standardError = new Float64Array(table.time.length);
  const place = numberClusters(cluster, order);
  const influence = new Float64Array(new Set(place).size);
  const entering = orderByEntry(rows, order);
  const weight = (row: number) => (rows.weight === undefined ? 1 : rows.weight[row]!);
  const extinct = table.eventRows.findIndex((events, j) => events === table.rowsAtRisk[j]);
  let active: number[] = [];
  let entered = 0;
  for (let j = 0; j < (extinct === -1 ? table.time.length : extinct); j += 1) {
    const t = table.time[j]!;
    for (; entered < entering.length; entered += 1) {
      if (rows.entry !== undefined && rows.entry[entering[entered]!]! >= t) break;
      active.push(entering[entered]!);
    }
    standardError[j] = j === 0 ? 0 : standardError[j - 1]!;
    if (table.eventRows[j]! > 0) {
      active = active.filter((row) => rows.time[row]! >= t);
      const own = 1 / (table.atRisk[j]! - table.events[j]!);
      const step = varianceIncrement(table, j);
      for (const row of active) {
        const event = rows.time[row] === t && rows.status[row] === 1;
        influence[place[row]!]! += weight(row) * (step - (event ? own : 0));
      }
      standardError[j] = Math.sqrt(sum(influence.map((phi) => phi * phi)));
    }
  }
  return standardError;
}

/** A place for each cluster in order of first appearance along the canonical order; by input row. */
function numberClusters(cluster: Int32Array, order: Uint32Array): Int32Array {
  const places = new Map<number, number>();
  const place = new Int32Array(cluster.length);
  for (const row of order) {
    const known = places.get(cluster[row]!) ?? places.size;
    places.set(cluster[row]!, known);
    place[row] = known;
  }
  return place;
}
