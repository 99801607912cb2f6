import { orderByValue } from "./order-by-value.js";

/** Some rows laid out along a score, strata one after the other; within a stratum ascending. */
export interface ScoreLine {
  /** Row at each position, and its score. */
  readonly row: Int32Array;
  readonly score: Float64Array;
  /** Positions [low, high) of a stratum's rows; empty for a stratum that has none. */
  readonly rangeOf: (stratum: number) => { readonly low: number; readonly high: number };
}

/** The rows with member[row] = side along the score; equal scores in the order of `tieRank`, or of the rows without one (for uses in which the
 *  order of equals has no effect). Without `stratum` all rows are of stratum 0. O(n). */
export function layoutLine(
  input: { score: Float64Array; stratum?: Int32Array; tieRank?: Int32Array },
  member: Uint8Array,
  side: 0 | 1,
): ScoreLine {
  const { score, stratum, tieRank } = input;
  const order = orderByValue(score, {
    before: stratum === undefined ? [] : [stratum],
    after: tieRank === undefined ? [] : [tieRank],
  });
  const row = Int32Array.from(order.filter((i) => member[i] === side));
  const ranges = new Map<number, { low: number; high: number }>();
  for (let k = 0; k < row.length; k += 1) {
    const code = stratum === undefined ? 0 : stratum[row[k]!]!;
    const range = ranges.get(code);
    if (range === undefined) ranges.set(code, { low: k, high: k + 1 });
    else range.high = k + 1;
  }
  const along = new Float64Array(row.length);
  for (let k = 0; k < row.length; k += 1) along[k] = score[row[k]!]!;
  return { row, score: along, rangeOf: (code) => ranges.get(code) ?? { low: 0, high: 0 } };
}
