import { EstimationError } from "../errors.js";
import { orderRows } from "../math/row-order.js";
import { orderSurvivalRows } from "./survival-rows.js";

/** Unweighted right-censored rows of several groups, in any order; columns of one length. */
export interface GroupedSurvivalRows {
  /** Days, >= 0. */
  readonly time: Int32Array;
  /** 1 = event, 0 = censored. */
  readonly status: Uint8Array;
  /** 0 … groups − 1. */
  readonly group: Int32Array;
  readonly groups: number;
  /** Any integers; equal = same stratum. */
  readonly stratum?: Int32Array;
  /** Days: at risk on (entry, time]. */
  readonly entry?: Int32Array;
}

/** Rows at risk and events by group at each event time of each stratum; k event times in all, stratum by stratum, time ascending. */
export interface GroupEventTable {
  /** k × groups, row-major. */
  readonly atRisk: Float64Array;
  readonly events: Float64Array;
  /** Length k: the pooled Kaplan–Meier of the stratum just before the time (left-continuous), 1 at the first. */
  readonly survivalBefore: Float64Array;
}

/**
 * The table from which log-rank statistics are sums. Counts are whole numbers, so the order of rows changes no bit.
 * Throws EstimationError if there is no row, no event, a value out of range, or a group outside 0 … groups − 1. `method` opens the message.
 */
export function tallyGroupEvents(rows: GroupedSurvivalRows, method: string): GroupEventTable {
  checkGroups(rows, method);
  const stratum = rows.stratum ?? new Int32Array(rows.time.length);
  const order = orderSurvivalRows(rows, method, { before: [stratum], after: [rows.group] });
  const entering = rows.entry === undefined ? order : orderRows(order.length, [stratum, rows.entry]);
  const table = emptyTable(rows, stratum, order, method);
  const atRisk = new Float64Array(rows.groups);
  const events = new Float64Array(rows.groups);
  let k = 0;
  let entered = 0;
  let survival = 1;
  for (let from = 0; from < order.length; ) {
    const s = stratum[order[from]!]!;
    const t = rows.time[order[from]!]!;
    if (from === 0 || stratum[order[from - 1]!] !== s) {
      atRisk.fill(0);
      survival = 1;
    }
    for (; entered < entering.length && stratum[entering[entered]!] === s; entered += 1) {
      if (rows.entry !== undefined && rows.entry[entering[entered]!]! >= t) break;
      atRisk[rows.group[entering[entered]!]!]! += 1;
    }
    const to = endOfTime(rows.time, stratum, order, from);
    events.fill(0);
    for (let i = from; i < to; i += 1) events[rows.group[order[i]!]!]! += rows.status[order[i]!]!;
    const died = events.reduce((total, d) => total + d, 0);
    if (died > 0) {
      table.atRisk.set(atRisk, k * rows.groups);
      table.events.set(events, k * rows.groups);
      table.survivalBefore[k] = survival;
      const n = atRisk.reduce((total, r) => total + r, 0);
      survival *= (n - died) / n;
      k += 1;
    }
    for (let i = from; i < to; i += 1) atRisk[rows.group[order[i]!]!]! -= 1;
    from = to;
  }
  return table;
}

/** The position after the rows that share stratum and time with the row at `from`. */
function endOfTime(time: Int32Array, stratum: Int32Array, order: Uint32Array, from: number): number {
  let to = from + 1;
  while (
    to < order.length &&
    time[order[to]!] === time[order[from]!] &&
    stratum[order[to]!] === stratum[order[from]!]
  ) {
    to += 1;
  }
  return to;
}

/** Columns as long as there are distinct (stratum, event time) pairs. Events of one time follow each other in the order. */
function emptyTable(
  rows: GroupedSurvivalRows,
  stratum: Int32Array,
  order: Uint32Array,
  method: string,
): GroupEventTable {
  let k = 0;
  for (let i = 0; i < order.length; i += 1) {
    const row = order[i]!;
    const next = order[i + 1];
    const sameTime = next !== undefined && rows.time[next] === rows.time[row] && stratum[next] === stratum[row];
    if (rows.status[row] === 1 && !sameTime) k += 1;
  }
  if (k === 0) {
    throw new EstimationError(`${method} needs at least one event; got none in ${order.length} rows`);
  }
  return {
    atRisk: new Float64Array(k * rows.groups),
    events: new Float64Array(k * rows.groups),
    survivalBefore: new Float64Array(k),
  };
}

function checkGroups({ group, groups, time }: GroupedSurvivalRows, method: string): void {
  if (group.length !== time.length) {
    throw new RangeError(
      `${method} needs columns of one length; got ${group.length} groups beside ${time.length} times`,
    );
  }
  const outside = group.reduce((count, g) => count + (g >= 0 && g < groups ? 0 : 1), 0);
  if (outside > 0) {
    throw new EstimationError(
      `${method} needs groups from 0 to ${groups - 1}; got ${outside} of ${group.length} rows outside`,
    );
  }
}
