import { describe, expect, it } from "vitest";
import type { DesignWeights } from "../../src/frame/design-weights.js";
import { estimateEffect } from "../../src/outcomes/estimate-effect.js";
import { selectStatistic } from "../../src/results/select.js";
import { designSchema } from "../../src/spec/design.js";
import { estimateSchema } from "../../src/spec/estimate.js";
import { patientsIn, survivalOf } from "../support/outcome-frames.js";

const trial = [1, 1, 1, 0, 0, 0];
const weights: DesignWeights = {
  design: "d",
  kind: "matching-with-replacement",
  weight: Float64Array.of(1, 1, 1, 2, 1, 0),
  pair: null,
};
const words = { label: "E", endpoint: "rfs", design: "d", role: "exploratory" };

describe("an estimate from curves after matching with replacement", () => {
  it.each([
    ["hazard-ratio", {}, "hazard_ratio"],
    ["rmst-difference", { tauDays: 20 }, "rmst_difference"],
    ["survival-difference", { timeDays: 15 }, "survival_difference"],
  ])("is marked as not validated: %s", (measure, fields, statistic) => {
    const records = estimateEffect({
      variant: "main",
      name: "e",
      estimate: estimateSchema.parse({ measure, ...words, ...fields }),
      design: designSchema.parse({ method: "with-replacement", label: "R", propensity: { terms: ["age"] } }),
      role: "exploratory",
      patients: patientsIn(trial),
      data: survivalOf([10, 20, 30, 5, 25, 8], [1, 1, 0, 1, 1, 1]),
      weights,
      blocked: null,
    });
    const { params, value } = selectStatistic(records, { statistic, group: null });
    expect(params.variance).toMatch(/\(not validated after matching with replacement\)$/);
    expect(Number.isFinite(value)).toBe(true);
  });
});
