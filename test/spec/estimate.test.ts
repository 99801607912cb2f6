import { describe, expect, it } from "vitest";
import { SpecError } from "../../src/errors.js";
import { resolve } from "../../src/spec/resolve.js";
import { changedAnalysis, type Loose } from "../support/minimal-analysis.js";

const set = (value: unknown): Loose => value as Loose;

/** The refusal of the minimal analysis with its main estimate made of `fields`; "" where it is accepted. */
function refusal(fields: Record<string, unknown>, change: (analysis: Loose) => void = () => undefined): string {
  const words = { measure: "risk-difference", label: "E", endpoint: "response", design: "crude", role: "primary" };
  try {
    resolve(
      changedAnalysis((analysis) => {
        change(analysis);
        analysis.estimates!.main = set({ ...words, ...fields });
      }),
      "analyses/x/analysis.ts",
    );
    return "";
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    return error.message;
  }
}

describe("an estimate of a yes/no endpoint", () => {
  it("is accepted under every design, as difference, ratio and odds ratio", () => {
    for (const measure of ["risk-difference", "risk-ratio", "odds-ratio"])
      for (const design of ["crude", "weighted", "matched"]) expect(refusal({ measure, design })).toBe("");
  });

  it.each([
    ["miettinen-nurminen", "crude", ""],
    ["miettinen-nurminen", "weighted", "miettinen-nurminen needs independent unweighted arms"],
    ["miettinen-nurminen", "matched", "miettinen-nurminen needs independent unweighted arms"],
    ["newcombe", "crude", ""],
    ["newcombe", "matched", ""],
    ["newcombe", "weighted", "newcombe needs independent unweighted arms or 1:1 pairs"],
    ["tango", "matched", ""],
    ["tango", "crude", "tango needs 1:1 pairs"],
    ["wald", "weighted", ""],
    ["wald", "crude", ""],
  ])("by %s under the design %s: %j", (interval, design, expected) => {
    const message = refusal({ interval, design });
    if (expected === "") expect(message).toBe("");
    else expect(message).toContain(`${expected}; design "${design}" is`);
  });

  it("Tango's interval is refused for sets of more than two", () => {
    const two = (analysis: Loose) => {
      analysis.designs!.matched!.ratio = set(2);
    };
    expect(refusal({ interval: "tango", design: "matched" }, two)).toContain("tango needs 1:1 pairs");
    expect(refusal({ design: "matched" }, two)).toBe("");
  });

  it("takes no time-to-event endpoint, and names the methods of its measure", () => {
    expect(refusal({ measure: "odds-ratio", endpoint: "rfs" })).toContain("odds-ratio needs a yes/no endpoint");
    expect(refusal({ measure: "risk-ratio", interval: "newcombe" })).toContain(
      "estimates.main.interval must be one of miettinen-nurminen, wald",
    );
  });
});

