import { describe, expect, it } from "vitest";
import { EstimationError } from "../../src/errors.js";
import { poolRubin } from "../../src/stats/pool-rubin.js";

describe("Rubin's rules by hand", () => {
  it("estimates 1 and 3 with variances 1 and 1: W = 1, B = 2, T = 1 + 1.5 × 2 = 4", () => {
    const found = poolRubin({ estimate: [1, 3], variance: [1, 1], completeDf: Number.POSITIVE_INFINITY });
    expect([found.estimate, found.within, found.between, found.se, found.missingShare]).toEqual([2, 1, 2, 2, 0.75]);
    // (m − 1)/λ² = 1/0.5625.
    expect(found.df).toBeCloseTo(16 / 9, 14);
  });

  it("equal estimates leave the complete-data figures: λ = 0, df = (ν + 1)/(ν + 3) ν", () => {
    const found = poolRubin({ estimate: [2, 2, 2], variance: [1, 2, 3], completeDf: 10 });
    expect([found.between, found.se, found.missingShare]).toEqual([0, Math.SQRT2, 0]);
    expect(found.df).toBeCloseTo((11 / 13) * 10, 13);
    expect(poolRubin({ estimate: [2, 2], variance: [1, 1], completeDf: Number.POSITIVE_INFINITY }).p).toBeCloseTo(
      0.0455,
      4,
    );
  });

  it("refuses one imputation, numbers that are not finite, no variance, no degrees of freedom", () => {
    const good = { estimate: [1, 2], variance: [1, 1], completeDf: 10 };
    expect(() => poolRubin({ ...good, estimate: [1], variance: [1] })).toThrow(/at least 2/);
    expect(() => poolRubin({ ...good, estimate: [1, Number.NaN] })).toThrow(EstimationError);
    expect(() => poolRubin({ ...good, variance: [1, -1] })).toThrow(EstimationError);
    expect(() => poolRubin({ estimate: [1, 1], variance: [0, 0], completeDf: 10 })).toThrow(/all are 0/);
    expect(() => poolRubin({ ...good, completeDf: 0 })).toThrow(EstimationError);
    expect(() => poolRubin({ ...good, variance: [1] })).toThrow(RangeError);
  });
});
