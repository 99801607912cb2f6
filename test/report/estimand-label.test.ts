import { describe, expect, it } from "vitest";
import { describeEstimandOf } from "../../src/report/sections/design-text.js";
import { intercurrentEvents } from "../../src/report/sections/endpoint-text.js";
import { designSchema } from "../../src/spec/design.js";
import { endpointSchema } from "../../src/spec/endpoint.js";
import { withoutLabels } from "../../src/spec/without-labels.js";
import { makeAnalysis } from "./support/make-analysis.js";
import { makeResults } from "./support/make-results.js";
import { documentOf } from "./support/report-input.js";

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

describe("the intercurrent events of an endpoint that was derived before", () => {
  const endpoint = { kind: "collected-event", label: "OS", event: "OS", definition: "death" };
  const declared = [
    { event: "New therapy", strategy: "treatment policy", how: "follow-up goes on." },
    { event: "Withdrawal", strategy: "hypothetical", how: "time is censored there" },
  ];

  it("are those its author declares, and not declared where he declares none", () => {
    expect(intercurrentEvents(endpointSchema.parse({ ...endpoint, intercurrent: declared }))).toEqual(declared);
    expect(intercurrentEvents(endpointSchema.parse(endpoint)).map(({ strategy }) => strategy)).toEqual([
      "not declared",
    ]);
  });

  it("stand on the estimand's card, each with its strategy", () => {
    const analysis = makeAnalysis();
    const [name] = Object.keys(analysis.endpoints as object);
    const endpoints = analysis.endpoints as Record<string, Record<string, unknown>>;
    endpoints[name!] = { ...endpoints[name!], intercurrent: declared };
    const text = JSON.stringify(documentOf(makeResults(analysis)).document);
    const lines = ["Intercurrent: new therapy", ": follow-up goes on.", ": time is censored there."];
    expect(lines.filter((line) => !text.includes(line))).toEqual([]);
    // A sentence that its author ended is not ended again.
    expect(text.includes("follow-up goes on..")).toBe(false);
  });

  it("have a strategy of ICH E9(R1), and change no hash: they name what the numbers are", () => {
    expect(
      endpointSchema.safeParse({ ...endpoint, intercurrent: [{ ...declared[0], strategy: "ignore" }] }).success,
    ).toBe(false);
    expect(withoutLabels({ ...endpoint, intercurrent: declared })).toEqual(withoutLabels(endpoint));
  });
});
