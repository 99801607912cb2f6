import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { orderRows } from "../../src/math/row-order.js";

describe("the canonical order of rows", () => {
  it("sorts by the first integer key, then the second, negatives and the ends of 32 bits included", () => {
    const first = Int32Array.of(5, -2147483648, 5, 2147483647, -1);
    const second = Uint8Array.of(1, 0, 0, 0, 1);
    expect([...orderRows(5, [first, second])]).toEqual([1, 4, 2, 0, 3]);
  });

  it("of no rows is empty, and without keys the order given", () => {
    expect(orderRows(0, [new Int32Array(0)], [new Float64Array(0)])).toHaveLength(0);
    expect([...orderRows(3, [])]).toEqual([0, 1, 2]);
  });

  it("gives the same sequence of values for every order of arrival, repeated rows and −0 included", () => {
    const row = fc.tuple(
      fc.integer({ min: -3, max: 3 }),
      fc.constantFrom(0, -0, 0.5, 1e-300, -7),
      fc.double({ noNaN: true }),
    );
    const cases = fc
      .array(row, { maxLength: 40 })
      .chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })));
    const sequence = (rows: [number, number, number][]) => {
      const reals = [Float64Array.from(rows, (r) => r[1] + 0), Float64Array.from(rows, (r) => r[2] + 0)];
      const order = orderRows(rows.length, [Int32Array.from(rows, (r) => r[0])], reals);
      return [...order].map((i) => [rows[i]![0], rows[i]![1] + 0, rows[i]![2] + 0]);
    };
    fc.assert(
      fc.property(cases, ([rows, shuffled]) => {
        const sorted = sequence(rows);
        expect(sequence(shuffled)).toEqual(sorted);
        expect(sorted.map((r) => r[0])).toEqual(rows.map((r) => r[0]).sort((a, b) => a - b));
      }),
      { seed: 11 },
    );
  });

  it("orders by value two rows whose hashes collide", () => {
    // Of 2e10 pairs of values about five share all 32 bits; each must come out in order of value from both directions.
    const n = 200_000;
    const values = Float64Array.from({ length: n }, (_, i) => i * 0.37);
    const backwards = values.slice().reverse();
    const forth = orderRows(n, [], [values]);
    const back = orderRows(n, [], [backwards]);
    expect(forth.every((row, i) => values[row] === backwards[back[i]!])).toBe(true);
  });
});
