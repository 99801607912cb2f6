import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EstimationError } from "../../src/errors.js";
import { bisectRatio } from "../../src/math/bisect-ratio.js";
import { normalIntervalFactor } from "../../src/math/normal.js";
import { testCochranMantelHaenszel } from "../../src/stats/cochran-mantel-haenszel.js";
import { estimateMantelHaenszelOddsRatio } from "../../src/stats/mantel-haenszel-odds-ratio.js";
import { estimateRiskDifference } from "../../src/stats/miettinen-nurminen.js";
import { estimateOddsRatio } from "../../src/stats/odds-ratio.js";
import { estimateRiskRatio } from "../../src/stats/risk-ratio.js";
import { estimateStratifiedRiskDifference } from "../../src/stats/stratified-risk-difference.js";

const one = { events1: [3], n1: [4], events0: [1], n0: [4] };

describe("ratios of two proportions by hand", () => {
  it("bisection finds a ratio anywhere between 0 and infinity", () => {
    for (const wanted of [0, 1e-6, 0.5, 1, 37.5, 1e6]) {
      expect(Math.abs(bisectRatio((ratio) => ratio < wanted) - wanted)).toBeLessThan(1e-9 * (1 + wanted));
    }
  });

  it("everybody in both arms: the limits lie on both sides of 1, each a quadratic's solution", () => {
    const { estimate, lower, upper } = estimateRiskRatio({ events1: 8, n1: 8, events0: 1, n0: 1 });
    expect(estimate).toBe(1);
    // Above 1: p̃₁ = 1, p̃₀ = 1/θ, (θ − 1)² = z² (θ − 1) · 9/8; below: p̃₀ = 1, p̃₁ = θ, (1 − θ)² = z² θ(1 − θ)/8 · 9/8.
    const square = normalIntervalFactor(0.95) ** 2;
    expect(upper).toBeCloseTo(1 + (square * 9) / 8, 12);
    expect(lower).toBeCloseTo(1 / (1 + (square * 9) / 64), 12);
  });

  it("without events in arm 1 the upper limit solves one quadratic: at ratio θ the variance is that of arms pooled under θ", () => {
    const { estimate, lower, upper } = estimateRiskRatio({ events1: 0, n1: 5, events0: 5, n0: 5 });
    expect([estimate, lower]).toEqual([0, 0]);
    // All of arm 0 had the event: p₀ = 1 until θ makes fewer likelier, here p̃₀ = 1 and p̃₁ = θ, so 1 = z² (1 − θ)/(5 θ) · 10/9.
    const c = (normalIntervalFactor(0.95) ** 2 * 10) / (9 * 5);
    expect(upper).toBeCloseTo(c / (1 + c), 12);
  });

  it("are null where they are infinite or 0/0", () => {
    expect(estimateRiskRatio({ events1: 2, n1: 5, events0: 0, n0: 5 })).toMatchObject({ estimate: null, upper: null });
    expect(estimateOddsRatio({ events1: 2, n1: 5, events0: 0, n0: 5 })).toMatchObject({ estimate: null, upper: null });
    expect(estimateOddsRatio({ events1: 5, n1: 5, events0: 2, n0: 5 })).toMatchObject({ estimate: null, upper: null });
    expect(estimateOddsRatio({ events1: 3, n1: 5, events0: 5, n0: 5 })).toMatchObject({ estimate: 0, lower: 0 });
    const none = { estimate: null, lower: 0, upper: null, p: 1 };
    expect(estimateRiskRatio({ events1: 0, n1: 5, events0: 0, n0: 6 })).toEqual(none);
    expect(estimateOddsRatio({ events1: 0, n1: 5, events0: 0, n0: 6 })).toEqual(none);
    expect(estimateOddsRatio({ events1: 5, n1: 5, events0: 6, n0: 6 })).toEqual(none);
  });

  it("refuse an empty arm", () => {
    for (const estimate of [estimateRiskRatio, estimateOddsRatio]) {
      expect(() => estimate({ events1: 0, n1: 0, events0: 1, n0: 2 })).toThrow(EstimationError);
    }
  });

  it("swapping the arms inverts both intervals, and 1 is outside exactly when the test rejects", () => {
    const arm = fc
      .integer({ min: 2, max: 80 })
      .chain((n) => fc.tuple(fc.integer({ min: 1, max: n - 1 }), fc.constant(n)));
    fc.assert(
      fc.property(arm, arm, ([events1, n1], [events0, n0]) => {
        for (const estimate of [estimateRiskRatio, estimateOddsRatio]) {
          const { lower, upper, p } = estimate({ events1, n1, events0, n0 });
          const swapped = estimate({ events1: events0, n1: n0, events0: events1, n0: n1 });
          expect(swapped.lower * upper!).toBeCloseTo(1, 9);
          expect(swapped.upper! * lower).toBeCloseTo(1, 9);
          if (Math.abs(p - 0.05) > 1e-9) expect(lower > 1 || upper! < 1).toBe(p < 0.05);
        }
      }),
      { seed: 17, numRuns: 60 },
    );
  });
});