describe("the options of an estimate", () => {
  const weighting = (change: Record<string, unknown>) => (analysis: Loose) => {
    Object.assign(analysis.designs!.weighted as object, change);
  };
  const curve = { measure: "hazard-ratio", endpoint: "rfs" };

  it.each([
    ["weighted", {}, ""],
    ["crude", {}, "needs weights that were estimated"],
    ["matched", {}, "needs weights that were estimated"],
    ["weighted", { truncate: { upper: 0.99 } }, "truncated weights are not"],
    ["weighted", { trim: { below: 0.05 } }, "leaving patients out by it is not"],
    ["weighted", { estimand: "ATM" }, "ATM weights have a corner"],
    ["weighted", { propensity: { terms: ["age"], fit: "firth" } }, "a logistic fit without penalty"],
  ])("variance influence under the design %s with %j: %j", (design, change, expected) => {
    const message = refusal({ ...curve, design, variance: "influence" }, weighting(change));
    if (expected === "") expect(message).toBe("");
    else expect(message).toContain(expected);
  });

  it("a variance belongs to the interval wald", () => {
    expect(refusal({ variance: "robust" })).toContain("for the interval wald only; got miettinen-nurminen");
    expect(refusal({ variance: "robust", interval: "wald" })).toBe("");
    expect(refusal({ variance: "influence", design: "weighted" })).toBe("");
  });

  it("a bootstrap says how many resamples, and what it resamples fits the design", () => {
    const bootstrap = { replicates: 500 };
    const curves = (fields: Record<string, unknown>) => refusal({ ...curve, variance: "bootstrap", ...fields });
    expect(curves({ design: "weighted", bootstrap })).toBe("");
    expect(curves({ design: "matched", bootstrap: { ...bootstrap, resample: "pairs" } })).toBe("");
    expect(curves({ design: "weighted" })).toContain("variance bootstrap needs bootstrap");
    expect(curves({ design: "weighted", bootstrap: { ...bootstrap, resample: "pairs" } })).toContain(
      "resampling pairs needs matched sets",
    );
    expect(refusal({ ...curve, design: "weighted", bootstrap })).toContain("bootstrap belongs to variance bootstrap");
    expect(curves({ design: "weighted", bootstrap: { replicates: 20 } })).toContain("replicates must be ≥ 100");
    const replacing = (analysis: Loose) => {
      analysis.designs!.matched!.method = set("with-replacement");
    };
    expect(refusal({ ...curve, design: "matched", variance: "bootstrap", bootstrap }, replacing)).toContain(
      "invalid after matching with replacement",
    );
  });

  it("strata are binary or categorical covariates that exist, of unadjusted rates or of a hazard ratio", () => {
    expect(refusal({ strata: ["stage"] })).toBe("");
    expect(refusal({ ...curve, strata: ["stage"], design: "weighted" })).toBe("");
    expect(refusal({ strata: ["age"] })).toContain('"age" is continuous → estimates.main.strata[0]');
    expect(refusal({ strata: ["stag"] })).toContain('unknown covariate "stag"');
    expect(refusal({ strata: ["stage"], design: "weighted" })).toContain("strata need unadjusted arms");
    expect(refusal({ stratumWeights: "mantel-haenszel" })).toContain("stratumWeights need strata");
    expect(refusal({ measure: "risk-ratio", strata: ["stage"] })).toContain('has no field "strata"');
  });

  it("a regression of the outcome is carried to persons, and knows of weights only where it has them", () => {
    const adjustment = { by: "g-computation", terms: ["age", "stage"] };
    expect(refusal({ adjustment })).toBe("");
    expect(refusal({ adjustment, design: "weighted", measure: "odds-ratio" })).toBe("");
    expect(refusal({ adjustment: { ...adjustment, by: "aipw" }, design: "weighted", variance: "influence" })).toBe("");
    expect(refusal({ adjustment: { ...adjustment, by: "aipw" } })).toContain("aipw needs weights");
    expect(refusal({ adjustment, design: "matched" })).toContain("needs ATT or ATE weights or an unadjusted design");
    expect(refusal({ adjustment, design: "weighted" }, weighting({ estimand: "ATO" }))).toContain(
      "needs ATT or ATE weights",
    );
    expect(refusal({ adjustment, design: "weighted", variance: "influence" })).toContain(
      "g-computation uses no weights",
    );
    expect(refusal({ adjustment, interval: "newcombe" })).toContain("an adjusted estimate has the interval wald");
    expect(refusal({ adjustment, strata: ["stage"] })).toContain("strata need unadjusted arms and no other interval");
    expect(refusal({ adjustment: { ...adjustment, terms: ["agee"] } })).toContain(
      'unknown covariate "agee"; expected one of: age, stage (did you mean "age"?) → estimates.main.adjustment.terms[0]',
    );
    expect(refusal({ adjustment: { ...adjustment, terms: [{ spline: "stage", df: 3 }] } })).toContain(
      'a polynomial or spline needs a continuous covariate; "stage" is categorical',
    );
    expect(refusal({ ...curve, adjustment })).toContain('has no field "adjustment"');
    expect(refusal({ ...curve, measure: "rmst-difference", tauDays: 365, adjustment, design: "weighted" })).toBe("");
  });

  it("subgroups are by a covariate that exists, a continuous one with cuts that ascend", () => {
    const by = (subgroup: Record<string, unknown>) => refusal({ subgroups: { own: subgroup } });
    expect(by({ by: "stage" })).toBe("");
    expect(by({ by: "age", cuts: [50, 65], weights: "anew", minimum: 20 })).toBe("");
    expect(by({ by: "stag" })).toContain('(did you mean "stage"?) → estimates.main.subgroups.own.by');
    expect(by({ by: "age" })).toContain('a subgroup by a continuous covariate needs cuts; "age" has none');
    expect(by({ by: "stage", cuts: [1] })).toContain('cuts divide a continuous covariate; "stage" is categorical');
    expect(by({ by: "age", cuts: [65, 65] })).toContain("cuts must ascend; got 65, 65");
    expect(refusal({ subgroups: { "By stage": { by: "stage" } } })).toContain("subgroups");
  });

  it("competing events are told by another time-to-event endpoint", () => {
    const own = { measure: "subdistribution-hazard-ratio", endpoint: "rfs" };
    const other = (analysis: Loose) => {
      analysis.endpoints!.death = set({ kind: "collected-event", label: "D", event: "RFS", definition: "d" });
    };
    expect(refusal({ ...own, composite: "death" }, other)).toBe("");
    expect(refusal({ ...own, composite: "deaht" }, other)).toContain('unknown endpoint "deaht"');
    expect(refusal({ ...own, composite: "rfs" })).toContain('composite must be another endpoint than "rfs"');
    expect(refusal({ ...own, composite: "response" })).toContain(
      'composite needs a time-to-event endpoint; "response" is collected-response → estimates.main.composite',
    );
    expect(refusal({ ...own, measure: "incidence-difference", composite: "death" }, other)).toContain(
      "estimates.main.timeDays is missing",
    );
  });

  it("weighted log-rank tests are of unadjusted arms", () => {
    const tests = ["max-combo", { rho: 0, gamma: 1 }];
    expect(refusal({ ...curve, tests })).toBe("");
    expect(refusal({ ...curve, tests, design: "weighted" })).toContain("weighted log-rank tests need unadjusted arms");
  });

  it("a restricted mean needs its horizon, and days are whole and positive", () => {
    expect(refusal({ ...curve, measure: "rmst-difference" })).toContain("estimates.main.tauDays is missing");
    expect(refusal({ ...curve, measure: "rmst-ratio", tauDays: 365 })).toBe("");
    expect(refusal({ ...curve, measure: "survival-difference", timeDays: 0 })).toContain("estimates.main.timeDays");
    expect(refusal({ measure: "rmst-difference", tauDays: 365 })).toContain("needs a time-to-event endpoint");
  });
});

