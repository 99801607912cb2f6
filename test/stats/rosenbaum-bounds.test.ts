import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boundSignTest, largestGamma } from "../../src/stats/rosenbaum-bounds.js";
import { boundSignedRank } from "../../src/stats/rosenbaum-signed-rank.js";
import { countWhoFailsFirst } from "../../src/stats/who-fails-first.js";
import { hasReferenceData, readExpected } from "../support/reference-data.js";

describe("Rosenbaum's bounds", () => {
  it("are by hand (5 · 16 · 2 + 32)/243 for 4 of 5 pairs at Γ = 2, and 6/32 at Γ = 1", () => {
    // P(X ≥ 4) with p = 2/3: 5 (2/3)⁴ (1/3) + (2/3)⁵ = (80 + 32)/243.
    expect(boundSignTest({ favourable: 4, decided: 5 }, 2).upper).toBeCloseTo(112 / 243, 14);
    const { lower, upper } = boundSignTest({ favourable: 4, decided: 5 }, 1);
    expect(lower).toBe(upper);
    expect(upper).toBeCloseTo(6 / 32, 14);
  });

  it("have no Γ where the result was not significant to begin with", () => {
    expect(largestGamma({ favourable: 11, decided: 20 }, 0.025)).toBeNull();
  });

  it("have a finite Γ where every pair is favourable: α^(1/n) over one less it", () => {
    const share = 0.025 ** (1 / 12);
    expect(largestGamma({ favourable: 12, decided: 12 }, 0.025)).toBeCloseTo(share / (1 - share), 10);
  });

  it("leave undecided a pair whose shorter time is censored or that failed on one day", () => {
    const pairs = {
      trialTime: Int32Array.of(10, 10, 5, 8, 8),
      controlTime: Int32Array.of(4, 4, 5, 8, 9),
      trialStatus: Uint8Array.of(1, 1, 1, 0, 1),
      controlStatus: Uint8Array.of(1, 0, 1, 1, 1),
    };
    expect(countWhoFailsFirst(pairs)).toEqual({ favourable: 2, decided: 3 });
  });

  it("are refused without deciding pairs and below Γ = 1", () => {
    expect(() => boundSignTest({ favourable: 0, decided: 0 }, 1)).toThrow("got none");
    expect(() => boundSignTest({ favourable: 3, decided: 5 }, 0.9)).toThrow("Γ must be >= 1");
    expect(() => boundSignTest({ favourable: 6, decided: 5 }, 1)).toThrow("whole numbers");
    expect(() => boundSignedRank([0, 0], 1)).toThrow("got none");
  });

  it("widen with Γ", () => {
    const pairs = fc
      .integer({ min: 1, max: 60 })
      .chain((decided) =>
        fc.record({ decided: fc.constant(decided), favourable: fc.integer({ min: 0, max: decided }) }),
      );
    const gamma = fc.double({ min: 1, max: 10, noNaN: true });
    fc.assert(
      fc.property(pairs, gamma, gamma, (one, a, b) => {
        const narrow = boundSignTest(one, Math.min(a, b));
        const wide = boundSignTest(one, Math.max(a, b));
        expect(wide.lower).toBeLessThanOrEqual(narrow.lower + 1e-14);
        expect(wide.upper).toBeGreaterThanOrEqual(narrow.upper - 1e-14);
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});

interface Lalonde {
  pairs: { y1: number[]; y0: number[] };
  psens: { Gamma: number[]; "Lower bound": number[]; "Upper bound": number[] };
}

describe.skipIf(!hasReferenceData)("signed-rank bounds against the R package rbounds 2.2", () => {
  it("Lalonde's matched pairs, Γ from 1 to 2: 0.0016, 0.0080 … 0.8002", () => {
    const { pairs, psens } = readExpected<{ hl: Lalonde }>("sensitivity").hl;
    const difference = pairs.y1.map((y, i) => y - pairs.y0[i]!);
    psens.Gamma.forEach((gamma, k) => {
      const { lower, upper } = boundSignedRank(difference, gamma);
      // psens prints four digits.
      expect(Math.abs(lower - psens["Lower bound"][k]!)).toBeLessThan(5.1e-5);
      expect(Math.abs(upper - psens["Upper bound"][k]!)).toBeLessThan(5.1e-5);
    });
  });
});
