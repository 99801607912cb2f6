import { describe, expect, it } from "vitest";
import { makeNotEstimable, makeStatistic } from "../../src/results/make-records.js";
import { selectStatistic } from "../../src/results/select.js";
import { describeCurve } from "../../src/sensitivity/describe-curve.js";
import { resolve } from "../../src/spec/resolve.js";
import { changedAnalysis } from "../support/minimal-analysis.js";
import { addSmallCurve } from "../support/small-curve.js";

const variants = resolve(changedAnalysis(addSmallCurve), "test").curves.slice(0, 5);
const place = (k: number, group: string | null = null) =>
  ({ variant: variants[k]!.id, stage: "outcomes", population: "weighted", group, variable: "main" }) as const;

describe("what a curve comes to", () => {
  const effect = (k: number, [point, lower, upper]: readonly [number, number, number]) => [
    makeStatistic(place(k), "hazard_ratio", point),
    makeStatistic(place(k), "hazard_ratio_lower", lower),
    makeStatistic(place(k), "hazard_ratio_upper", upper),
  ];
  const records = [
    ...effect(0, [0.8, 0.6, 1.1]),
    ...effect(1, [0.5, 0.3, 0.9]),
    ...effect(2, [1.2, 1.05, 1.5]),
    ...effect(3, [1, 0.7, 1.4]),
    makeNotEstimable(place(4), "hazard_ratio", "the design could not be carried out"),
    // Of an arm, and of the main analysis: no combination's effect.
    makeStatistic(place(4, "trial"), "hazard_ratio", 0.1),
    makeStatistic({ ...place(4), variant: "main" }, "hazard_ratio", 0.2),
  ];
  const value = (statistic: string) => selectStatistic(describeCurve(variants, records), { statistic }).value;

  it("counts combinations, effects and intervals on either side of no effect", () => {
    expect([value("combinations"), value("combinations_estimated")]).toEqual([5, 4]);
    expect([value("effects_below_reference"), value("intervals_below_reference")]).toEqual([2, 1]);
    expect(value("intervals_above_reference")).toBe(1);
  });

  it("has the smallest, the middle and the largest effect: 0.5, (0.8 + 1) / 2, 1.2", () => {
    expect([value("smallest_effect"), value("median_effect"), value("largest_effect")]).toEqual([0.5, 0.9, 1.2]);
  });

  it("says why there is none where no combination could be estimated", () => {
    const none = selectStatistic(describeCurve(variants, []), { statistic: "median_effect" });
    expect([none.value, none.note]).toEqual([null, "no combination could be estimated"]);
  });
});
