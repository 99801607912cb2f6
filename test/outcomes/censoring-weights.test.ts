import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { CovariateMatrix } from "../../src/frame/covariate-matrix.js";
import type { DesignWeights } from "../../src/frame/design-weights.js";
import type { SurvivalData } from "../../src/frame/outcome-data.js";
import { takeCovariates, takeOutcome, takePatients } from "../../src/frame/take-rows.js";
import { estimateEffect } from "../../src/outcomes/estimate-effect.js";
import { estimatePointEffect } from "../../src/outcomes/point-effect.js";
import type { ResultRecord } from "../../src/results/records.js";
import { selectSeries, selectStatistic } from "../../src/results/select.js";
import type { CensoringWeights } from "../../src/spec/censoring-weights.js";
import type { Estimate } from "../../src/spec/estimate.js";
import { patientsIn, survivalOf, unadjusted } from "../support/outcome-frames.js";
import { relativeError } from "../support/relative-error.js";

interface Arm extends Record<"median" | "at" | "se" | "lower" | "upper" | "rmst" | "rmstSe", number> {
  mean: number;
  least: number;
  most: number;
  p99: number;
}
type Analysed = { beta: number; se: number; zph: number; trial: Arm; control: Arm };
const fixture: {
  data: Record<"time" | "status" | "therapy" | "trial" | "weight" | "age" | "ecog", number[]>;
  tau: number;
  day: number;
  largest: number;
} & Record<"all" | "weighted" | "cut" | "therapy", Analysed> = JSON.parse(
  readFileSync(new URL("../../oracles/censoring-weights/fixture.json", import.meta.url), "utf8"),
);
const { time, status, therapy, trial, weight } = fixture.data;
const n = time.length;
const patients = patientsIn(trial);
const data: SurvivalData = { ...survivalOf(time, status), newTherapy: Uint8Array.from(therapy) };
const weighted: DesignWeights = { design: "d", kind: "weighting", weight: Float64Array.from(weight), pair: null };
const covariates = covariatesOf({ age: fixture.data.age, ecog: fixture.data.ecog });
const words = { label: "E", endpoint: "rfs", design: "d", role: "primary", level: 0.95 } as const;
const design = { method: "unadjusted", label: "D" } as const;
const all: CensoringWeights = { reasons: "all", terms: ["age", "ecog"] };
const hazardRatio = (censoringWeights: CensoringWeights): Estimate => ({
  measure: "hazard-ratio",
  ties: "efron",
  censoringWeights,
  ...words,
});
const meanDifference = (censoringWeights: CensoringWeights): Estimate => ({
  measure: "rmst-difference",
  tauDays: fixture.tau,
  landmarksDays: [fixture.day],
  censoringWeights,
  ...words,
});

function covariatesOf(columns: Record<string, ArrayLike<number>>): CovariateMatrix {
  const entries = Object.entries(columns);
  const length = entries[0]![1].length;
  return {
    n: length,
    columns: entries.map(([name, values]) => ({
      name,
      label: name,
      kind: "continuous",
      unit: null,
      levels: [],
      value: Float64Array.from(values),
      missing: new Uint8Array(length),
    })),
  };
}

function run(estimate: Estimate, weights = unadjusted(n), own = { patients, covariates, data }): ResultRecord[] {
  return estimateEffect({
    variant: "main",
    name: "e",
    estimate,
    design,
    role: "primary",
    ...own,
    weights,
    blocked: null,
  });
}
const value = (records: ResultRecord[], statistic: string, group: string | null = null) =>
  selectStatistic(records, { group, statistic }).value!;
const cut: CensoringWeights = { ...all, largest: fixture.largest };
const ofTherapy: CensoringWeights = { ...all, reasons: "new-therapy" };

const cases = [
  ["unadjusted arms", all, unadjusted(n), fixture.all],
  ["design weights", all, weighted, fixture.weighted],
  ["weights cut", cut, weighted, fixture.cut],
  ["censoring by a new therapy alone", ofTherapy, weighted, fixture.therapy],
] as const;

