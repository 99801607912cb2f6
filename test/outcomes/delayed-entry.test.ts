import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { DesignWeights } from "../../src/frame/design-weights.js";
import type { SurvivalData } from "../../src/frame/outcome-data.js";
import { takeOutcome } from "../../src/frame/take-rows.js";
import { estimateEffect } from "../../src/outcomes/estimate-effect.js";
import { estimatePointEffect } from "../../src/outcomes/point-effect.js";
import type { ResultRecord } from "../../src/results/records.js";
import { selectSeries, selectStatistic } from "../../src/results/select.js";
import type { Estimate } from "../../src/spec/estimate.js";
import { patientsIn, survivalOf, unadjusted } from "../support/outcome-frames.js";
import { relativeError } from "../support/relative-error.js";

interface Curve {
  median: number;
  at: number;
  lower: number;
  upper: number;
  rmst: number;
}
type Fit = Record<"beta" | "se" | "score", number>;
const fixture: {
  data: Record<"time" | "status" | "entry" | "trial" | "weight" | "stratum", number[]>;
  days: number;
  tau: number;
} & Record<"efron" | "breslow" | "stratified" | "weighted" | "logRank", Fit> &
  Record<"trial" | "control" | "weightedControl", Curve> = JSON.parse(
  readFileSync(new URL("../../oracles/delayed-entry/fixture.json", import.meta.url), "utf8"),
);
const { time, status, entry, trial, weight, stratum } = fixture.data;
const n = time.length;
const patients = patientsIn(trial);
const data: SurvivalData = { ...survivalOf(time, status), entryDays: Int32Array.from(entry) };
const weighted: DesignWeights = { design: "d", kind: "weighting", weight: Float64Array.from(weight), pair: null };
const covariates = {
  n,
  columns: [
    {
      name: "s",
      label: "S",
      kind: "categorical" as const,
      unit: null,
      levels: ["1", "2", "3"],
      value: Float64Array.from(stratum, (level) => level - 1),
      missing: new Uint8Array(n),
    },
  ],
};
const words = { label: "E", endpoint: "rfs", design: "d", role: "primary", level: 0.95 } as const;
const hazardRatio: Estimate = { measure: "hazard-ratio", ties: "efron", ...words };

function run(estimate: Estimate, weights = unadjusted(n), own: SurvivalData = data): ResultRecord[] {
  const design = { method: "unadjusted", label: "D" } as const;
  const input = { variant: "main", name: "e", estimate, design, role: "primary" as const };
  return estimateEffect({ ...input, patients, covariates, data: own, weights, blocked: null });
}
const value = (records: ResultRecord[], statistic: string, group: string | null = null) =>
  selectStatistic(records, { group, statistic }).value!;

describe("delayed entry against R survival on Surv(entry, time, event)", () => {
  it.each([
    ["Efron", hazardRatio, unadjusted(n), fixture.efron],
    ["Breslow", { ...hazardRatio, ties: "breslow" } as Estimate, unadjusted(n), fixture.breslow],
    ["strata", { ...hazardRatio, strata: ["s"] } as Estimate, unadjusted(n), fixture.stratified],
    ["weights, robust", hazardRatio, weighted, fixture.weighted],
  ])("Cox, %s", (_, estimate, weights, expected) => {
    const records = run(estimate, weights);
    expect(relativeError([Math.log(value(records, "hazard_ratio"))], [expected.beta])).toBeLessThan(1e-8);
    expect(relativeError([value(records, "log_hazard_ratio_se")], [expected.se])).toBeLessThan(1e-8);
    expect(selectStatistic(records, { group: null, statistic: "hazard_ratio" }).method).toMatch(/, delayed entry$/);
  });

  it("log-rank: the score test of distinct days", () => {
    expect(relativeError([value(run(hazardRatio), "log_rank_chi_squared")], [fixture.logRank.score])).toBeLessThan(
      1e-8,
    );
  });

  it.each([
    ["trial", "trial", unadjusted(n), fixture.trial],
    ["control", "control", unadjusted(n), fixture.control],
    ["weighted control", "control", weighted, fixture.weightedControl],
  ])("Kaplan–Meier, landmark and restricted mean, %s", (_, group, weights, expected) => {
    const estimate: Estimate = {
      measure: "rmst-difference",
      tauDays: fixture.tau,
      landmarksDays: [fixture.days],
      ...words,
    };
    const records = run(estimate, weights);
    expect(value(records, "median", group)).toBe(expected.median);
    expect(relativeError([value(records, "survival", group)], [expected.at])).toBeLessThan(1e-12);
    expect(relativeError([value(records, "rmst", group)], [expected.rmst])).toBeLessThan(1e-12);
    if (weights.kind !== "unadjusted") return;
    const limits = [value(records, "survival_lower", group), value(records, "survival_upper", group)];
    expect(relativeError(limits, [expected.lower, expected.upper])).toBeLessThan(1e-12);
  });
});

