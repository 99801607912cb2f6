import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { EstimationError } from "../../src/errors.js";
import { estimateDistributionDifference } from "../../src/stats/distribution-difference.js";
import { estimateKolmogorovSmirnov } from "../../src/stats/kolmogorov-smirnov.js";

const fixture: Record<"treated" | "weight", number[]> & { columns: Record<string, number[]> } = JSON.parse(
  readFileSync(new URL("../../oracles/distribution-difference/fixture.json", import.meta.url), "utf8"),
);

describe("differences of distribution functions", () => {
  it("the largest is the Kolmogorov–Smirnov statistic", () => {
    const treated = Uint8Array.from(fixture.treated);
    const weight = Float64Array.from(fixture.weight);
    for (const column of Object.values(fixture.columns)) {
      const x = Float64Array.from(column);
      const { max } = estimateDistributionDifference({ x, treated, weight, binary: false });
      expect(max).toBeCloseTo(estimateKolmogorovSmirnov(x, treated, weight), 14);
    }
  });

  it("by hand: treated 1, 3 and controls 2, 3 differ by ½, 0, 0 at 1, 2, 3", () => {
    const input = { x: Float64Array.of(1, 3, 2, 3), treated: Uint8Array.of(1, 1, 0, 0), binary: false };
    const found = estimateDistributionDifference({ ...input, weight: Float64Array.of(1, 1, 1, 1) });
    expect(found.mean).toBeCloseTo(1 / 6, 15);
    expect(found.max).toBe(0.5);
    // Without the control at 2 the value 2 stays one of three: ½, ½, 0.
    expect(estimateDistributionDifference({ ...input, weight: Float64Array.of(1, 1, 0, 1) })).toEqual({
      mean: 1 / 3,
      max: 0.5,
    });
  });

  it("refuses an arm without weight and unequal lengths", () => {
    const input = { x: Float64Array.of(1, 2), treated: Uint8Array.of(1, 0), binary: false };
    expect(() => estimateDistributionDifference({ ...input, weight: Float64Array.of(1, 0) })).toThrow(EstimationError);
    expect(() => estimateDistributionDifference({ ...input, weight: Float64Array.of(1) })).toThrow(RangeError);
  });
});
