import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quantileOfSorted } from "../../src/math/quantile.js";

describe("quantileOfSorted", () => {
  it("by hand: the quartiles of 1, 2, 4, 8 are 1.75, 3 and 5", () => {
    expect([0.25, 0.5, 0.75].map((p) => quantileOfSorted([1, 2, 4, 8], p))).toEqual([1.75, 3, 5]);
  });

  it("stays within the data and never falls as p rises", () => {
    const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 30 });
    const probability = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(values, probability, probability, (unsorted, p, q) => {
        const sorted = Float64Array.from(unsorted).sort();
        const low = quantileOfSorted(sorted, Math.min(p, q));
        const high = quantileOfSorted(sorted, Math.max(p, q));
        const slack = 1e-9;
        expect(low).toBeLessThanOrEqual(high + slack);
        expect(low).toBeGreaterThanOrEqual(sorted[0]! - slack);
        expect(high).toBeLessThanOrEqual(sorted.at(-1)! + slack);
      }),
      { seed: 7 },
    );
  });
});
