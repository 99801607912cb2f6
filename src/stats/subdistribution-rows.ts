import { EstimationError } from "../errors.js";
import { countUpTo } from "../math/count-up-to.js";
import { type EventTable, tallyEvents } from "./event-table.js";
import type { CompetingRows } from "./linearised-incidence.js";
import { deriveProductLimit } from "./product-limit.js";
import { deriveProductLimitDerivative } from "./product-limit-derivative.js";
import { orderSurvivalRows } from "./survival-rows.js";

/** Competing rows of two arms. */
export interface TwoArmCompetingRows extends CompetingRows {
  /** 1 or 0. */
  readonly arm: Uint8Array;
}

/** The risk sets of a subdistribution: rows themselves up to their time, and those who had the competing event, who stay in it with falling weight. */
export interface SubdistributionRows {
  /** Distinct days of the event sought, ascending; length k. */
  readonly day: Int32Array;
  /** By arm: Σ over rows with an earlier competing event of w G(day−)/G(time−). Length k. */
  readonly tail: readonly [Float64Array, Float64Array];
  /** 1 = the event sought, by input row. */
  readonly status: Uint8Array;
  /**
   * What a statistic whose derivative by the tail weight of arm a at each day is `byTail[a]` owes each row: through the tail of a row that had
   * the competing event, and through the censoring distribution that all rows of the arm tell. By input row, to be added to its own derivative.
   */
  readonly pullTails: (byTail: readonly [Float64Array, Float64Array]) => Float64Array;
}

interface Censoring {
  readonly rows: Int32Array;
  /** Of being censored, in doubled days: an event at t stands at 2t, a censoring at 2t + 1, so that events come first. */
  readonly table: EventTable;
  /** G just before day t. */
  readonly before: (day: number) => number;
  readonly differentiate: (coefficient: Float64Array) => Float64Array;
}

/**
 * Risk sets of the subdistribution of cause 1 (Fine & Gray 1999), with the censoring distribution G by weighted Kaplan–Meier **within each arm**: the two
 * arms of an external control are censored by different rules. Throws EstimationError for values out of range or no event of cause 1.
 */
export function deriveSubdistributionRows(input: TwoArmCompetingRows): SubdistributionRows {
  const { time, cause } = input;
  const weight = input.weight ?? new Float64Array(time.length).fill(1);
  const status = cause.map((c) => (c === 1 ? 1 : 0));
  orderSurvivalRows({ time, status, weight }, "a subdistribution");
  const outside = cause.reduce((count, c) => count + (c > 2 ? 1 : 0), 0);
  if (outside > 0) throw new EstimationError(`a subdistribution needs causes from 0 to 2; got ${outside} rows outside`);
  const early = time.reduce((count, t, i) => count + (t < 1 && weight[i]! > 0 ? 1 : 0), 0);
  if (early > 0)
    throw new EstimationError(`a subdistribution needs times of at least one day; got ${early} rows below`);
  const days = Array.from(time).filter((_, i) => status[i] === 1 && weight[i]! > 0);
  if (days.length === 0)
    throw new EstimationError(`a subdistribution needs at least one event; got none in ${time.length} rows`);
  const day = Int32Array.from(new Set(days)).sort();
  const censoring = ([0, 1] as const).map((side) => deriveCensoring(input, weight, side));
  const tails = censoring.map((own) => sumTails(own, { time, cause, weight }, day));
  return {
    day,
    tail: [tails[0]!, tails[1]!],
    status,
    pullTails: (byTail) => {
      const pulled = new Float64Array(time.length);
      for (const side of [0, 1] as const) addPull(pulled, censoring[side]!, { time, cause, weight }, day, byTail[side]);
      return pulled;
    },
  };
}

function deriveCensoring({ time, cause, arm }: TwoArmCompetingRows, weight: Float64Array, side: 0 | 1): Censoring {
  const rows = Int32Array.from(time.keys()).filter((i) => arm[i] === side && weight[i]! > 0);
  if (rows.length === 0) throw new EstimationError("a subdistribution needs patients in both arms; got an empty arm");
  const doubled = {
    time: Int32Array.from(rows, (i) => 2 * time[i]! + (cause[i] === 0 ? 1 : 0)),
    status: Uint8Array.from(rows, (i) => (cause[i] === 0 ? 1 : 0)),
    weight: Float64Array.from(rows, (i) => weight[i]!),
  };
  const order = orderSurvivalRows(doubled, "the censoring distribution");
  const table = tallyEvents(doubled, order);
  const survival = deriveProductLimit(table);
  return {
    rows,
    table,
    before: (day) => {
      const last = countUpTo(table.time, 2 * day - 1) - 1;
      return last < 0 ? 1 : survival[last]!;
    },
    differentiate: (coefficient) => deriveProductLimitDerivative(doubled, order, table, coefficient),
  };
}

type Columns = { readonly time: Int32Array; readonly cause: Uint8Array; readonly weight: Float64Array };

/** Rows of an arm that had the competing event, by day ascending, in an order that no input order changes. */
function competingOf({ rows }: Censoring, { time, cause, weight }: Columns): number[] {
  return Array.from(rows)
    .filter((i) => cause[i] === 2)
    .sort((a, b) => time[a]! - time[b]! || weight[a]! - weight[b]!);
}

function sumTails(own: Censoring, columns: Columns, day: Int32Array): Float64Array {
  const competing = competingOf(own, columns);
  const tail = new Float64Array(day.length);
  let next = 0;
  let total = 0;
  for (const [j, t] of day.entries()) {
    for (; next < competing.length && columns.time[competing[next]!]! < t; next += 1) {
      const row = competing[next]!;
      total += columns.weight[row]! / own.before(columns.time[row]!);
    }
    tail[j] = total * own.before(t);
  }
  return tail;
}

/**
 * With C(t) = Σ_{days > t} G(day−) byTail: a row that had the competing event at u has C(u)/G(u−) through its own tail, and the logarithm of
 * each factor of G at s moves the statistic by C(s) Σ_{u ≤ s} w/G(u−), which the rows at risk of censoring share.
 */
function addPull(into: Float64Array, own: Censoring, columns: Columns, day: Int32Array, byTail: Float64Array): void {
  const after = new Float64Array(day.length + 1);
  for (let j = day.length - 1; j >= 0; j -= 1) after[j] = after[j + 1]! + own.before(day[j]!) * byTail[j]!;
  const beyond = (t: number) => after[countUpTo(day, t)]!;
  const competing = competingOf(own, columns);
  const coefficient = new Float64Array(own.table.time.length);
  let next = 0;
  let total = 0;
  for (const [k, doubled] of own.table.time.entries()) {
    const s = doubled >> 1;
    for (; next < competing.length && columns.time[competing[next]!]! <= s; next += 1) {
      const row = competing[next]!;
      const u = columns.time[row]!;
      into[row]! += beyond(u) / own.before(u);
      total += columns.weight[row]! / own.before(u);
    }
    coefficient[k] = total * beyond(s);
  }
  const through = own.differentiate(coefficient);
  for (const [k, row] of own.rows.entries()) into[row]! += through[k]!;
}
