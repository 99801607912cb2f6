import { orderByEntry } from "./entry-order.js";
import type { SurvivalRows } from "./survival-rows.js";

/** Weighted counts at each distinct time, ascending; columns of equal length k. */
export interface EventTable {
  readonly time: Int32Array;
  /** Sum of weights, rows, and sum of squared weights at risk just before the time, on (entry, time]. */
  readonly atRisk: Float64Array;
  readonly rowsAtRisk: Int32Array;
  readonly squaresAtRisk: Float64Array;
  /** Sum of weights and rows with an event at the time, and sum of weights censored there. */
  readonly events: Float64Array;
  readonly eventRows: Int32Array;
  readonly censored: Float64Array;
  /** Where in the order the rows of each time begin; k + 1 long. */
  readonly start: Uint32Array;
}

/**
 * Risk sets and events of rows taken in the order of `orderSurvivalRows` (time ascending). Events come before censorings at a tied
 * time: a row censored at t is at risk at t. Risk sets are cumulated from the last time backwards, rows that have yet to enter are
 * subtracted.
 */
export function tallyEvents(rows: SurvivalRows, order: Uint32Array): EventTable {
  const start = startOfTimes(rows.time, order);
  const k = start.length - 1;
  const table = {
    time: new Int32Array(k),
    atRisk: new Float64Array(k),
    rowsAtRisk: new Int32Array(k),
    squaresAtRisk: new Float64Array(k),
    events: new Float64Array(k),
    eventRows: new Int32Array(k),
    censored: new Float64Array(k),
    start,
  };
  countEndings(table, rows, order);
  if (rows.entry !== undefined) subtractLateEntries(table, rows, order, rows.entry);
  return table;
}

/** Positions in `order` where a new time begins, with the length of `order` last. */
function startOfTimes(time: Int32Array, order: Uint32Array): Uint32Array {
  const start: number[] = [];
  for (let i = 0; i < order.length; i += 1) {
    if (i === 0 || time[order[i]!] !== time[order[i - 1]!]) start.push(i);
  }
  start.push(order.length);
  return Uint32Array.from(start);
}

function countEndings(table: EventTable, { time, status, weight }: SurvivalRows, order: Uint32Array): void {
  let atRisk = 0;
  let squares = 0;
  for (let j = table.time.length - 1; j >= 0; j -= 1) {
    let events = 0;
    let eventRows = 0;
    let censored = 0;
    for (let i = table.start[j]!; i < table.start[j + 1]!; i += 1) {
      const row = order[i]!;
      const w = weight === undefined ? 1 : weight[row]!;
      squares += w * w;
      if (status[row] === 1) {
        events += w;
        eventRows += 1;
      } else censored += w;
    }
    atRisk += events + censored;
    table.time[j] = time[order[table.start[j]!]!]!;
    table.events[j] = events;
    table.eventRows[j] = eventRows;
    table.censored[j] = censored;
    table.atRisk[j] = atRisk;
    table.squaresAtRisk[j] = squares;
    table.rowsAtRisk[j] = order.length - table.start[j]!;
  }
}

/** Takes out of each risk set the rows with entry >= its time, latest entries first. The row that ends there always stays. */
function subtractLateEntries(table: EventTable, rows: SurvivalRows, order: Uint32Array, entry: Int32Array): void {
  const byEntry = orderByEntry(rows, order);
  let late = 0;
  let waiting = 0;
  let waitingSquares = 0;
  for (let j = table.time.length - 1; j >= 0; j -= 1) {
    for (; late < byEntry.length; late += 1) {
      const row = byEntry[byEntry.length - 1 - late]!;
      if (entry[row]! < table.time[j]!) break;
      const w = rows.weight === undefined ? 1 : rows.weight[row]!;
      waiting += w;
      waitingSquares += w * w;
    }
    table.rowsAtRisk[j] = table.rowsAtRisk[j]! - late;
    table.atRisk[j] = table.atRisk[j]! - waiting;
    table.squaresAtRisk[j] = table.squaresAtRisk[j]! - waitingSquares;
  }
}
