import { describe, expect, it } from "vitest";
import { imputationOf } from "../../src/spec/design.js";
import { resolve } from "../../src/spec/resolve.js";
import { changedAnalysis, type Loose } from "../support/minimal-analysis.js";

const set = (value: unknown): Loose => value as Loose;
const rule = { method: "multiple-imputation" };

/** The minimal analysis with both designs imputing and an estimate of each. */
const imputing = (change: (analysis: Loose) => void = () => undefined) =>
  changedAnalysis((analysis) => {
    analysis.covariates!.ldh = set({ label: "LDH", type: "continuous", from: { kind: "observation", concept: "ldh" } });
    for (const name of ["weighted", "matched"]) analysis.designs![name]!.propensity!.missing = set({ ...rule });
    const shared = { label: "R", endpoint: "response", design: "matched", role: "exploratory" };
    analysis.estimates!.rate = set({ measure: "risk-difference", ...shared });
    change(analysis);
  });

describe("multiple imputation in an analysis file", () => {
  it("is written out with its defaults, and not there where it is not asked for", () => {
    const { analysis } = resolve(imputing(), "a.json");
    expect(imputationOf(analysis.designs.weighted!)).toEqual({ ...rule, imputations: 20, iterations: 10 });
    const plain = resolve(
      changedAnalysis(() => undefined),
      "a.json",
    );
    expect(JSON.stringify(plain.analysis.designs)).not.toContain("imputation");
  });

  it.each<[string, (analysis: Loose) => void, string]>([
    [
      "one data set",
      (a) => {
        a.designs!.weighted!.propensity!.missing = set({ ...rule, imputations: 1 });
      },
      "designs.weighted.propensity.missing.imputations must be ≥ 2; got 1",
    ],
    [
      "another word",
      (a) => {
        a.designs!.weighted!.propensity!.missing = set("impute");
      },
      "designs.weighted.propensity.missing must be one of refuse, complete-case",
    ],
    [
      "an auxiliary covariate that is not there",
      (a) => {
        a.designs!.weighted!.propensity!.missing = set({ ...rule, also: ["ldhh"] });
      },
      'unknown covariate "ldhh"; expected one of: age, stage, ldh (did you mean "ldh"?) → designs.weighted.propensity.missing.also[0]',
    ],
    [
      "an auxiliary covariate of the design itself",
      (a) => {
        a.designs!.weighted!.propensity!.missing = set({ ...rule, also: ["stage"] });
      },
      'covariate "stage" already stands in the design → designs.weighted.propensity.missing.also[0]',
    ],
    [
      "other orders of ties",
      (a) => {
        a.designs!.matched!.tieOrders = set(5);
      },
      "other orders of ties are not tried with multiple imputation; drop one of the two → designs.matched.tieOrders",
    ],
    [
      "a bootstrap",
      (a) => {
        Object.assign(a.estimates!.main!, { variance: "bootstrap", bootstrap: { replicates: 200 } });
      },
      "the bootstrap does not go with multiple imputation here",
    ],
    [
      "a score interval",
      (a) => {
        a.estimates!.rate!.interval = set("tango");
      },
      "tango has no standard error for Rubin's rules to pool over imputations; take wald",
    ],
    [
      "subgroups",
      (a) => {
        a.estimates!.main!.subgroups = set({ byStage: { by: "stage" } });
      },
      "subgroups are not estimated under multiple imputation",
    ],
    [
      "pairs of one set of weights",
      (a) => {
        a.bias = set({ pairs: { method: "rosenbaum", estimates: ["rate"] } });
      },
      "rosenbaum: needs an estimate whose design has one set of weights",
    ],
    [
      "a ratio made anew of a difference",
      (a) => {
        a.bias = set({ e: { method: "e-value", estimates: ["rate"] } });
      },
      'e-value: needs an estimate whose design has one set of weights, and multiple imputation has one for each imputation; design "matched" imputes → bias.e.estimates[0]',
    ],
  ])("refuses %s", (_, change, breach) => {
    expect(() => resolve(imputing(change), "a.json")).toThrow(breach);
  });

  it("takes the bounds that start from the effect alone, and influence-function variances", () => {
    const analysis = imputing((a) => {
      a.estimates!.main!.variance = set("influence");
      a.bias = set({ e: { method: "e-value", estimates: ["main"] } });
    });
    expect(resolve(analysis, "a.json").analysis.bias).toHaveProperty("e");
  });
});
