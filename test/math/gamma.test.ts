import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { gammaLower, gammaUpper, secondRemainder, stirlingRemainder } from "../../src/math/gamma.js";
import { relativeError } from "../support/relative-error.js";

const { tails }: { tails: Record<"x" | "shape" | "upper" | "lower", number[]> } = JSON.parse(
  readFileSync(new URL("../../oracles/parametric-shapes/fixture.json", import.meta.url), "utf8"),
);

describe("the gamma distribution", () => {
  it("has both tails of R's pgamma, at shapes from 0.2 to a million", () => {
    const { x, shape, upper, lower } = tails;
    expect(
      relativeError(
        x.map((at, i) => gammaUpper(at, shape[i]!)),
        upper,
      ),
    ).toBeLessThan(2e-12);
    expect(
      relativeError(
        x.map((at, i) => gammaLower(at, shape[i]!)),
        lower,
      ),
    ).toBeLessThan(2e-12);
  });

  it("is exponential at shape 1, and has tails at the ends", () => {
    for (const x of [0.01, 0.9, 1.9, 2.1, 30])
      expect(relativeError([gammaUpper(x, 1)], [Math.exp(-x)])).toBeLessThan(1e-14);
    expect([gammaUpper(0, 3), gammaLower(0, 3)]).toEqual([1, 0]);
    expect([gammaUpper(Number.POSITIVE_INFINITY, 3), gammaLower(Number.POSITIVE_INFINITY, 3)]).toEqual([0, 1]);
  });

  it("lacks of Stirling's formula what log n! does, on both sides of where the series begins", () => {
    let factorial = 0;
    for (let n = 1; n <= 30; n += 1) {
      // log Γ(n) = log (n − 1)!
      const lack = factorial - (n - 0.5) * Math.log(n) + n - Math.log(2 * Math.PI) / 2;
      expect(stirlingRemainder(n)).toBeCloseTo(lack, 12);
      factorial += Math.log(n);
    }
  });

  it("takes (e^x − 1 − x)/x² without losing digits near 0", () => {
    expect(secondRemainder(0)).toBe(0.5);
    for (const x of [-3, -0.5, 0.5, 2]) expect(secondRemainder(x)).toBeCloseTo((Math.exp(x) - 1 - x) / (x * x), 14);
    expect(secondRemainder(1e-9)).toBeCloseTo(0.5 + 1e-9 / 6, 16);
  });
});
