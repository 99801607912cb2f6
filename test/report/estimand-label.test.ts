import { describe, expect, it } from "vitest";
import { describeEstimandOf } from "../../src/report/sections/design-text.js";
import { designSchema } from "../../src/spec/design.js";

const label = ({ method, ...fields }: Record<string, unknown>) => {
  const model = method === "entropy-balancing" ? { moments: ["age"] } : { propensity: { terms: ["age"] } };
  return describeEstimandOf(designSchema.parse({ label: "D", method, ...model, ...fields }), {}, null);
};

describe("whose effect a design's estimand is called", () => {
  const att = label({ method: "weighting" });

  it("is the trial's patients' for ATT weights and entropy balancing", () => {
    expect(att).toMatch(/^ATT, the average effect in the trial's eligible patients, by/);
    expect(label({ method: "entropy-balancing" })).toMatch(
      /^ATT, the average effect in the trial's eligible patients, by/,
    );
  });

  it.each(["ATE", "ATO", "ATM", "ATEN"])("is another for %s weights, which change the question", (estimand) => {
    const text = label({ method: "weighting", estimand });
    expect(text).not.toContain("in the trial's eligible patients");
    expect(text).toMatch(new RegExp(`^${estimand}\\b`));
  });

  it.each(["nearest", "mahalanobis", "with-replacement", "optimal", "full"])(
    "is that of matched trial patients after %s matching, caliper or not",
    (method) => {
      const more = method === "mahalanobis" ? { distance: ["age"] } : {};
      for (const caliper of [0.2, null])
        expect(label({ method, caliper, ...more })).toMatch(/^ATT among matched trial patients/);
    },
  );
});
