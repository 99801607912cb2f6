import { describe, expect, it } from "vitest";
import { runDesign } from "../../src/design/run-design.js";
import { SpecError } from "../../src/errors.js";
import { estimateEffect } from "../../src/outcomes/estimate-effect.js";
import { selectStatistic } from "../../src/results/select.js";
import { resolve } from "../../src/spec/resolve.js";
import { makeWorld } from "../support/design-world.js";
import { changedAnalysis, type Loose } from "../support/minimal-analysis.js";
import { patientsIn, survivalOf, unadjusted } from "../support/outcome-frames.js";

const set = (value: unknown): Loose => value as Loose;

/** The plan of the minimal analysis under a convention: nothing but that is written of ties, intervals, flats and calipers. */
function planUnder(convention: "R" | "SAS", change: (analysis: Loose) => void = () => undefined) {
  return resolve(
    changedAnalysis((analysis) => {
      analysis.convention = set(convention);
      change(analysis);
    }),
    "x",
  ).analysis;
}

// Therneau & Grambsch's first data set: days 1 1 6 6 8 9, x = 1 1 1 0 0 0 the trial arm, censored at day 6 (x = 1) and 9 (x = 0).
const times = [1, 1, 6, 6, 8, 9];
const status = [1, 0, 1, 1, 0, 1];
const arm = [1, 1, 1, 0, 0, 0];

function recordsUnder(convention: "R" | "SAS", own = { times, status, arm }) {
  const { estimates } = planUnder(convention);
  return estimateEffect({
    variant: "main",
    name: "crude",
    estimate: estimates.crude!,
    design: { method: "unadjusted", label: "D" },
    role: "context",
    patients: patientsIn(own.arm),
    data: survivalOf(own.times, own.status),
    weights: unadjusted(own.times.length),
    blocked: null,
  });
}

