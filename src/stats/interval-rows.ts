import { EstimationError } from "../errors.js";
import { orderRows } from "../math/row-order.js";

/** Interval-censored rows in any order; columns of one length n. */
export interface IntervalRows {
  /** The event came after this day (last time known free of it). Days, >= 0. */
  readonly left: Int32Array;
  /** And by this day, >= left; equal to left: exactly on that day, > 0. Not read where right-censored. */
  readonly right: Int32Array;
  /** 1 = no event seen: it may come at any time after `left`. */
  readonly rightCensored: Uint8Array;
  /** Finite, >= 0; a row of weight 0 is not in the analysis. */
  readonly weight?: Float64Array;
}

/**
 * The positions of the rows that count (weight > 0) in one canonical order: left, right, censoring, other integer keys, weight, real
 * keys. `method` opens the message of an error.
 * Throws EstimationError for no rows and for values out of range, RangeError for columns of unequal length.
 */
export function orderIntervalRows(
  rows: IntervalRows,
  method: string,
  keys: { readonly integers?: readonly Int32Array[]; readonly reals?: readonly Float64Array[] } = {},
): Uint32Array {
  const { left, right, rightCensored, weight } = rows;
  const n = left.length;
  const integers = [...(keys.integers ?? [])];
  const reals = weight === undefined ? [...(keys.reals ?? [])] : [weight, ...(keys.reals ?? [])];
  for (const column of [right, rightCensored, ...integers, ...reals]) {
    if (column.length !== n) {
      throw new RangeError(`${method} needs columns of one length; got ${column.length} beside ${n} left ends`);
    }
  }
  checkValues(rows, method);
  // What stands in `right` of a censored row must not decide its place.
  const until = right.map((day, i) => (rightCensored[i] === 1 ? -1 : day));
  const order = orderRows(n, [left, until, rightCensored, ...integers], reals);
  const counted = weight === undefined ? order : order.filter((row) => weight[row]! > 0);
  if (counted.length === 0) {
    throw new EstimationError(`${method} needs at least one row of positive weight; got none of ${n} rows`);
  }
  return counted;
}

function checkValues({ left, right, rightCensored, weight }: IntervalRows, method: string): void {
  const n = left.length;
  let badInterval = 0;
  let badCode = 0;
  let badWeight = 0;
  for (let i = 0; i < n; i += 1) {
    if (rightCensored[i]! > 1) badCode += 1;
    if (left[i]! < 0 || (rightCensored[i] !== 1 && (right[i]! < left[i]! || right[i] === 0))) badInterval += 1;
    if (weight !== undefined && !(weight[i]! >= 0 && weight[i]! < Number.POSITIVE_INFINITY)) badWeight += 1;
  }
  const refuse = (count: number, rule: string) => {
    if (count > 0) throw new EstimationError(`${method} needs ${rule}; got ${count} of ${n} rows that break this`);
  };
  refuse(badCode, "rightCensored to be 0 or 1");
  refuse(badInterval, "0 <= left <= right and right > 0");
  refuse(badWeight, "finite weights >= 0");
}
