import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EstimationError } from "../../src/errors.js";
import { normalIntervalFactor } from "../../src/math/normal.js";
import { fitConstrainedDifference } from "../../src/stats/constrained-difference.js";
import { estimateRiskDifference } from "../../src/stats/miettinen-nurminen.js";
import { estimateNewcombeDifference } from "../../src/stats/newcombe.js";
import { estimateWilson } from "../../src/stats/wilson.js";

describe("risk difference by hand", () => {
  it("two arms without events: with c = z²·N/((N − 1) n) the limits are ±c/(1 + c), n the arm that would have had the risk", () => {
    const { estimate, lower, upper, p } = estimateRiskDifference({ events1: 0, n1: 15, events0: 0, n0: 20 });
    const c = (n: number) => (normalIntervalFactor(0.95) ** 2 * 35) / (34 * n);
    expect(estimate).toBe(0);
    expect(lower).toBeCloseTo(-c(20) / (1 + c(20)), 14);
    expect(upper).toBeCloseTo(c(15) / (1 + c(15)), 14);
    expect(p).toBe(1);
  });

  it("everyone against no one: the upper limit is 1, the lower mirrors that of no one against everyone", () => {
    const all = estimateRiskDifference({ events1: 4, n1: 4, events0: 0, n0: 6 });
    const none = estimateRiskDifference({ events1: 0, n1: 6, events0: 4, n0: 4 });
    expect([all.estimate, all.upper]).toEqual([1, 1]);
    expect(none.lower).toBe(-1);
    expect(all.lower).toBeCloseTo(-none.upper, 14);
    expect(all.lower).toBeGreaterThan(0);
    expect(all.lower).toBeLessThan(1);
  });

  it("the p-value is that of the pooled test times (N − 1)/N: 3/4 against 1/4 is χ² = 2·7/8", () => {
    const { p } = estimateRiskDifference({ events1: 3, n1: 4, events0: 1, n0: 4 });
    const z = normalIntervalFactor(1 - p);
    expect(z ** 2).toBeCloseTo((2 * 7) / 8, 12);
  });

  it("Newcombe 1998: 56/70 against 48/80 is 0.0528–0.3382 by Miettinen & Nurminen, 0.0524–0.3339 by method 10", () => {
    const arms = { events1: 56, n1: 70, events0: 48, n0: 80 };
    const score = estimateRiskDifference(arms);
    const hybrid = estimateNewcombeDifference(arms);
    expect([score.lower, score.upper].map((limit) => limit.toFixed(4))).toEqual(["0.0528", "0.3382"]);
    expect([hybrid.lower, hybrid.upper].map((limit) => limit.toFixed(4))).toEqual(["0.0524", "0.3339"]);
  });

  it("Newcombe's limits add the Wilson distances in squares: for equal arms √2 times one of each", () => {
    const { lower, upper } = estimateWilson(2, 5);
    const arms = { events1: 2, n1: 5, events0: 2, n0: 5 };
    const distance = Math.sqrt((2 / 5 - lower) ** 2 + (upper - 2 / 5) ** 2);
    expect(estimateNewcombeDifference(arms).lower).toBeCloseTo(-distance, 14);
    expect(estimateNewcombeDifference(arms).upper).toBeCloseTo(distance, 14);
  });
});

describe("the constrained maximum of the likelihood", () => {
  it("without a difference is the pooled proportion, with the observed one the observed proportion", () => {
    expect(fitConstrainedDifference(3, 10, 5, 6, 0)).toBeCloseTo(8 / 16, 14);
    expect(fitConstrainedDifference(3, 10, 5, 6, 3 / 10 - 5 / 6)).toBeCloseTo(5 / 6, 14);
  });

  it("sits on the edge where an arm has no events: p₀ = 0, or p₁ = 0", () => {
    expect(fitConstrainedDifference(2, 10, 0, 30, 0.25)).toBe(0);
    expect(fitConstrainedDifference(0, 30, 2, 10, -0.25)).toBe(0.25);
  });
});

describe("risk difference properties", () => {
  const arm = fc.integer({ min: 1, max: 120 }).chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
  const settings = { seed: 14, numRuns: 100 };

  it("swapping the arms mirrors both intervals", () => {
    fc.assert(
      fc.property(arm, arm, ([events1, n1], [events0, n0]) => {
        const arms = { events1, n1, events0, n0 };
        const swapped = { events1: events0, n1: n0, events0: events1, n0: n1 };
        for (const estimate of [estimateRiskDifference, estimateNewcombeDifference]) {
          expect(estimate(swapped).lower).toBeCloseTo(-estimate(arms).upper, 12);
          expect(estimate(swapped).upper).toBeCloseTo(-estimate(arms).lower, 12);
        }
      }),
      settings,
    );
  });

  it("the score interval excludes 0 exactly when its test rejects", () => {
    fc.assert(
      fc.property(arm, arm, fc.double({ min: 0.5, max: 0.99, noNaN: true }), ([events1, n1], [events0, n0], level) => {
        const { lower, upper, p } = estimateRiskDifference({ events1, n1, events0, n0, level });
        fc.pre(Math.abs(p - (1 - level)) > 1e-9);
        expect(lower > 0 || upper < 0).toBe(p < 1 - level);
      }),
      settings,
    );
  });

  it("an empty arm is refused", () => {
    for (const estimate of [estimateRiskDifference, estimateNewcombeDifference]) {
      expect(() => estimate({ events1: 0, n1: 0, events0: 1, n0: 4 })).toThrow(EstimationError);
      expect(() => estimate({ events1: 1, n1: 4, events0: 0, n0: 0 })).toThrow(EstimationError);
    }
  });
});
