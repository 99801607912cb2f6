import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DesignWeights } from "../../src/frame/design-weights.js";
import type { SurvivalData } from "../../src/frame/outcome-data.js";
import type { PatientFrame } from "../../src/frame/patient-frame.js";
import { estimateEffect } from "../../src/outcomes/estimate-effect.js";
import { riskTicks } from "../../src/outcomes/risk-ticks.js";
import type { ResultRecord } from "../../src/results/records.js";
import { selectSeries, selectStatistic, selectStatistics } from "../../src/results/select.js";
import { patientsIn, survivalOf, unadjusted } from "../support/outcome-frames.js";

const estimate = {
  measure: "hazard-ratio",
  label: "HR",
  endpoint: "rfs",
  design: "d",
  role: "primary",
  ties: "efron",
  level: 0.95,
} as const;

function run(
  frame: PatientFrame,
  data: SurvivalData,
  weights: DesignWeights | null,
  blocked: string | null = null,
): ResultRecord[] {
  return estimateEffect({
    variant: "main",
    name: "e",
    estimate,
    design: { method: "unadjusted", label: "D" },
    role: "primary",
    patients: frame,
    data,
    weights,
    blocked,
  });
}

const effect = (records: readonly ResultRecord[]) => selectStatistic(records, { statistic: "hazard_ratio" });

describe("an estimate that cannot be made is a result with its reason", () => {
  const trial = [1, 1, 1, 0, 0, 0];

  it("no events in the trial arm", () => {
    const records = run(patientsIn(trial), survivalOf([5, 6, 7, 2, 3, 4], [0, 0, 0, 1, 1, 1]), unadjusted(6));
    expect(effect(records)).toMatchObject({ value: null, status: "not_estimable" });
    expect(effect(records).note).toBeTruthy();
    expect(selectStatistic(records, { group: "trial", statistic: "median" })).toMatchObject({
      value: null,
      status: "not_estimable",
      note: "not reached",
    });
    expect(selectStatistic(records, { group: "control", statistic: "median" }).value).toBe(3);
  });

  it("no events at all", () => {
    expect(
      effect(run(patientsIn(trial), survivalOf([5, 6, 7, 2, 3, 4], [0, 0, 0, 0, 0, 0]), unadjusted(6))).status,
    ).toBe("not_estimable");
  });

  it("an arm without anybody who has the endpoint", () => {
    const records = run(
      patientsIn(trial),
      survivalOf([5, 6, 7, 2, 3, 4], [1, 1, 1, 1, 1, 1], [0, 0, 0, 1, 1, 1]),
      unadjusted(6),
    );
    expect(effect(records).note).toContain("the trial arm has no patient");
    const told = selectStatistics(records, { group: "trial", stage: "outcomes" }).map(({ statistic }) => statistic);
    expect(told).toEqual(["n_without_endpoint"]);
  });

  it("everybody at one time, where the order of events tells nothing", () => {
    const records = run(patientsIn(trial), survivalOf([5, 5, 5, 5, 5, 5], [1, 1, 1, 1, 1, 1]), unadjusted(6));
    for (const record of records)
      if (record.kind === "statistic" && record.value !== null) expect(Number.isFinite(record.value)).toBe(true);
  });

  it("a design that failed or must not be used: no outcome statistic is made at all", () => {
    const data = survivalOf([5, 6, 7, 2, 3, 4], [1, 1, 1, 1, 1, 1]);
    for (const records of [
      run(patientsIn(trial), data, null, "the model separates"),
      run(patientsIn(trial), data, unadjusted(6), "gate not met: SMD"),
    ]) {
      expect(records).toHaveLength(1);
      expect(records[0]).toMatchObject({ statistic: "hazard_ratio", status: "not_estimable" });
    }
  });
});

describe("a matched estimate", () => {
  it("leaves out both members of a pair when one has no endpoint", () => {
    const weights: DesignWeights = {
      design: "d",
      kind: "matching",
      weight: Float64Array.from([1, 1, 1, 1, 0, 1, 1]),
      pair: Int32Array.from([0, 1, 2, 0, -1, 1, 2]),
    };
    const records = run(
      patientsIn([1, 1, 1, 0, 0, 0, 0]),
      survivalOf([4, 8, 9, 3, 5, 6, 7], [1, 1, 1, 1, 1, 1, 1], [1, 1, 1, 1, 1, 0, 1]),
      weights,
    );
    expect(selectStatistic(records, { group: "trial", statistic: "n" }).value).toBe(2);
    expect(selectStatistic(records, { group: "control", statistic: "n" }).value).toBe(2);
  });
});

describe("the risk table", () => {
  it("starts with everybody and keeps at risk + events + censored = n at every tick", () => {
    const row = fc.record({ time: fc.integer({ min: 1, max: 4000 }), status: fc.integer({ min: 0, max: 1 }) });
    fc.assert(
      fc.property(fc.array(row, { minLength: 4, maxLength: 40 }), (rows) => {
        const trial = rows.map((_, i) => i % 2);
        const records = run(
          patientsIn(trial),
          survivalOf(
            rows.map((r) => r.time),
            rows.map((r) => r.status),
          ),
          unadjusted(rows.length),
        );
        for (const group of ["trial", "control"]) {
          const n = selectStatistic(records, { group, statistic: "n" }).value!;
          const { time_days, at_risk, events, censored } = selectSeries(records, { group, series: "risk_table" })[0]!
            .columns;
          expect(at_risk!.values[0]).toBe(n);
          for (const [k, tick] of time_days!.values.entries()) {
            // Those whose time is the tick itself are still at risk there and already counted as events or censored.
            const here = rows.filter((r, i) => (i % 2 === 1) === (group === "trial") && r.time === tick).length;
            expect(at_risk!.values[k]! + events!.values[k]! + censored!.values[k]! - here).toBe(n);
          }
        }
      }),
      { seed: 4 },
    );
  });

  it("has at most 13 ticks from 0, whatever days the data hold", () => {
    for (const end of [1, 100, 400, 3000, 7027, 20_000, 30_000, 2_900_000, 2_000_000_000]) {
      const ticks = riskTicks(Int32Array.from([end]));
      expect(ticks[0]).toBe(0);
      expect(ticks.length).toBeLessThanOrEqual(13);
    }
  });
});
