import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { CovariateMatrix } from "../../src/frame/covariate-matrix.js";
import type { DesignWeights } from "../../src/frame/design-weights.js";
import type { BinaryData } from "../../src/frame/outcome-data.js";
import { estimateEffect } from "../../src/outcomes/estimate-effect.js";
import type { ResultRecord } from "../../src/results/records.js";
import { selectStatistic, selectStatistics } from "../../src/results/select.js";
import { type Design, designSchema } from "../../src/spec/design.js";
import { estimateSchema } from "../../src/spec/estimate.js";
import { testCochranMantelHaenszel } from "../../src/stats/cochran-mantel-haenszel.js";
import { estimateMantelHaenszelOddsRatio } from "../../src/stats/mantel-haenszel-odds-ratio.js";
import { estimateStratifiedRiskDifference } from "../../src/stats/stratified-risk-difference.js";
import { binaryOf, patientsIn, unadjusted } from "../support/outcome-frames.js";
import { relativeError } from "../support/relative-error.js";

const crude: Design = { method: "unadjusted", label: "D" };
const design = (fields: Record<string, unknown>): Design =>
  designSchema.parse({ label: "D", propensity: { terms: ["age"] }, ...fields });

interface Case {
  readonly measure?: string;
  readonly fields?: Record<string, unknown>;
  readonly design?: Design;
  readonly weights?: DesignWeights;
  readonly covariates?: CovariateMatrix;
}

function run(trial: ArrayLike<number>, data: BinaryData, given: Case = {}): ResultRecord[] {
  const measure = given.measure ?? "risk-difference";
  const words = { measure, label: "E", endpoint: "orr", design: "d", role: "primary", ...given.fields };
  return estimateEffect({
    variant: "main",
    name: "e",
    estimate: estimateSchema.parse(words),
    design: given.design ?? crude,
    role: "primary",
    patients: patientsIn(trial),
    data,
    weights: given.weights ?? unadjusted(trial.length),
    ...(given.covariates === undefined ? {} : { covariates: given.covariates }),
    blocked: null,
  });
}

const value = (records: readonly ResultRecord[], statistic: string, group: string | null = null) =>
  selectStatistic(records, { statistic, group }).value;
const method = (records: readonly ResultRecord[], statistic: string, group: string | null = null) =>
  selectStatistic(records, { statistic, group }).method;

/** 7 of 34 against 1 of 34. */
const arms = [...Array(34).fill(1), ...Array(34).fill(0)];
const responses = binaryOf(arms.map((arm, i) => (arm === 1 ? (i < 7 ? 1 : 0) : i === 34 ? 1 : 0)));

describe("the contrast of two unweighted arms", () => {
  it("is Miettinen–Nurminen where nothing is said, Newcombe or the influence function where asked for", () => {
    const score = run(arms, responses);
    const hybrid = run(arms, responses, { fields: { interval: "newcombe" } });
    const wald = run(arms, responses, { fields: { interval: "wald" } });
    for (const records of [score, hybrid, wald]) expect(value(records, "risk_difference")).toBeCloseTo(6 / 34, 14);
    expect(method(score, "risk_difference")).toContain("Miettinen–Nurminen");
    expect(method(hybrid, "risk_difference_lower")).toBe("Newcombe's hybrid score interval");
    // By hand: √(p₁q₁/n + p₀q₀/n).
    const se = Math.sqrt(((7 / 34) * (27 / 34) + (1 / 34) * (33 / 34)) / 34);
    expect(value(wald, "risk_difference_se")).toBeCloseTo(se, 14);
    expect(value(wald, "risk_difference_lower")).toBeCloseTo(6 / 34 - 1.959963984540054 * se, 13);
    expect(value(hybrid, "p_value")).toBe(value(score, "p_value"));
  });

  it("gives ratios by the score, or by the logarithm where asked for", () => {
    const ratio = run(arms, responses, { measure: "risk-ratio" });
    expect(value(ratio, "risk_ratio")).toBeCloseTo(7, 13);
    const odds = run(arms, responses, { measure: "odds-ratio", fields: { interval: "wald" } });
    expect(value(odds, "odds_ratio")).toBeCloseTo((7 * 33) / 27, 12);
    expect(value(odds, "log_odds_ratio_se")).toBeCloseTo(Math.sqrt(1 / 7 + 1 / 27 + 1 + 1 / 33), 13);
  });

  it("gives each arm the interval asked for", () => {
    const words = { undefined: "Clopper–Pearson", wilson: "Wilson", jeffreys: "Jeffreys" };
    for (const [name, expected] of Object.entries(words)) {
      const records = run(arms, responses, name === "undefined" ? {} : { fields: { armInterval: name } });
      expect(method(records, "proportion_lower", "trial")).toBe(expected);
    }
  });
});

