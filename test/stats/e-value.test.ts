import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { estimateEValue } from "../../src/stats/e-value.js";
import { toRiskRatio } from "../../src/stats/risk-ratio-scale.js";
import { hasReferenceData, readExpected } from "../support/reference-data.js";

describe("E-value", () => {
  it("is 7.26 and 3.00 for a risk ratio of 3.9 (1.8 to 8.7), as published", () => {
    const { point, limit } = estimateEValue({ estimate: 3.9, lower: 1.8, upper: 8.7 });
    expect(point).toBeCloseTo(7.26, 2);
    expect(limit).toBeCloseTo(3.0, 12);
  });

  it("is by hand 2 + √2 for a risk ratio of 2, and the same for one of 1/2", () => {
    expect(estimateEValue({ estimate: 2, lower: 2, upper: 4 }).point).toBeCloseTo(2 + Math.SQRT2, 14);
    expect(estimateEValue({ estimate: 0.5, lower: 0.25, upper: 0.5 })).toEqual({
      point: 2 + Math.SQRT2,
      limit: 2 + Math.SQRT2,
    });
  });

  it("is 1 for the limit where the interval holds no effect, and for an estimate of none", () => {
    expect(estimateEValue({ estimate: 1.2, lower: 0.9, upper: 1.6 }).limit).toBe(1);
    expect(estimateEValue({ estimate: 1, lower: 1, upper: 1 })).toEqual({ point: 1, limit: 1 });
  });

  it("towards another reference is that of the ratio to it", () => {
    const towards = estimateEValue({ estimate: 0.5, lower: 0.4, upper: 0.6 }, 0.8);
    expect(towards.point).toBeCloseTo(estimateEValue({ estimate: 0.625, lower: 0.5, upper: 0.75 }).point, 12);
    expect(towards.limit).toBeCloseTo(estimateEValue({ estimate: 0.75, lower: 0.7, upper: 0.75 }).point, 12);
  });

  it("refuses an interval that does not hold its estimate, and ratios that are none", () => {
    expect(() => estimateEValue({ estimate: 2, lower: 2.1, upper: 3 })).toThrow("lower <= estimate <= upper");
    expect(() => estimateEValue({ estimate: 0, lower: 0, upper: 1 })).toThrow("0 < lower");
    expect(() => toRiskRatio(-1, "hazard-ratio", "common")).toThrow("a ratio must be > 0");
  });

  it("does not depend on which arm is called the first, for any ratio", () => {
    const ratio = fc.double({ min: 0.01, max: 100, noNaN: true });
    fc.assert(
      fc.property(ratio, ratio, ratio, (a, b, c) => {
        const [lower, estimate, upper] = [a, b, c].sort((x, y) => x - y) as [number, number, number];
        const one = estimateEValue({ lower, estimate, upper });
        const other = estimateEValue({ lower: 1 / upper, estimate: 1 / estimate, upper: 1 / lower });
        expect(other.point / one.point).toBeCloseTo(1, 10);
        expect(other.limit / one.limit).toBeCloseTo(1, 10);
        const mirrored =
          toRiskRatio(1 / estimate, "hazard-ratio", "common") * toRiskRatio(estimate, "hazard-ratio", "common");
        expect(mirrored).toBeCloseTo(1, 10);
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});

type Row = [number | null, number | null, number | null];

describe.skipIf(!hasReferenceData)("E-value against the R package EValue 4.1.4", () => {
  const expected = hasReferenceData ? readExpected<Record<string, [Row, Row]>>("sensitivity") : {};
  const raw = {
    "rr_3.9": ["risk-ratio", "common", [3.9, 1.8, 8.7]],
    "rr_0.80": ["risk-ratio", "common", [0.8, 0.71, 0.91]],
    or_0_86: ["odds-ratio", "common", [0.86, 0.75, 0.99]],
    "hr_0.56_rare": ["hazard-ratio", "rare", [0.56, 0.46, 0.69]],
    "hr_0.56_common": ["hazard-ratio", "common", [0.56, 0.46, 0.69]],
  } as const;

  it.each(Object.entries(raw))("%s", (name, [measure, outcome, ratios]) => {
    const [scaled, values] = expected[name === "or_0_86" ? "or_0.86_rare" : name]!;
    const [estimate, lower, upper] = ratios.map((ratio) => toRiskRatio(ratio, measure, outcome)) as [
      number,
      number,
      number,
    ];
    [estimate, lower, upper].forEach((value, k) => {
      expect(Math.abs(value / scaled[k]! - 1)).toBeLessThan(1e-12);
    });
    const { point, limit } = estimateEValue({ estimate, lower, upper });
    expect(Math.abs(point / values[0]! - 1)).toBeLessThan(1e-12);
    expect(Math.abs(limit / (values[1] ?? values[2])! - 1)).toBeLessThan(1e-12);
  });
});
