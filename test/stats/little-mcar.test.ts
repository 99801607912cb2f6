import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EstimationError } from "../../src/errors.js";
import { testLittleMcar } from "../../src/stats/little-mcar.js";
import { isMonotone, listMissingPatterns } from "../../src/stats/missing-patterns.js";
import { missingnessOracle } from "../../src/validation/oracles/missingness.js";
import { checkOracles } from "../support/check-oracles.js";

await checkOracles([missingnessOracle]);

type Row = readonly (number | null)[];
const input = (rows: readonly Row[]) => {
  const at = rows[0]!.map((_, j) => rows.map((row) => row[j] ?? null));
  return {
    n: rows.length,
    columns: at.map((column) => Float64Array.from(column, (value) => value ?? 0)),
    missing: at.map((column) => Uint8Array.from(column, (value) => (value === null ? 1 : 0))),
    names: at.map((_, j) => `column ${j + 1}`),
  };
};

describe("Little's test by hand", () => {
  it("with one column complete and one missing below, it is the variation of the first between patterns over its variance", () => {
    // Column 1: 1 3 2 6 of rows with column 2, 8 10 of those without. Mean 5, s² = (16 + 4 + 9 + 1 + 9 + 25)/5 = 64/5.
    // Means 3 and 9: Σ n_j (ȳ_j − 5)² = 4·4 + 2·16 = 48. Column 2 adds nothing: its mean in the first pattern lies on the regression.
    const found = testLittleMcar(
      input([
        [1, 2],
        [3, 7],
        [2, 1],
        [6, 9],
        [8, null],
        [10, null],
      ]),
    );
    expect(found.chiSquared).toBeCloseTo(48 / (64 / 5), 9);
    expect([found.df, found.patterns]).toEqual([1, 2]);
  });

  const refusals: readonly (readonly [string, readonly Row[]])[] = [
    [
      "nothing missing",
      [
        [1, 2],
        [2, 5],
        [3, 1],
      ],
    ],
    [
      "a column that does not vary where it is observed",
      [
        [1, 4],
        [2, 4],
        [3, null],
      ],
    ],
    [
      "columns never observed together",
      [
        [1, null],
        [2, null],
        [null, 3],
        [null, 5],
      ],
    ],
    [
      "columns that determine one another",
      [
        [1, 2, 1],
        [2, 4, 2],
        [3, 6, 9],
        [5, 10, null],
        [9, 18, null],
      ],
    ],
  ];
  for (const [what, rows] of refusals)
    it(`refuses ${what}`, () => {
      expect(() => testLittleMcar(input(rows))).toThrow(EstimationError);
    });
});

describe("properties", () => {
  const rows = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 5 })),
    { minLength: 12, maxLength: 40 },
  );

  it("neither the order of rows nor another unit changes it", () => {
    fc.assert(
      fc.property(rows, (found) => {
        const holed = found.map(([a, b, hole]): Row => [a, hole === 0 ? null : a + b]);
        fc.pre(holed.some(([, b]) => b === null) && new Set(found.map(([, b, hole]) => (hole > 0 ? b : -1))).size > 4);
        fc.pre(new Set(found.map(([a]) => a)).size > 3);
        const one = testLittleMcar(input(holed));
        const other = testLittleMcar(
          input([...holed].reverse().map(([a, b]): Row => [a! * 2.54 - 7, b === null ? null : b! / 1000])),
        );
        expect(Math.abs(other.chiSquared - one.chiSquared)).toBeLessThan(1e-8 * Math.max(1, one.chiSquared));
      }),
      { seed: 13, numRuns: 40 },
    );
  });
});

describe("a monotone pattern", () => {
  const monotone = (rows: readonly Row[]) => isMonotone(listMissingPatterns(input(rows)));

  it("is one where what is missing of a row is missing of every row that has less", () => {
    expect(
      monotone([
        [1, 2, 3],
        [1, 2, null],
        [1, null, null],
      ]),
    ).toBe(true);
    expect(
      monotone([
        [1, 2, 3],
        [null, 2, 3],
        [null, null, 3],
      ]),
    ).toBe(true);
    expect(
      monotone([
        [1, 2, null],
        [1, null, 3],
      ]),
    ).toBe(false);
    expect(
      monotone([
        [1, 2, 3],
        [1, null, 3],
        [1, 2, null],
      ]),
    ).toBe(false);
  });
});