describe("inverse-probability-of-censoring weights against R survival on split rows", () => {
  it.each(cases)("Cox clustered by patient, test of proportional hazards: %s", (_, spec, weights, expected) => {
    const records = run(hazardRatio(spec), weights);
    expect(relativeError([value(records, "log_hazard_ratio")], [expected.beta])).toBeLessThan(1e-8);
    expect(relativeError([value(records, "log_hazard_ratio_se")], [expected.se])).toBeLessThan(1e-8);
    // The test statistic is near 0, where a relative error of the fit is multiplied.
    expect(value(records, "proportional_hazards_chi_squared")).toBeCloseTo(expected.zph, 7);
    const { method, params } = selectStatistic(records, { group: null, statistic: "hazard_ratio" });
    expect(method).toMatch(/Efron ties, inverse-probability-of-censoring weights \(stabilised, Cox model of censoring/);
    expect(params.variance).toBe("sandwich, clustered by patient (weights taken as known)");
  });

  it.each(cases)("Kaplan–Meier, landmark, restricted mean: %s", (_, spec, weights, expected) => {
    const records = run(meanDifference(spec), weights);
    for (const group of ["trial", "control"] as const) {
      const own = expected[group];
      const names = ["survival", "survival_lower", "survival_upper", "rmst"];
      const found = names.map((name) => value(records, name, group));
      expect(value(records, "median", group)).toBe(own.median);
      expect(relativeError(found, [own.at, own.lower, own.upper, own.rmst])).toBeLessThan(1e-8);
      // The oracle's standard error is a numerical derivative.
      expect(relativeError([value(records, "rmst_se", group)], [own.rmstSe])).toBeLessThan(1e-7);
    }
  });

  it.each(cases)("the spread of the weights over patients and event days: %s", (_, spec, weights, expected) => {
    const records = run(hazardRatio(spec), weights);
    for (const group of ["trial", "control"] as const) {
      const { mean, least, most, p99 } = expected[group];
      const names = ["mean", "min", "max", "p99"].map((name) => value(records, `censoring_weight_${name}`, group));
      expect(relativeError(names, [mean, least, most, p99])).toBeLessThan(1e-8);
      expect(value(records, "censoring_weight_cut_share", group) > 0).toBe(spec === cut);
    }
  });
});

describe("censoring weights of an estimate", () => {
  it("keep the counts of patients, start the curve with everybody, and count each patient once in the risk table", () => {
    const records = run(hazardRatio(all), weighted);
    const plain = run({ measure: "hazard-ratio", ties: "efron", ...words }, weighted);
    for (const group of ["trial", "control"]) {
      for (const name of ["n", "events", "censored", "follow_up_median"])
        expect(value(records, name, group)).toBe(value(plain, name, group));
      const curve = selectSeries(records, { group, series: "kaplan_meier" })[0]!.columns;
      const before = selectSeries(plain, { group, series: "kaplan_meier" })[0]!.columns;
      expect(curve.at_risk!.values[0]).toBeCloseTo(before.at_risk!.values[0]!, 10);
      // As many censorings in all as without, each with the weight it had: none of the ends of split rows.
      const sumOf = (column: readonly (number | null)[]) => column.reduce<number>((total, v) => total + (v ?? 0), 0);
      const ratio = sumOf(curve.censored!.values) / sumOf(before.censored!.values);
      expect(ratio).toBeGreaterThan(0.5);
      expect(ratio).toBeLessThan(2);
      const risk = selectSeries(records, { group, series: "risk_table" })[0]!.columns.at_risk!.values;
      const plainRisk = selectSeries(plain, { group, series: "risk_table" })[0]!.columns.at_risk!.values;
      expect(risk[0]).toBeCloseTo(plainRisk[0]!, 10);
      for (const [k, sum] of risk.entries()) expect(sum!).toBeLessThan(2.5 * plainRisk[k]! + 1e-9);
    }
    expect(records.some((record) => record.kind === "statistic" && record.statistic.startsWith("log_rank"))).toBe(
      false,
    );
  });

  it("are 1 where nobody is censored before the end: the estimate is the plain one with a robust standard error", () => {
    const events = { ...data, status: new Uint8Array(n).fill(1), newTherapy: new Uint8Array(n) };
    const own = { patients, covariates, data: events };
    const records = run(hazardRatio(all), unadjusted(n), own);
    const plain = run({ measure: "hazard-ratio", ties: "efron", variance: "robust", ...words }, unadjusted(n), own);
    expect(value(records, "hazard_ratio")).toBe(value(plain, "hazard_ratio"));
    expect(value(records, "log_hazard_ratio_se")).toBeCloseTo(value(plain, "log_hazard_ratio_se"), 14);
    expect(value(records, "censoring_weight_max", "control")).toBe(1);
  });

  it("do not depend on the order of patients, nor on copies as resamples have them", () => {
    const rows = Int32Array.from({ length: n }, (_, i) => (i * 67) % n);
    const own = {
      patients: { ...takePatients(patients, rows), patientId: Array.from(rows, (row) => `q${row}`) },
      covariates: takeCovariates(covariates, rows),
      data: takeOutcome(data, rows) as SurvivalData,
    };
    const weights = { ...weighted, weight: Float64Array.from(rows, (row) => weight[row]!) };
    const moved = run(hazardRatio(ofTherapy), weights, own);
    const there = run(hazardRatio(ofTherapy), weighted);
    for (const name of ["hazard_ratio", "log_hazard_ratio_se"])
      expect(value(moved, name)).toBeCloseTo(value(there, name), 12);
    const twice = Int32Array.from({ length: 2 * n }, (_, i) => i >> 1);
    const doubled = {
      patients: takePatients(patients, twice),
      covariates: takeCovariates(covariates, twice),
      data: takeOutcome(data, twice),
      weights: { ...weighted, weight: Float64Array.from(twice, (row) => weight[row]!) },
      design,
    };
    const breslow: Estimate = { ...hazardRatio(all), ties: "breslow" } as Estimate;
    const once = { patients, covariates, data, weights: weighted, design };
    expect(estimatePointEffect(breslow, doubled)).toBeCloseTo(estimatePointEffect(breslow, once), 9);
  });

  it("warn where few patients stand for many, also where the largest allowed hides it", () => {
    expect(run(hazardRatio(all), weighted).filter(({ kind }) => kind === "warning")).toEqual([]);
    // Controls: of 50 with x all but one are lost early, of 180 without x five; the one stands for the fifty. The trial loses nobody.
    const m = 260;
    const x = Array.from({ length: m }, (_, i) => (i < 50 || i >= 245 ? 1 : 0));
    const isLost = (i: number) => i < 49 || (i >= 50 && i < 55);
    const own = {
      patients: patientsIn(Array.from({ length: m }, (_, i) => (i < 230 ? 0 : 1))),
      covariates: covariatesOf({ x }),
      data: survivalOf(
        Array.from({ length: m }, (_, i) => (isLost(i) ? 10 + (i % 50) : 100 + i)),
        Array.from({ length: m }, (_, i) => (isLost(i) ? 0 : 1)),
      ),
    };
    const codes = (spec: CensoringWeights) =>
      run(hazardRatio(spec), unadjusted(m), own).flatMap((record) =>
        record.kind === "warning" ? [`${record.code} ${record.group}`] : [],
      );
    const spec: CensoringWeights = { reasons: "all", terms: ["x"] };
    expect(codes(spec)).toContain("large_censoring_weight control");
    const few = run(hazardRatio({ ...spec, largest: 1.01 }), unadjusted(m), own);
    expect(value(few, "censoring_weight_max", "control")).toBe(1.01);
    expect(codes({ ...spec, largest: 1.01 })).toContain("large_censoring_weight control");
  });

  it("are not estimable, with the arm named, where the model of censoring has no finite coefficient", () => {
    const lost = status.map((event) => 1 - event);
    const own = { patients, covariates: covariatesOf({ x: lost }), data };
    const { status: state, note } = selectStatistic(
      run(hazardRatio({ reasons: "all", terms: ["x"] }), unadjusted(n), own),
      { group: null, statistic: "hazard_ratio" },
    );
    expect(state).toBe("not_estimable");
    expect(note).toMatch(/^the censoring model of the trial arm cannot be fitted: Cox coefficient of "x" is infinite/);
  });
});
