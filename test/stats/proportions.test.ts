import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EstimationError } from "../../src/errors.js";
import { normalIntervalFactor } from "../../src/math/normal.js";
import { estimateClopperPearson } from "../../src/stats/clopper-pearson.js";
import { estimateJeffreys } from "../../src/stats/jeffreys.js";
import { estimateWilson } from "../../src/stats/wilson.js";

const methods = { estimateClopperPearson, estimateWilson, estimateJeffreys };

describe("one proportion by hand", () => {
  it("Clopper–Pearson without events: (1 − upper)ⁿ = 0.025; with nothing else: lowerⁿ = 0.025", () => {
    expect(estimateClopperPearson(0, 8).lower).toBe(0);
    expect((1 - estimateClopperPearson(0, 8).upper) ** 8).toBeCloseTo(0.025, 14);
    expect(estimateClopperPearson(8, 8).lower ** 8).toBeCloseTo(0.025, 14);
    expect(estimateClopperPearson(8, 8).upper).toBe(1);
  });

  it("Clopper–Pearson with one event of two: P(X >= 1) = 0.025 at the lower and P(X <= 1) = 0.025 at the upper limit", () => {
    const { estimate, lower, upper } = estimateClopperPearson(1, 2);
    expect(estimate).toBe(0.5);
    expect(1 - (1 - lower) ** 2).toBeCloseTo(0.025, 14);
    expect(1 - upper ** 2).toBeCloseTo(0.025, 14);
  });

  it("Wilson's limits are where |p̂ − p| = z √(p(1 − p)/n); 0 and 1 exactly at the ends", () => {
    const z = normalIntervalFactor(0.9);
    const { lower, upper } = estimateWilson(3, 7, 0.9);
    expect(3 / 7 - lower).toBeCloseTo(z * Math.sqrt((lower * (1 - lower)) / 7), 14);
    expect(upper - 3 / 7).toBeCloseTo(z * Math.sqrt((upper * (1 - upper)) / 7), 14);
    expect(estimateWilson(0, 3).lower).toBe(0);
    expect(estimateWilson(3, 3).upper).toBe(1);
  });

  it("Jeffreys's lower limit of one of one has probability 0.025 below it: Beta(3/2, 1/2) is an arcsine in closed form", () => {
    const { lower, upper } = estimateJeffreys(1, 1);
    const below = (2 / Math.PI) * (Math.asin(Math.sqrt(lower)) - Math.sqrt(lower * (1 - lower)));
    expect(below).toBeCloseTo(0.025, 13);
    expect(upper).toBe(1);
  });
});

describe.each(Object.entries(methods))("%s", (_, estimate) => {
  const table = fc
    .integer({ min: 1, max: 400 })
    .chain((n) =>
      fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n), fc.double({ min: 0.5, max: 0.99, noNaN: true })),
    );

  it("counting the others instead mirrors the interval", () => {
    fc.assert(
      fc.property(table, ([events, n, level]) => {
        const mirrored = estimate(n - events, n, level);
        const { lower, upper } = estimate(events, n, level);
        expect(1 - mirrored.upper).toBeCloseTo(lower, 12);
        expect(1 - mirrored.lower).toBeCloseTo(upper, 12);
      }),
      { seed: 12 },
    );
  });

  it("lies within 0 and 1, holds the estimate, and grows with the level", () => {
    fc.assert(
      fc.property(table, ([events, n, level]) => {
        const narrow = estimate(events, n, level);
        const wide = estimate(events, n, (1 + level) / 2);
        expect(narrow.lower).toBeGreaterThanOrEqual(wide.lower);
        expect(narrow.upper).toBeLessThanOrEqual(wide.upper);
        expect(wide.lower).toBeGreaterThanOrEqual(0);
        expect(wide.upper).toBeLessThanOrEqual(1);
        expect(narrow.lower).toBeLessThanOrEqual(narrow.estimate);
        expect(narrow.upper).toBeGreaterThanOrEqual(narrow.estimate);
      }),
      { seed: 13 },
    );
  });

  it("is refused for an empty group, and for what is no count or no level", () => {
    expect(() => estimate(0, 0)).toThrow(EstimationError);
    expect(() => estimate(0, 0)).toThrow(/at least one patient; got n = 0/);
    for (const [events, n] of [
      [-1, 5],
      [6, 5],
      [1.5, 5],
      [Number.NaN, 5],
    ] as const) {
      expect(() => estimate(events, n)).toThrow(RangeError);
    }
    expect(() => estimate(1, 5, 95)).toThrow(/level must lie between 0 and 1; got 95/);
  });
});
