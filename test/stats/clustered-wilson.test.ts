import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EstimationError } from "../../src/errors.js";
import { estimateClusteredWilson } from "../../src/stats/clustered-wilson.js";
import { estimateWilson } from "../../src/stats/wilson.js";
import { relativeError } from "../support/relative-error.js";

describe("Wilson's interval of a share of units in clusters", () => {
  it("by hand: 2 patients with 2 scans each, all and none of them good, count as 1/(4 · 1/8) = 2 scans", () => {
    // p = 1/2, residuals 2 − 1 and 0 − 1, V = (1 + 1)/4² = 1/8, n* = (1/4)/(1/8) = 2.
    const z2 = 1.959963984540054 ** 2;
    const half = Math.sqrt(z2 * (z2 + 4 * 2 * 0.25)) / (2 * (2 + z2));
    const { estimate, lower, upper } = estimateClusteredWilson([2, 0], [2, 2]);
    expect(relativeError([estimate, lower, upper], [0.5, 0.5 - half, 0.5 + half])).toBeLessThan(1e-12);
  });

  it("is Wilson's own where every cluster has one unit", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 1, maxLength: 60 }), (held) => {
        const one = estimateClusteredWilson(
          held,
          held.map(() => 1),
        );
        const plain = estimateWilson(
          held.reduce((sum, each) => sum + each, 0),
          held.length,
        );
        expect(one.estimate).toBeCloseTo(plain.estimate, 12);
        expect(one.lower).toBeCloseTo(plain.lower, 12);
        expect(one.upper).toBeCloseTo(plain.upper, 12);
      }),
      { seed: 5 },
    );
  });

  it("does not count clusters without units, and refuses where none has any", () => {
    expect(estimateClusteredWilson([1, 0, 2], [2, 0, 3])).toEqual(estimateClusteredWilson([1, 2], [2, 3]));
    expect(() => estimateClusteredWilson([0], [0])).toThrow(EstimationError);
  });
});