describe("delayed entry", () => {
  it("by hand: who enters on day 10 is at risk of an event on day 11, not on day 10", () => {
    // Control: events on days 10 and 11; of three patients one enters on day 10.
    const own: SurvivalData = {
      ...survivalOf([10, 11, 30, 20, 40], [1, 1, 0, 1, 0]),
      entryDays: Int32Array.of(0, 0, 10, 0, 0),
    };
    const records = estimateEffect({
      variant: "main",
      name: "e",
      estimate: hazardRatio,
      design: { method: "unadjusted", label: "D" },
      role: "primary",
      patients: patientsIn([0, 0, 0, 1, 1]),
      data: own,
      weights: unadjusted(5),
      blocked: null,
    });
    const curve = selectSeries(records, { group: "control", series: "kaplan_meier" })[0]!.columns;
    expect(curve.time_days!.values).toEqual([0, 10, 11, 30]);
    expect(curve.survival!.values).toEqual([1, 0.5, 0.25, 0.25]);
    expect(curve.at_risk!.values).toEqual([2, 2, 2, 1]);
    // 30.4375 days is after everybody left; at 0 two were there.
    expect(selectSeries(records, { group: "control", series: "risk_table" })[0]!.columns.at_risk!.values[0]).toBe(2);
  });

  it("warns of an arm whose early risk sets are nearly empty, and of no other", () => {
    expect(run(hazardRatio).filter(({ kind }) => kind === "warning")).toEqual([]);
    const late = Int32Array.from(entry, (day, i) =>
      trial[i] === 0 && i % 20 !== 0 ? Math.min(300, time[i]! - 1) : day,
    );
    const few = run(hazardRatio, unadjusted(n), { ...data, entryDays: late });
    const warned = few.flatMap((record) => (record.kind === "warning" ? [record] : []));
    expect(warned.map(({ code, group }) => [code, group])).toEqual([["few_at_risk_after_entry", "control"]]);
    expect(run(hazardRatio, unadjusted(n), survivalOf(time, status)).some(({ kind }) => kind === "warning")).toBe(
      false,
    );
  });

  it("goes with resampled patients, and entry at index is no entry", () => {
    const rows = Int32Array.from({ length: n }, (_, i) => i);
    const input = {
      patients,
      covariates,
      weights: unadjusted(n),
      design: { method: "unadjusted", label: "D" },
    } as const;
    const point = estimatePointEffect(hazardRatio, { ...input, data: takeOutcome(data, rows) });
    expect(point).toBeCloseTo(fixture.efron.beta, 9);
    const zero = run(hazardRatio, unadjusted(n), { ...data, entryDays: new Int32Array(n) });
    const without = run(hazardRatio, unadjusted(n), survivalOf(time, status));
    expect(value(zero, "hazard_ratio")).toBe(value(without, "hazard_ratio"));
    expect(value(zero, "median", "control")).toBe(value(without, "median", "control"));
  });
});