describe("rates compared within strata", () => {
  const stratum = arms.map((_, i) => i % 3);
  const covariates: CovariateMatrix = {
    n: arms.length,
    columns: [
      {
        name: "site",
        label: "Site",
        kind: "categorical",
        unit: null,
        levels: ["a", "b", "c"],
        value: Float64Array.from(stratum),
        missing: new Uint8Array(arms.length),
      },
    ],
  };
  const count = (side: number, only: (i: number) => boolean) =>
    [0, 1, 2].map((k) => arms.filter((arm, i) => arm === side && stratum[i] === k && only(i)).length);
  const tables = {
    events1: count(1, (i) => responses.value[i] === 1),
    n1: count(1, () => true),
    events0: count(0, (i) => responses.value[i] === 1),
    n0: count(0, () => true),
  };

  it("are the kernels' stratified Miettinen–Nurminen difference and Cochran–Mantel–Haenszel test", () => {
    for (const [fields, weights] of [
      [{}, "miettinen-nurminen"],
      [{ stratumWeights: "mantel-haenszel" }, "mantel-haenszel"],
    ] as const) {
      const records = run(arms, responses, { fields: { strata: ["site"], ...fields }, covariates });
      const { estimate, lower, upper } = estimateStratifiedRiskDifference({ ...tables, weights });
      const found = ["", "_lower", "_upper"].map((suffix) => value(records, `risk_difference${suffix}`));
      expect(found).toEqual([estimate, lower, upper]);
      expect(value(records, "cmh_p")).toBe(testCochranMantelHaenszel(tables).p);
      expect(value(records, "strata")).toBe(3);
    }
  });

  it("and Mantel–Haenszel's odds ratio", () => {
    const records = run(arms, responses, { measure: "odds-ratio", fields: { strata: ["site"] }, covariates });
    const { estimate, seLog } = estimateMantelHaenszelOddsRatio(tables);
    expect([value(records, "odds_ratio"), value(records, "log_odds_ratio_se")]).toEqual([estimate, seLog]);
    expect(method(records, "p_value")).toContain("Cochran–Mantel–Haenszel");
  });
});

const lalonde: Record<"treat" | "y" | "weight", number[]> & {
  control: { rate: number; robust: { lower: number; upper: number } };
} = JSON.parse(readFileSync(new URL("../../oracles/weighted-rates/fixture.json", import.meta.url), "utf8"));

describe("the contrast of weighted arms against R", () => {
  const weight = Float64Array.from(lalonde.weight);
  const weighted: DesignWeights = { design: "d", kind: "weighting", weight, pair: null };
  const data = binaryOf(lalonde.y);

  it("each arm: an unweighted one has its exact interval, a weighted one the logit interval with its effective sample size", () => {
    const records = run(lalonde.treat, data, { design: design({ method: "weighting" }), weights: weighted });
    expect(method(records, "proportion", "trial")).toBe("Clopper–Pearson");
    const found = ["proportion", "proportion_lower", "proportion_upper"].map(
      (name) => value(records, name, "control")!,
    );
    const { rate, robust } = lalonde.control;
    expect(relativeError(found, [rate, robust.lower, robust.upper])).toBeLessThan(1e-12);
    expect(value(records, "effective_sample_size", "control")).toBeLessThan(value(records, "n", "control")!);
  });
});

describe("matched pairs", () => {
  // Pairs (trial, control): 1 both, 1 trial only, 7 control only, 12 neither: the airway data.
  const outcomes = [[1, 1], [1, 0], ...Array(7).fill([0, 1]), ...Array(12).fill([0, 0])] as [number, number][];
  const trial = [...outcomes.map(() => 1), ...outcomes.map(() => 0), 0];
  const data = binaryOf([...outcomes.map(([t]) => t), ...outcomes.map(([, c]) => c), 1]);
  const pair = Int32Array.from([...outcomes.keys(), ...outcomes.keys(), -1]);
  const weights: DesignWeights = {
    design: "d",
    kind: "matching",
    weight: Float64Array.from(pair, (p) => (p < 0 ? 0 : 1)),
    pair,
  };
  const nearest = design({ method: "nearest" });

  it("1:1 have Tango's interval and McNemar's test, Newcombe's where asked for", () => {
    const tango = run(trial, data, { design: nearest, weights });
    expect(value(tango, "risk_difference_lower")).toBeCloseTo(-0.517, 3);
    expect(value(tango, "risk_difference_upper")).toBeCloseTo(-0.026, 3);
    expect(method(tango, "p_value")).toBe("McNemar's test");
    expect(value(tango, "p_value")).toBeCloseTo(0.0338948535246893, 12);
    const newcombe = run(trial, data, { design: nearest, weights, fields: { interval: "newcombe" } });
    expect(value(newcombe, "risk_difference_lower")).toBeCloseTo(-0.507, 3);
  });

  it("lose a pair when one of the two has no endpoint", () => {
    const available = data.available.map((_, i) => (i === 0 ? 0 : 1));
    const records = run(trial, { ...data, available }, { design: nearest, weights });
    expect(value(records, "n", "trial")).toBe(20);
    expect(value(records, "n", "control")).toBe(20);
    expect(value(records, "risk_difference")).toBeCloseTo(-6 / 20, 14);
  });

  it("1:k sets have the influence function clustered by set", () => {
    const records = run(trial, data, { design: design({ method: "nearest", ratio: 2 }), weights });
    expect(selectStatistic(records, { statistic: "risk_difference" }).params.variance).toContain("clustered");
    // By hand: differences within the 21 pairs are 1 once, −1 seven times, 0 else; mean −6/21.
    const mean = -6 / 21;
    const squares = (1 - mean) ** 2 + 7 * (-1 - mean) ** 2 + 13 * mean ** 2;
    expect(value(records, "risk_difference_se")).toBeCloseTo(Math.sqrt(squares) / 21, 14);
  });
});

