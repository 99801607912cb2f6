import { describe, expect, it } from "vitest";
import { checkGates, selectBlockingGates } from "../../src/design/check-gates.js";
import { runDesign } from "../../src/design/run-design.js";
import { selectStatistic } from "../../src/results/select.js";
import { type Design, designSchema } from "../../src/spec/design.js";
import { makeWorld } from "../support/design-world.js";

const weighting = (estimand: string, gates: object = {}): Design =>
  designSchema.parse({ method: "weighting", label: "W", estimand, propensity: { terms: ["age"] }, gates });

/** A control arm in order; a trial arm whose weight one patient carries a third of. */
const facts = {
  trialEffectiveSampleSize: 9,
  controlEffectiveSampleSize: 300,
  largestTrialShare: 0.33,
  largestControlShare: 0.01,
  unmatchedTrialShare: 0,
};

const namesOf = (design: Design) => checkGates("main", "d", design, facts, 0.02).map(({ indicator }) => indicator);
const blocking = (design: Design) =>
  selectBlockingGates(checkGates("main", "d", design, facts, 0.02)).map(({ label }) => label);

describe("gates on effective sample size and weight share", () => {
  it("look at the control arm alone where trial patients weigh 1", () => {
    const one = ["gate_smd", "gate_effective_sample_size", "gate_weight_share", "gate_unmatched_trial"];
    expect(namesOf(weighting("ATT"))).toEqual(one);
    const matched = designSchema.parse({ method: "nearest", label: "M", propensity: { terms: ["age"] } });
    expect(namesOf(matched)).toEqual(one);
    const balancing = { method: "entropy-balancing", label: "E", moments: ["age"] };
    expect(namesOf(designSchema.parse(balancing))).toEqual(one);
    expect(namesOf(designSchema.parse({ ...balancing, estimand: "ATE" }))).toHaveLength(6);
    expect(blocking(weighting("ATT", { effectiveSampleSize: { atLeast: 200 } }))).toEqual([]);
  });

  it.each(["ATE", "ATO", "ATM", "ATEN"])("look at both arms of %s, and say which one fails", (estimand) => {
    expect(blocking(weighting(estimand))).toEqual(["Largest share of the trial weight carried by one patient"]);
    expect(blocking(weighting(estimand, { effectiveSampleSize: { atLeast: 200 } }))).toEqual([
      "Effective sample size of the trial arm",
      "Largest share of the trial weight carried by one patient",
    ]);
  });

  it("hold the trial arm against its own number where one is planned, and take one reason for both arms", () => {
    const effectiveSampleSize = { atLeast: 200, trialAtLeast: 8 };
    expect(blocking(weighting("ATO", { effectiveSampleSize, weightShare: { reason: "few patients" } }))).toEqual([]);
  });

  it("measure what the records of the design say of the trial arm", () => {
    const { patients, covariates } = makeWorld(300, 8);
    const { gates, records } = runDesign("main", "d", weighting("ATE"), patients, covariates, 1);
    const trial = (statistic: string) => selectStatistic(records, { group: "trial", variable: null, statistic }).value;
    const value = (indicator: string) => gates.find((gate) => gate.indicator === indicator)!.value;
    expect(value("gate_effective_sample_size_trial")).toBe(trial("effective_sample_size"));
    expect(value("gate_weight_share_trial")).toBe(trial("largest_weight_share"));
    expect(trial("effective_sample_size")).toBeLessThan(100);
  });
});
