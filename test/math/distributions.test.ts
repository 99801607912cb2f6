import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { betaCdf, betaQuantile } from "../../src/math/beta.js";
import { chiSquaredQuantile, chiSquaredUpper } from "../../src/math/chi-squared.js";
import { normalCdf, normalIntervalFactor, normalQuantile, normalTwoSided, normalUpper } from "../../src/math/normal.js";
import { studentIntervalFactor, studentTwoSided } from "../../src/math/student-t.js";
import { relativeError } from "../support/relative-error.js";

type Columns = Record<string, number[]>;
const fixture: Record<"normal" | "chiSquared" | "beta" | "student", Columns> = JSON.parse(
  readFileSync(new URL("../../oracles/distributions/fixture.json", import.meta.url), "utf8"),
);
const column = (distribution: keyof typeof fixture, name: string) => fixture[distribution][name] ?? [];

describe("distributions against R", () => {
  const rounding = 1e-12;

  it("normal probabilities agree in both tails out to ±37.5, where R flushes to zero", () => {
    const x = column("normal", "x");
    expect(Math.min(...x)).toBe(-37.5);
    expect(relativeError(x.map(normalCdf), column("normal", "cdf"))).toBeLessThan(rounding);
    expect(relativeError(x.map(normalUpper), column("normal", "upper"))).toBeLessThan(rounding);
    expect(relativeError(x.map(normalTwoSided), column("normal", "twoSided"))).toBeLessThan(rounding);
  });

  it("the normal lower tail is still positive and right at −38, a denormal number (Mills ratio, three terms)", () => {
    const x = 38;
    const mills = (Math.exp((-x * x) / 2) / (x * Math.sqrt(2 * Math.PI))) * (1 - 1 / x ** 2 + 3 / x ** 4);
    expect(normalCdf(-x) / mills).toBeCloseTo(1, 6);
  });

  it("normal quantiles agree from 1e-300 to 0.99999, and interval factors at the usual levels", () => {
    expect(relativeError(column("normal", "p").map(normalQuantile), column("normal", "quantile"))).toBeLessThan(
      rounding,
    );
    const factor = column("normal", "level").map(normalIntervalFactor);
    expect(relativeError(factor, column("normal", "factor"))).toBeLessThan(rounding);
    expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY);
  });

  it("chi-squared upper tails and quantiles agree for 1 to 250 degrees of freedom", () => {
    const df = column("chiSquared", "df");
    const upper = column("chiSquared", "x").map((x, i) => chiSquaredUpper(x, df[i]!));
    expect(relativeError(upper, column("chiSquared", "upper"))).toBeLessThan(rounding);
    const quantileDf = column("chiSquared", "quantileDf");
    const quantile = column("chiSquared", "p").map((p, i) => chiSquaredQuantile(p, quantileDf[i]!));
    expect(relativeError(quantile, column("chiSquared", "quantile"))).toBeLessThan(rounding);
    expect(chiSquaredUpper(0, 3)).toBe(1);
  });

  it("beta probabilities and quantiles agree for shapes from 0.2 to 1100", () => {
    const a = column("beta", "a");
    const b = column("beta", "b");
    const cdf = column("beta", "x").map((x, i) => betaCdf(x, a[i]!, b[i]!));
    expect(relativeError(cdf, column("beta", "cdf"))).toBeLessThan(rounding);
    const quantileA = column("beta", "quantileA");
    const quantileB = column("beta", "quantileB");
    const quantile = column("beta", "p").map((p, i) => betaQuantile(p, quantileA[i]!, quantileB[i]!));
    expect(relativeError(quantile, column("beta", "quantile"))).toBeLessThan(rounding);
    expect([betaCdf(-1, 2, 3), betaCdf(2, 2, 3), betaQuantile(0, 2, 3), betaQuantile(1, 2, 3)]).toEqual([0, 1, 0, 1]);
  });

  it("two-sided t probabilities agree, where t is nearly 0 too", () => {
    const t = column("student", "t");
    const df = column("student", "df");
    expect(t).toContain(1e-6);
    const p = t.map((value, i) => studentTwoSided(value, df[i]!));
    expect(relativeError(p, column("student", "twoSided"))).toBeLessThan(rounding);
  });

  it("t interval factors agree for 1 to 4567.8 degrees of freedom", () => {
    const df = column("student", "factorDf");
    const factor = column("student", "level").map((level, i) => studentIntervalFactor(level, df[i]!));
    expect(relativeError(factor, column("student", "factor"))).toBeLessThan(rounding);
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
