import { describe, expect, it } from "vitest";
import { normalCdf } from "../../src/math/normal.js";
import { normalCube } from "../../src/math/normal-cube.js";
import { integrate } from "../../src/math/quadrature.js";

describe("adaptive quadrature", () => {
  it("integrates a polynomial, an oscillation and a kink", () => {
    expect(integrate((x) => 3 * x * x, 0, 2, 1e-12)).toBeCloseTo(8, 13);
    expect(integrate(Math.sin, 0, 20 * Math.PI + Math.PI, 1e-12)).toBeCloseTo(2, 11);
    expect(integrate((x) => Math.abs(x - 1 / 3), 0, 1, 1e-12)).toBeCloseTo((1 / 9 + 4 / 9) / 2, 11);
  });

  it("over an empty range is 0", () => {
    expect(integrate(() => 1, 2, 2, 1e-9)).toBe(0);
    expect(integrate(() => 1, 2, 1, 1e-9)).toBe(0);
  });
});

describe("the probability that normal variables stay within a cube", () => {
  const within = (limit: number) => 2 * normalCdf(limit) - 1;
  const equal = (k: number, rho: number) =>
    Float64Array.from({ length: k * k }, (_, ab) => (Math.floor(ab / k) === ab % k ? 1 : rho));

  it("is a product if they are independent", () => {
    for (const k of [1, 2, 3]) expect(normalCube(equal(k, 0), k, 1.7)).toBeCloseTo(within(1.7) ** k, 10);
  });

  it("is that of one if they are equal or opposite: a correlation of rank 1", () => {
    expect(normalCube(equal(3, 1), 3, 2.2)).toBeCloseTo(within(2.2), 14);
    expect(normalCube(Float64Array.of(1, -1, -1, 1), 2, 2.2)).toBeCloseTo(within(2.2), 14);
  });

  it("with equal correlation ρ is ∫φ(y) [Φ((m − √ρ y)/√(1 − ρ)) − Φ((−m − √ρ y)/√(1 − ρ))]ᵏ dy", () => {
    const [rho, m] = [0.6, 1.9];
    for (const k of [2, 3, 4]) {
      const expected = integrate(
        (y) => {
          const low = (-m - Math.sqrt(rho) * y) / Math.sqrt(1 - rho);
          const high = (m - Math.sqrt(rho) * y) / Math.sqrt(1 - rho);
          return (Math.exp((-y * y) / 2) / Math.sqrt(2 * Math.PI)) * (normalCdf(high) - normalCdf(low)) ** k;
        },
        -9,
        9,
        1e-13,
      );
      expect(normalCube(equal(k, rho), k, m)).toBeCloseTo(expected, 9);
    }
  });

  it("of a limit of 0 is 0", () => {
    expect(normalCube(equal(2, 0.5), 2, 0)).toBe(0);
  });
});