describe("a convention", () => {
  const resolved = (convention: string | null, fields: Record<string, unknown> = {}) =>
    resolve(
      changedAnalysis((analysis) => {
        if (convention !== null) analysis.convention = set(convention);
        Object.assign(analysis.estimates!.main as object, fields);
      }),
      "x",
    );

  it("SAS writes Breslow ties and log-log intervals into the plan, R Efron and log", () => {
    expect(resolved("SAS").analysis.estimates.main).toMatchObject({ ties: "breslow", curve: "log-log" });
    expect(resolved("R").analysis.estimates.main).toMatchObject({ ties: "efron", curve: "log" });
  });

  it("leaves what the author chose", () => {
    expect(resolved("SAS", { ties: "efron" }).analysis.estimates.main).toMatchObject({
      ties: "efron",
      curve: "log-log",
    });
  });

  it("that is not named writes nothing", () => {
    expect(resolved(null).analysis.estimates.main).not.toHaveProperty("curve");
  });
});

describe("the hash of a plan", () => {
  it("does not move for estimates that use no field added later", () => {
    const { hash } = resolve(
      changedAnalysis((analysis) => {
        analysis.estimates!.rate = set({
          measure: "risk-difference",
          label: "E",
          endpoint: "response",
          design: "crude",
          role: "context",
        });
      }),
      "x",
    );
    // As it was when estimates had no field but these; a new default is a new specVersion.
    expect(hash).toBe("a635198ffe84eb104008efbdaae42258c71e640f6fece3767a3ab1153fc81100");
  });
});
