import { orderRows } from "../math/row-order.js";

/** Two integer columns that sort as the doubles of `values` do (−0 as 0; no NaN): the high word foremost, then the low one. */
export function sortableWords(values: Float64Array): readonly [Int32Array, Int32Array] {
  const n = values.length;
  const high = new Int32Array(n);
  const low = new Int32Array(n);
  const value = new Float64Array(1);
  const words = new Int32Array(value.buffer);
  value[0] = 1;
  const highWord = words[1] === 0 ? 0 : 1;
  for (let i = 0; i < n; i += 1) {
    value[0] = values[i]! + 0;
    const top = words[highWord]!;
    // A negative double grows as its magnitude shrinks: turn every bit but the sign. The low word is unsigned: turn its top bit.
    high[i] = top < 0 ? top ^ 0x7fffffff : top;
    low[i] = (top < 0 ? ~words[1 - highWord]! : words[1 - highWord]!) ^ 0x80000000;
  }
  return [high, low];
}

/** Rows ascending by the integer keys `before`, then by value, then by the integer keys `after`. Returns Uint32Array(n). O(n) per key. */
export function orderByValue(
  values: Float64Array,
  { before = [], after = [] }: { before?: readonly Int32Array[]; after?: readonly (Int32Array | Uint8Array)[] },
): Uint32Array {
  return orderRows(values.length, [...before, ...sortableWords(values), ...after]);
}
