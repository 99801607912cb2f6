import { describe, expect, it } from "vitest";
import { chiSquaredDeviate, deviateOfPrecision, normalDeviate } from "../../src/math/deviates.js";
import { stream } from "../../src/math/stream.js";

const many = 20_000;
const meanOf = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

describe("random deviates", () => {
  it("are the quantiles of one uniform each", () => {
    const fixed = (u: number) => ({ uniform: () => u, integer: () => 0 });
    expect(normalDeviate(fixed(0.975))).toBeCloseTo(1.959963984540054, 12);
    expect(normalDeviate(fixed(0))).toBeCloseTo(-8.29, 1);
    // Two degrees of freedom: −2 log(1 − u).
    expect(chiSquaredDeviate(fixed(0.5), 2)).toBeCloseTo(2 * Math.log(2), 12);
  });

  it("of a precision matrix have its inverse as covariance", () => {
    // L = (2, 0; 1, 3): precision (4, 2; 2, 10), covariance (10, −2; −2, 4) / 36.
    const draws = stream(1, "deviates");
    const lower = Float64Array.of(2, 0, 1, 3);
    const drawn = Array.from({ length: many }, () => deviateOfPrecision(draws, lower, 2, 6));
    const product = (j: number, k: number) => meanOf(drawn.map((x) => x[j]! * x[k]!));
    // Four Monte-Carlo standard errors of a variance: 4 √(2 / 20,000) = 4 %.
    expect(Math.abs(product(0, 0) / 10 - 1)).toBeLessThan(0.04);
    expect(Math.abs(product(1, 1) / 4 - 1)).toBeLessThan(0.04);
    expect(Math.abs(product(0, 1) + 2)).toBeLessThan(0.2);
  });
});
