import { describe, expect, it } from "vitest";
import { betaCdf, betaQuantile } from "../../src/math/beta.js";
import { chiSquaredUpper } from "../../src/math/chi-squared.js";
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
});
