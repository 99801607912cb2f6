import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hash32 } from "../../src/math/stream.js";
import { deriveCanonicalRank } from "../../src/stats/canonical-rank.js";

const rankOf = (columns: number[][], ids: string[], seed = 1) => [
  ...deriveCanonicalRank(
    columns.map((column) => Float64Array.from(column)),
    ids,
    seed,
  ),
];

describe("deriveCanonicalRank", () => {
  it("orders by the first covariate, then the second; negative, fractional, tiny and infinite values in their place", () => {
    const first = [2, -1, 0.5, -1e-300, -1e300, 1e-320, 2, Number.POSITIVE_INFINITY];
    const second = [5, 0, 0, 0, 0, 0, -5, 0];
    expect(rankOf([first, second], ["a", "b", "c", "d", "e", "f", "g", "h"])).toEqual([6, 1, 4, 2, 0, 3, 5, 7]);
  });

  it("−0 and 0 are one value: the next column decides", () => {
    expect(
      rankOf(
        [
          [0, -0, 0],
          [3, 2, 1],
        ],
        ["a", "b", "c"],
      ),
    ).toEqual([2, 1, 0]);
  });

  it("patients who look alike are ordered by a hash of the id that the seed moves", () => {
    const ids = Array.from({ length: 50 }, (_, i) => `patient-${i}`);
    const alike = [ids.map(() => 1)];
    expect(rankOf(alike, ids, 1)).toEqual(rankOf(alike, ids, 1));
    expect(rankOf(alike, ids, 1)).not.toEqual(rankOf(alike, ids, 2));
    expect(rankOf(alike, ids, 1)).not.toEqual(ids.map((_, i) => i));
  });

  it("two ids of one hash are ordered by code unit, and two equal ids on equal covariates are refused", () => {
    const [first, second] = ["id-1122789", "id-1339192"] as const;
    expect(hash32(first, hash32("1"))).toBe(hash32(second, hash32("1")));
    expect(rankOf([], [second, first])).toEqual([1, 0]);
    expect(rankOf([], [first, second])).toEqual([0, 1]);
    expect(() => rankOf([[1, 1]], ["same", "same"])).toThrow(/ids of a canonical rank must be distinct/);
    expect(rankOf([[1, 2]], ["same", "same"])).toEqual([0, 1]);
  });

  it("does not depend on the order of the rows, and is a permutation", () => {
    const value = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true }));
    const rows = fc.uniqueArray(fc.tuple(fc.string(), value, value), { selector: (row) => row[0], maxLength: 40 });
    fc.assert(
      fc.property(rows, fc.integer(), (drawn, seed) => {
        const rank = (each: typeof drawn) =>
          rankOf(
            [each.map((row) => row[1]), each.map((row) => row[2])],
            each.map((row) => row[0]),
            seed,
          );
        const straight = rank(drawn);
        const backwards = rank([...drawn].reverse());
        expect(backwards.reverse()).toEqual(straight);
        expect([...straight].sort((a, b) => a - b)).toEqual(drawn.map((_, i) => i));
        const byRank = [...drawn].sort((a, b) => straight[drawn.indexOf(a)]! - straight[drawn.indexOf(b)]!);
        const isSorted = byRank.every((row, k) => k === 0 || byRank[k - 1]![1] <= row[1]);
        expect(isSorted).toBe(true);
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});
