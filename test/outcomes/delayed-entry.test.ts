import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { SurvivalData } from "../../src/frame/outcome-data.js";
import { takeOutcome } from "../../src/frame/take-rows.js";
import { estimateEffect } from "../../src/outcomes/estimate-effect.js";
import { estimatePointEffect } from "../../src/outcomes/point-effect.js";
import type { ResultRecord } from "../../src/results/records.js";
import { selectSeries, selectStatistic } from "../../src/results/select.js";
import type { Estimate } from "../../src/spec/estimate.js";
import { patientsIn, survivalOf, unadjusted } from "../support/outcome-frames.js";

const fixture: {
  data: Record<"time" | "status" | "entry" | "trial", number[]>;
  efron: { beta: number };
} = JSON.parse(readFileSync(new URL("../../oracles/delayed-entry/fixture.json", import.meta.url), "utf8"));
const { time, status, entry, trial } = fixture.data;
const n = time.length;
const patients = patientsIn(trial);
const data: SurvivalData = { ...survivalOf(time, status), entryDays: Int32Array.from(entry) };
const words = { label: "E", endpoint: "rfs", design: "d", role: "primary", level: 0.95 } as const;
const hazardRatio: Estimate = { measure: "hazard-ratio", ties: "efron", ...words };

function run(estimate: Estimate, weights = unadjusted(n), own: SurvivalData = data): ResultRecord[] {
  const design = { method: "unadjusted", label: "D" } as const;
  const input = { variant: "main", name: "e", estimate, design, role: "primary" as const };
  return estimateEffect({ ...input, patients, data: own, weights, blocked: null });
}
const value = (records: ResultRecord[], statistic: string, group: string | null = null) =>
  selectStatistic(records, { group, statistic }).value!;

describe("the method of an estimate", () => {
  it("names delayed entry", () => {
    const { method } = selectStatistic(run(hazardRatio), { group: null, statistic: "hazard_ratio" });
    expect(method).toMatch(/, delayed entry$/);
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
      covariates: { n, columns: [] },
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
