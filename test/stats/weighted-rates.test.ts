import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { influenceVariance } from "../../src/stats/influence-variance.js";
import { logitLimits } from "../../src/stats/logit-limits.js";
import { contrastRates, type RateScale } from "../../src/stats/rate-contrast.js";
import { deriveWeightedRate } from "../../src/stats/weighted-rate.js";
import { relativeError } from "../support/relative-error.js";

const fixture: Record<"treat" | "y" | "weight", number[]> = JSON.parse(
  readFileSync(new URL("../../oracles/weighted-rates/fixture.json", import.meta.url), "utf8"),
);

const value = Uint8Array.from(fixture.y);
const arm = Uint8Array.from(fixture.treat);
const weight = Float64Array.from(fixture.weight);
const control = deriveWeightedRate(value, weight, arm, 0);
describe("a weighted rate", () => {
  it("has by hand the rate, derivative and variance of four rows", () => {
    const rate = deriveWeightedRate(
      Uint8Array.from([1, 0, 1, 1]),
      Float64Array.from([1, 2, 3, 9]),
      Uint8Array.from([0, 0, 0, 1]),
      0,
    );
    expect(rate.estimate).toBeCloseTo(4 / 6, 15);
    expect(rate.derivative[0]).toBeCloseTo(1 / 18, 15);
    expect(rate.derivative[1]).toBeCloseTo(-1 / 9, 15);
    expect(rate.derivative[3]).toBe(0);
    // φ = 1/18, −4/18, 3/18: 26/324; first two in one set: (−3/18)² + (3/18)².
    const influence = Float64Array.from([1 / 18, -4 / 18, 3 / 18, 0]);
    expect(influenceVariance(influence, null)).toBeCloseTo(26 / 324, 15);
    expect(influenceVariance(influence, Int32Array.from([5, 5, 7, 9]))).toBeCloseTo(18 / 324, 15);
  });

  it("has the derivative that moving a weight shows, on every scale", () => {
    const scales: readonly RateScale[] = ["difference", "log-ratio", "log-odds-ratio"];
    const row = fc.record({ y: fc.integer({ min: 0, max: 1 }), w: fc.double({ min: 0.2, max: 5, noNaN: true }) });
    fc.assert(
      fc.property(fc.array(row, { minLength: 4, maxLength: 12 }), fc.constantFrom(...scales), (rows, scale) => {
        const full = [...rows, { y: 1, w: 1 }, { y: 1, w: 1 }, { y: 0, w: 1 }, { y: 0, w: 1 }];
        const y = Uint8Array.from(full, (r) => r.y);
        const a = Uint8Array.from(full, (_, i) => i % 2);
        const at = (w: Float64Array) =>
          contrastRates(scale, deriveWeightedRate(y, w, a, 1), deriveWeightedRate(y, w, a, 0));
        const w = Float64Array.from(full, (r) => r.w);
        const { derivative } = at(w);
        const h = 1e-5;
        const moved = (by: number) => at(w.map((x, i) => (i === 1 ? x + by : x))).estimate;
        expect(Math.abs((moved(h) - moved(-h)) / (2 * h) - derivative[1]!)).toBeLessThan(1e-7);
      }),
    );
  });

  it("does not move when every weight is multiplied by one number, nor does its influence", () => {
    const tripled = deriveWeightedRate(
      value,
      weight.map((w) => 3 * w),
      arm,
      0,
    );
    expect(tripled.estimate).toBeCloseTo(control.estimate, 15);
    expect(
      relativeError(
        tripled.derivative.map((d) => 3 * d),
        control.derivative,
      ),
    ).toBeLessThan(1e-12);
  });

  it("is refused without weight, with infinite weight, and where a scale is infinite", () => {
    const none = () =>
      deriveWeightedRate(
        value,
        weight.map(() => 0),
        arm,
        1,
      );
    expect(none).toThrow("sum above 0; got a sum of 0");
    expect(() =>
      deriveWeightedRate(
        value,
        weight.map(() => Number.POSITIVE_INFINITY),
        arm,
        1,
      ),
    ).toThrow("Infinity");
    const nobody = deriveWeightedRate(
      value.map(() => 0),
      weight,
      arm,
      1,
    );
    expect(contrastRates("difference", nobody, control).estimate).toBeLessThan(0);
    expect(() => contrastRates("log-ratio", nobody, control)).toThrow("needs rates above 0");
    expect(() => contrastRates("log-odds-ratio", control, nobody)).toThrow("odds ratio needs rates above 0");
    expect(() => logitLimits(0, 0.1, 0.95)).toThrow("nobody in this arm");
    expect(() => logitLimits(1, 0.1, 0.95)).toThrow("everybody in this arm");
  });
});
