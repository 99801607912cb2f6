import { describe, expect, it } from "vitest";
import { betaCdf, betaQuantile } from "../../src/math/beta.js";
import { chiSquaredQuantile, chiSquaredUpper } from "../../src/math/chi-squared.js";
import { normalCdf, normalIntervalFactor, normalQuantile, normalTwoSided } from "../../src/math/normal.js";
import { studentIntervalFactor, studentTwoSided } from "../../src/math/student-t.js";

describe("distributions", () => {
  it("the normal lower tail is still positive and right at −38, a denormal number (Mills ratio, three terms)", () => {
    const x = 38;
    const mills = (Math.exp((-x * x) / 2) / (x * Math.sqrt(2 * Math.PI))) * (1 - 1 / x ** 2 + 3 / x ** 4);
    expect(normalCdf(-x) / mills).toBeCloseTo(1, 6);
  });

  it("the ends of the scale are exact", () => {
    expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY);
    expect(chiSquaredUpper(0, 3)).toBe(1);
    expect([betaCdf(-1, 2, 3), betaCdf(2, 2, 3), betaQuantile(0, 2, 3), betaQuantile(1, 2, 3)]).toEqual([0, 1, 0, 1]);
  });

  it("by hand: chi-squared with 2 df is exp(−x/2), beta(1, 1) is uniform, t with 1 df is Cauchy", () => {
    expect(chiSquaredUpper(5, 2)).toBeCloseTo(Math.exp(-2.5), 14);
    expect(betaCdf(0.3, 1, 1)).toBeCloseTo(0.3, 14);
    expect(studentTwoSided(1, 1)).toBeCloseTo(0.5, 14);
    expect(studentTwoSided(1e-9, 1)).toBeCloseTo(1 - (2 / Math.PI) * 1e-9, 15);
    expect(studentTwoSided(0, 3)).toBe(1);
    expect(studentIntervalFactor(0.5, 1)).toBeCloseTo(1, 13);
    expect(studentTwoSided(2, Number.POSITIVE_INFINITY)).toBe(normalTwoSided(2));
    expect(studentIntervalFactor(0.95, Number.POSITIVE_INFINITY)).toBe(normalIntervalFactor(0.95));
  });

  it("chi-squared of an even number of df is a Poisson sum, at thousands of them as at four", () => {
    for (const half of [2, 90, 101, 1250, 4000]) {
      const x = 2 * half + 1;
      let term = 1;
      let total = 1;
      // Σ_{k < half} e^(−x/2) (x/2)^k / k!, from its largest term down.
      for (let k = half - 1; k > 0; k -= 1) {
        term *= k / (x / 2);
        total += term;
      }
      let logLargest = -x / 2;
      for (let k = 1; k < half; k += 1) logLargest += Math.log(x / 2 / k);
      expect(chiSquaredUpper(x, 2 * half) / (Math.exp(logLargest) * total)).toBeCloseTo(1, 10);
    }
  });

  it("a chi-squared quantile has its probability below it, whatever the df, and ends at the ends", () => {
    for (const df of [1, 7, 199, 200, 2500, 5000, 40_000, 1e6])
      for (const p of [1e-8, 0.025, 0.4999, 0.5, 0.975, 0.9999])
        expect((1 - chiSquaredUpper(chiSquaredQuantile(p, df), df)) / p, `${p} at ${df} df`).toBeCloseTo(1, 6);
    expect([chiSquaredQuantile(0, 5000), chiSquaredQuantile(1, 5000)]).toEqual([0, Number.POSITIVE_INFINITY]);
  });

  it("t of very many df is normal to the last digits", () => {
    for (const level of [0.8, 0.95, 0.99])
      expect(studentIntervalFactor(level, 1e14) / normalIntervalFactor(level)).toBeCloseTo(1, 12);
  });
});