describe("matching with replacement", () => {
  // Trial patients 0, 1, 2; controls 3, 4, 5: 0 and 1 share control 3, 2 has 4 and 5.
  const links = {
    rows: Int32Array.from([0, 1, 2, 3, 4, 5]),
    score: Float64Array.from([0, 0.1, 1, 0.05, 0.95, 1.05]),
    trial: Int32Array.from([0, 1, 2]),
    start: Int32Array.from([0, 1, 2, 4]),
    control: Int32Array.from([3, 3, 4, 5]),
  };
  const weights: DesignWeights = {
    design: "d",
    kind: "matching-with-replacement",
    weight: Float64Array.from([1, 1, 1, 2, 0.5, 0.5]),
    pair: null,
    links,
  };
  const replacing = design({ method: "with-replacement" });
  const trial = [1, 1, 1, 0, 0, 0];

  it("has the mean matched difference with Abadie and Imbens's standard error", () => {
    const records = run(trial, binaryOf([1, 0, 1, 0, 1, 0]), { design: replacing, weights });
    // Differences 1, 0, 1/2: mean 1/2, spread 1/4 + 1/4. Control 3 has K = 2, K² − K′ = 2; its nearest control is 4: σ² = 1/2.
    // Controls 4 and 5 have K = 1/2, K² − K′ = 0.
    expect(value(records, "risk_difference")).toBeCloseTo(1 / 2, 15);
    expect(value(records, "risk_difference_se")).toBeCloseTo(Math.sqrt(1 / 2 + 2 * (1 / 2)) / 3, 15);
    expect(value(records, "proportion", "control")).toBeCloseTo(0.5 / 3, 15);
  });

  it("deals shares anew when a control has no endpoint, and leaves out a trial patient without any", () => {
    const one = run(trial, binaryOf([1, 0, 1, 0, 1, 0], [1, 1, 1, 1, 1, 0]), { design: replacing, weights });
    expect(value(one, "risk_difference")).toBeCloseTo((1 + 0 + 0) / 3, 15);
    const none = run(trial, binaryOf([1, 0, 1, 0, 1, 0], [1, 1, 1, 0, 1, 1]), { design: replacing, weights });
    expect(value(none, "n", "trial")).toBe(1);
    expect(value(none, "risk_difference")).toBeCloseTo(1 / 2, 15);
  });
});

describe("a rate that cannot be compared is a result with its reason", () => {
  const trial = [1, 1, 1, 0, 0, 0];
  const weights: DesignWeights = {
    design: "d",
    kind: "weighting",
    weight: Float64Array.from([1, 1, 1, 0.5, 2, 1]),
    pair: null,
  };
  const weighting = design({ method: "weighting" });
  const expectNumbersOrReasons = (records: readonly ResultRecord[]) => {
    for (const record of selectStatistics(records, {}))
      expect(record.value === null ? record.note : Number.isFinite(record.value)).toBeTruthy();
  };

  it("nobody responds in an arm: the difference stands, ratios are infinite", () => {
    const data = binaryOf([1, 0, 1, 0, 0, 0]);
    expect(value(run(trial, data), "risk_difference_upper")).toBeLessThan(1);
    const ratio = run(trial, data, { measure: "risk-ratio" });
    expect(value(ratio, "risk_ratio")).toBeNull();
    expect(value(ratio, "risk_ratio_lower")).toBeGreaterThan(0);
    const weighted = run(trial, data, { measure: "risk-ratio", design: weighting, weights });
    expect(selectStatistic(weighted, { statistic: "risk_ratio" }).note).toContain("needs rates above 0");
    expect(selectStatistic(weighted, { statistic: "proportion_lower", group: "control" }).note).toContain("nobody");
    for (const records of [ratio, weighted]) expectNumbersOrReasons(records);
  });

  it("nobody responds at all, or everybody does", () => {
    for (const y of [0, 1]) {
      const records = run(trial, binaryOf(trial.map(() => y)), { design: weighting, weights });
      expect(value(records, "risk_difference")).toBe(0);
      expect(selectStatistic(records, { statistic: "risk_difference_lower" }).note).toContain("no variance");
      expectNumbersOrReasons(records);
    }
  });

  it("one arm is empty, or has no patient with the endpoint", () => {
    const records = run(trial, binaryOf([1, 0, 1, 0, 0, 1], [1, 1, 1, 0, 0, 0]));
    expect(selectStatistic(records, { statistic: "risk_difference" }).note).toContain("the control arm has no patient");
    expect(selectStatistics(records, { group: "control" }).map(({ statistic }) => statistic)).toEqual([
      "n_without_endpoint",
    ]);
  });
});
