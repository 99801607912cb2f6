import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EstimationError } from "../../src/errors.js";
import { estimateCStatistic } from "../../src/stats/propensity-overlap.js";

describe("estimateCStatistic", () => {
  it("by hand: treated at 3 and 1, controls at 1, 2 and 0: of six pairs 4 above, 1 below, 1 tied", () => {
    const score = Float64Array.of(3, 1, 1, 2, 0);
    const treated = Uint8Array.of(1, 1, 0, 0, 0);
    expect(estimateCStatistic(score, treated)).toBeCloseTo(4.5 / 6, 14);
    // Weight 2 on the treated at 1, 3 on the control at 2: above 1 + 3 + 1 + 2, tied 2, of 3 × 5.
    expect(estimateCStatistic(score, treated, Float64Array.of(1, 2, 1, 3, 1))).toBeCloseTo((7 + 1) / 15, 14);
  });

  it("an arm without weight is refused", () => {
    expect(() => estimateCStatistic(Float64Array.of(1, 2), Uint8Array.of(1, 1))).toThrow(EstimationError);
  });

  it("does not move under a growing transformation of the score or weights × c, and mirrors with the arms", () => {
    const row = fc.tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: 0, max: 1 }));
    const rows = fc.array(row, { minLength: 2 }).filter((drawn) => new Set(drawn.map(([, arm]) => arm)).size === 2);
    fc.assert(
      fc.property(rows, (drawn) => {
        const score = Float64Array.from(drawn, ([value]) => value);
        const treated = Uint8Array.from(drawn, ([, arm]) => arm);
        const c = estimateCStatistic(score, treated);
        expect(estimateCStatistic(score.map(Math.exp), treated)).toBe(c);
        expect(estimateCStatistic(score, treated, new Float64Array(score.length).fill(7))).toBeCloseTo(c, 12);
        expect(
          estimateCStatistic(
            score,
            treated.map((arm) => 1 - arm),
          ),
        ).toBeCloseTo(1 - c, 12);
      }),
      { seed: 7 },
    );
  });
});