describe("the convention of an analysis, from its file to its numbers", () => {
  it("ties: Breslow under SAS, with β = log((3 + √33)/2), Efron under R, with 1.676857", () => {
    const beta = (convention: "R" | "SAS") =>
      selectStatistic(recordsUnder(convention), { group: null, statistic: "log_hazard_ratio" });
    expect(beta("SAS").value).toBeCloseTo(Math.log((3 + Math.sqrt(33)) / 2), 10);
    expect(beta("SAS").method).toContain("Breslow ties");
    expect(beta("R").value).toBeCloseTo(1.676857, 6);
    expect(beta("R").method).toContain("Efron ties");
  });

  it("intervals of curves: S^exp(±z σ/log S) under SAS, S exp(±z σ) under R, σ = √Σ d/(n(n − d)), inverted for the median", () => {
    // Ten patients of an arm, one event a day from day 10 on every tenth day: S = 0.9, 0.8, …; σ² = 1/n_k − 1/n summed is 1/(10 S) − 1/10.
    const own = {
      times: [...Array.from({ length: 10 }, (_, i) => 10 * (i + 1)), 55],
      status: [...Array.from({ length: 10 }, () => 1), 0],
      arm: [...Array.from({ length: 10 }, () => 0), 1],
    };
    const z = 1.959963984540054;
    const limits = {
      SAS: (S: number, sigma: number) => [
        S ** Math.exp((-z * sigma) / Math.log(S)),
        S ** Math.exp((z * sigma) / Math.log(S)),
      ],
      R: (S: number, sigma: number) => [S * Math.exp(-z * sigma), S * Math.exp(z * sigma)],
    };
    for (const convention of ["R", "SAS"] as const) {
      const records = recordsUnder(convention, own);
      const band = Array.from({ length: 9 }, (_, k) => {
        const S = (9 - k) / 10;
        return limits[convention](S, Math.sqrt(1 / (10 * S) - 1 / 10));
      });
      const first = (side: 0 | 1) =>
        10 * (1 + band.findIndex((pair) => Math.min(...pair) * (1 - side) + Math.max(...pair) * side <= 0.5));
      const value = (name: string) => selectStatistic(records, { group: "control", statistic: name }).value;
      expect(value("median_lower")).toBe(first(0));
      const upper = first(1);
      expect(value("median_upper")).toBe(upper > 0 ? upper : null);
      // S is 0.5 from day 50 to the event on day 60: both take the middle.
      expect(value("median")).toBe(55);
    }
  });

  it("a median on a flat without a later event: up to the last day under R, not reached under SAS", () => {
    const own = { times: [10, 20, 70, 90, 5], status: [1, 1, 0, 0, 1], arm: [0, 0, 0, 0, 1] };
    const median = (convention: "R" | "SAS") =>
      selectStatistic(recordsUnder(convention, own), { group: "control", statistic: "median" });
    expect(median("R").value).toBe((20 + 90) / 2);
    expect(median("SAS")).toMatchObject({ value: null, note: "not reached" });
    expect(median("R").method).toContain("its middle up to the next event, or to the end of the curve");
    expect(median("SAS").method).toContain("its middle up to the next event, not reached without one");
  });

  it("calipers: 0.2 times √((s₁² + s₀²)/2) of the arms under SAS, times the standard deviation of all under R", () => {
    const world = makeWorld(400, 5);
    const carriedOut = (convention: "R" | "SAS") => {
      const { designs } = planUnder(convention, (analysis) => {
        analysis.covariates!.smoker = set({
          label: "S",
          type: "binary",
          from: { kind: "observation", concept: "s" },
          when: { equals: 1 },
        });
        analysis.designs!.matched!.propensity!.terms = set(["age", "smoker", "stage"]);
      });
      const { records } = runDesign("main", "matched", designs.matched!, world.patients, world.covariates, 1);
      return selectStatistic(records, { statistic: "caliper" }).value!;
    };
    // The logits of the same model, from weights: an ATT control weighs ps/(1 − ps).
    const { designs } = planUnder("R", (analysis) => {
      analysis.covariates!.smoker = set({
        label: "S",
        type: "binary",
        from: { kind: "observation", concept: "s" },
        when: { equals: 1 },
      });
      analysis.designs!.weighted!.propensity!.terms = set(["age", "smoker", "stage"]);
      analysis.designs!.weighted!.estimand = set("ATE");
    });
    const { weights } = runDesign("main", "weighted", designs.weighted!, world.patients, world.covariates, 1);
    const logit = Array.from(weights!.weight, (w, i) =>
      world.patients.trial[i] === 1 ? -Math.log(w - 1) : Math.log(w - 1),
    );
    const variance = (values: readonly number[]) => {
      const mean = values.reduce((a, b) => a + b, 0) / values.length;
      return values.reduce((a, b) => a + (b - mean) ** 2, 0) / (values.length - 1);
    };
    const of = (side: number) => variance(logit.filter((_, i) => world.patients.trial[i] === side));
    expect(carriedOut("R")).toBeCloseTo(0.2 * Math.sqrt(variance(logit)), 9);
    expect(carriedOut("SAS")).toBeCloseTo(0.2 * Math.sqrt((of(1) + of(0)) / 2), 9);
    expect(carriedOut("SAS")).toBeLessThan(carriedOut("R"));
  });

  it("writes each default into the plan, and leaves what the author chose", () => {
    expect(planUnder("SAS").estimates.main).toMatchObject({ ties: "breslow", curve: "log-log", flat: "next-event" });
    expect(planUnder("SAS").designs.matched).toMatchObject({ caliper: 0.2, caliperSd: "pooled" });
    expect(planUnder("R").designs.matched).toMatchObject({ caliperSd: "all" });
    expect(planUnder("SAS").designs.weighted).not.toHaveProperty("caliperSd");
    const own = planUnder("SAS", (analysis) => {
      analysis.designs!.matched!.caliperSd = set("all");
      analysis.estimates!.main!.flat = set("last-time");
    });
    expect(own.designs.matched).toMatchObject({ caliperSd: "all" });
    expect(own.estimates.main).toMatchObject({ flat: "last-time", ties: "breslow" });
  });

  it.each(["R", "SAS"] as const)("gives no horizon: a restricted mean without τ is refused under %s", (convention) => {
    const without = () =>
      planUnder(convention, (analysis) => {
        analysis.estimates!.main = set({
          measure: "rmst-difference",
          label: "M",
          endpoint: "rfs",
          design: "crude",
          role: "primary",
        });
      });
    expect(without).toThrow(SpecError);
    expect(without).toThrow(/estimates\.main\.tauDays is missing/);
  });
});
