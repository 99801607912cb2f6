import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EstimationError } from "../../src/errors.js";
import { stream } from "../../src/math/stream.js";
import { estimateArmMoments } from "../../src/stats/arm-moments.js";
import { estimateDistributionDifference } from "../../src/stats/distribution-difference.js";
import { estimateKolmogorovSmirnov } from "../../src/stats/kolmogorov-smirnov.js";
import { estimateMoments } from "../../src/stats/weighted-moments.js";

const row = fc.record({
  x: fc.oneof(
    fc.integer({ min: -3, max: 3 }),
    fc.double({ min: -2, max: 2, noNaN: true }),
    fc.constantFrom(1e9, -1e300),
  ),
  arm: fc.integer({ min: 0, max: 1 }),
  weight: fc.integer({ min: 0, max: 4 }).map((value) => value / 2),
});
const rows = fc.array(row, { minLength: 2, maxLength: 300 });

function columnsOf(values: readonly { x: number; arm: number; weight: number }[]) {
  return {
    x: Float64Array.from(values, ({ x }) => x),
    treated: Uint8Array.from(values, ({ arm }) => arm),
    weight: Float64Array.from(values, ({ weight }) => weight),
  };
}
const hasBoth = ({ treated, weight }: ReturnType<typeof columnsOf>) =>
  [0, 1].every((side) => treated.some((arm, i) => arm === side && weight[i]! > 0));

describe("Kolmogorov–Smirnov distance by cells", () => {
  it("equals the largest difference over a sort of all rows: ties, outliers, zero weights", () => {
    fc.assert(
      fc.property(rows, (values) => {
        const columns = columnsOf(values);
        fc.pre(hasBoth(columns));
        const { x, treated, weight } = columns;
        const sorted = estimateDistributionDifference({ x, treated, weight, binary: false }).max;
        expect(estimateKolmogorovSmirnov(x, treated, weight)).toBeCloseTo(sorted, 12);
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  it("equals it for 40,000 rows, alike and unlike", () => {
    const { uniform } = stream(7, "kolmogorov");
    for (const shift of [0, 0.01, 0.8]) {
      const treated = Uint8Array.from({ length: 40_000 }, () => (uniform() < 0.3 ? 1 : 0));
      const x = Float64Array.from(treated, (arm) => uniform() + uniform() + arm * shift);
      const weight = Float64Array.from(treated, () => uniform());
      const sorted = estimateDistributionDifference({ x, treated, weight, binary: false }).max;
      expect(estimateKolmogorovSmirnov(x, treated, weight)).toBeCloseTo(sorted, 11);
    }
  });

  it("is 1 for arms apart and 0 for a column that does not vary", () => {
    const treated = Uint8Array.of(0, 0, 1, 1);
    const weight = Float64Array.of(1, 2, 3, 4);
    expect(estimateKolmogorovSmirnov(Float64Array.of(1, 2, 3, 4), treated, weight)).toBe(1);
    expect(estimateKolmogorovSmirnov(Float64Array.of(7, 7, 7, 7), treated, weight)).toBe(0);
    expect(() => estimateKolmogorovSmirnov(Float64Array.of(1, 2, 3, 4), treated, Float64Array.of(0, 0, 1, 1))).toThrow(
      EstimationError,
    );
  });
});

describe("moments of both arms in one pass", () => {
  it("equal those of each arm's own rows", () => {
    fc.assert(
      fc.property(rows, (values) => {
        const columns = columnsOf(values.filter(({ x }) => Math.abs(x) < 10));
        fc.pre(hasBoth(columns));
        const { x, treated, weight } = columns;
        const arms = estimateArmMoments({ x, treated, weight, binary: false });
        for (const side of [0, 1] as const) {
          const isIn = (_: number, i: number) => treated[i] === side;
          const expected = estimateMoments(x.filter(isIn), weight.filter(isIn), false);
          const found = side === 1 ? arms.treated() : arms.control();
          expect(found.mean).toBeCloseTo(expected.mean, 12);
          expect(found.variance).toBeCloseTo(expected.variance, 12);
        }
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it("of an arm that does not vary are its value and exactly 0, far from 0 too; an arm without weight is refused when asked for", () => {
    const input = { x: Float64Array.of(1e9 + 0.1, 5, 1e9 + 0.1), treated: Uint8Array.of(1, 0, 1), binary: false };
    const arms = estimateArmMoments({ ...input, weight: Float64Array.of(0.3, 0, 0.7) });
    expect(arms.treated()).toEqual({ mean: 1e9 + 0.1, variance: 0 });
    expect(() => arms.control()).toThrow(EstimationError);
  });
});
