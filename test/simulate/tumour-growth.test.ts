import { describe, expect, it } from "vitest";
import { relativeSize, visibleMm } from "../../src/simulate/tumour-growth.js";

describe("tumour growth inhibition (Stein 2008)", () => {
  const rates = { growth: 0.002, shrinkage: 0.01, untreated: 0.004 };

  it("is 1 at the start and e^−dt + e^gt − 1 after it", () => {
    expect(relativeSize(0, rates)).toBe(1);
    // e^−1 + e^0.2 − 1 = 0.36787944117 + 1.22140275816 − 1
    expect(relativeSize(100, rates)).toBeCloseTo(0.58928219933, 10);
    // e^−10 + e^2 − 1 = 0.0000453999298 + 7.38905609893 − 1
    expect(relativeSize(1000, rates)).toBeCloseTo(6.38910149886, 10);
  });

  it("is smallest at ln(d/g)/(g + d): ln 5/0.012 = 134.1 days", () => {
    const at = Math.log(5) / 0.012;
    expect(relativeSize(at, rates)).toBeLessThan(relativeSize(at - 1, rates));
    expect(relativeSize(at, rates)).toBeLessThan(relativeSize(at + 1, rates));
  });

  it("only grows before treatment, at the untreated rate", () => {
    expect(relativeSize(-28, rates)).toBeCloseTo(Math.exp(-0.112), 14);
  });

  it("grows as e^gt where nothing dies, and never grows where nothing grows", () => {
    expect(relativeSize(50, { growth: 0.01, shrinkage: 0, untreated: 0 })).toBeCloseTo(Math.exp(0.5), 14);
    expect(relativeSize(50, { growth: 0, shrinkage: 0.01, untreated: 0 })).toBeCloseTo(Math.exp(-0.5), 14);
  });

  it("shows nothing below 3 mm, 5 mm below 5 mm, else the size (RECIST 1.1 §4.3.1)", () => {
    expect([2.99, 3, 4.9, 5, 12.3].map(visibleMm)).toEqual([0, 5, 5, 5, 12.3]);
  });
});