describe("stratified tables by hand", () => {
  it("one stratum gives the unstratified difference, whatever the weights", () => {
    const plain = estimateRiskDifference({ events1: 3, n1: 4, events0: 1, n0: 4 });
    for (const weights of ["mantel-haenszel", "miettinen-nurminen"] as const) {
      const { estimate, lower, upper, p, strata } = estimateStratifiedRiskDifference({ ...one, weights });
      expect(strata).toBe(1);
      for (const [ours, theirs] of [
        [estimate, plain.estimate],
        [lower, plain.lower],
        [upper, plain.upper],
        [p, plain.p],
      ] as const) {
        expect(ours).toBeCloseTo(theirs, 12);
      }
    }
  });

  it("Mantel–Haenszel weights of strata of 4 + 4 and 6 + 3 are 2 and 2: the plain mean of ½ and ⅓", () => {
    const strata = { events1: [3, 4], n1: [4, 6], events0: [1, 1], n0: [4, 3] };
    const { estimate } = estimateStratifiedRiskDifference({ ...strata, weights: "mantel-haenszel" });
    expect(estimate).toBeCloseTo((1 / 2 + 1 / 3) / 2, 14);
  });

  it("strata without events: Miettinen–Nurminen weights fall back on Mantel–Haenszel, and the limits are finite", () => {
    const strata = { events1: [0, 0], n1: [9, 5], events0: [0, 0], n0: [7, 8] };
    const { estimate, lower, upper, p } = estimateStratifiedRiskDifference({
      ...strata,
      weights: "miettinen-nurminen",
    });
    expect(estimate).toBeCloseTo(0, 14);
    expect(p).toBe(1);
    expect(lower).toBeGreaterThan(-1);
    expect(lower).toBeLessThan(0);
    expect(upper).toBeGreaterThan(0);
    expect(upper).toBeLessThan(1);
  });

  it("a stratum of one arm is left out", () => {
    const more = { events1: [3, 2], n1: [4, 6], events0: [1, 0], n0: [4, 0] };
    expect(estimateStratifiedRiskDifference({ ...more, weights: "mantel-haenszel" })).toEqual(
      estimateStratifiedRiskDifference({ ...one, weights: "mantel-haenszel" }),
    );
    expect(testCochranMantelHaenszel(more)).toEqual(testCochranMantelHaenszel(one));
    expect(estimateMantelHaenszelOddsRatio(more)).toEqual(estimateMantelHaenszelOddsRatio(one));
  });

  it("Cochran–Mantel–Haenszel of 3/4 against 1/4 is (3 − 2)²/(4·4·4·4/(8²·7)), and of two such strata twice that", () => {
    const { chiSquared } = testCochranMantelHaenszel(one);
    expect(chiSquared).toBeCloseTo(1 / (256 / 448), 14);
    const twice = { events1: [3, 3], n1: [4, 4], events0: [1, 1], n0: [4, 4] };
    expect(testCochranMantelHaenszel(twice).chiSquared).toBeCloseTo(2 * chiSquared, 14);
  });

  it("the common odds ratio of one stratum is ad/bc with Woolf's variance 1/a + 1/b + 1/c + 1/d", () => {
    const { estimate, seLog } = estimateMantelHaenszelOddsRatio(one);
    expect(estimate).toBeCloseTo(9, 13);
    expect(seLog).toBeCloseTo(Math.sqrt(1 / 3 + 1 + 1 + 1 / 3), 13);
  });

  it("refuse what says nothing", () => {
    const oneArm = { events1: [1], n1: [4], events0: [0], n0: [0] };
    expect(() => estimateStratifiedRiskDifference({ ...oneArm, weights: "mantel-haenszel" })).toThrow(
      /needs a stratum with patients of both arms; got none of 1 strata/,
    );
    const noEvents = { events1: [0, 2], n1: [4, 2], events0: [0, 3], n0: [5, 3] };
    expect(() => testCochranMantelHaenszel(noEvents)).toThrow(/stratum with and without events; got none of 2 strata/);
    expect(() => estimateMantelHaenszelOddsRatio(noEvents)).toThrow(/got 0\/0/);
    expect(() => estimateMantelHaenszelOddsRatio({ ...one, events0: [0] })).toThrow(/got an infinite ratio/);
    expect(() => estimateMantelHaenszelOddsRatio({ ...one, events1: [0] })).toThrow(/got a ratio of 0/);
    expect(() => testCochranMantelHaenszel({ ...one, events1: [5] })).toThrow(RangeError);
  });

  it("the order of strata hardly matters: sums are compensated", () => {
    const table = fc.record({
      n1: fc.integer({ min: 1, max: 40 }),
      n0: fc.integer({ min: 1, max: 40 }),
      a: fc.nat(),
      b: fc.nat(),
    });
    fc.assert(
      fc.property(fc.array(table, { minLength: 2, maxLength: 6 }), (tables) => {
        const strata = (of: typeof tables) => ({
          events1: of.map((t) => t.a % (t.n1 + 1)),
          n1: of.map((t) => t.n1),
          events0: of.map((t) => t.b % (t.n0 + 1)),
          n0: of.map((t) => t.n0),
        });
        for (const weights of ["mantel-haenszel", "miettinen-nurminen"] as const) {
          const forth = estimateStratifiedRiskDifference({ ...strata(tables), weights });
          const back = estimateStratifiedRiskDifference({ ...strata(tables.slice().reverse()), weights });
          expect(back.estimate).toBeCloseTo(forth.estimate, 10);
          expect(back.lower).toBeCloseTo(forth.lower, 10);
          expect(back.upper).toBeCloseTo(forth.upper, 10);
          expect(forth.lower).toBeLessThanOrEqual(forth.estimate);
          expect(forth.upper).toBeGreaterThanOrEqual(forth.estimate);
        }
      }),
      { seed: 18, numRuns: 40 },
    );
  });
});
