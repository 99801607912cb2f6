import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { readResults } from "../../src/pipeline/read-results.js";
import type { ResultsFile } from "../../src/results/results-file.js";
import { type StatisticQuery, selectStatistic, selectStatistics } from "../../src/results/select.js";

const root = resolve(import.meta.dirname, "../..");
// What the engine makes of the data today, as golden.test.ts shows; the analysis takes seconds and need not be run twice.
const results: ResultsFile = readResults(join(root, "reports/breast-hormone/results.json"));

const value = (query: StatisticQuery): number => selectStatistic(results.records, { variant: "main", ...query }).value!;

describe("the breast analysis, from CSV to results", () => {
  it("counts attrition step by step", () => {
    const remaining = (group: string) =>
      selectStatistics(results.records, {
        variant: "main",
        population: "attrition",
        group,
        statistic: "n_remaining",
      }).map((step) => step.value);
    expect(remaining("trial")).toEqual([686, 686, 246]);
    expect(remaining("control")).toEqual([2982, 2982, 1546, 1207]);
  });

  it("has the published hazard ratios: 0.7006820551 weighted, 0.7183812611 matched", () => {
    for (const [variable, hazardRatio] of [
      ["weighted", 0.7006820551],
      ["matched", 0.7183812611],
    ] as const)
      expect(value({ variable, statistic: "hazard_ratio", group: null })).toBeCloseTo(hazardRatio, 10);
  });

  it("shows the chemotherapy-treated subset as a positivity failure and estimates nothing from it", () => {
    const at = { variant: "chemotherapyTreated" } as const;
    const effect = selectStatistics(results.records, { ...at, stage: "outcomes" });
    expect(effect.map(({ statistic, status }) => [statistic, status])).toEqual([["hazard_ratio", "not_estimable"]]);
    expect(effect[0]!.note).toContain("Effective sample size");
  });

  it("opens every gate of the weighted design and prints the reason of the matched one", () => {
    const gates = results.records.filter((record) => record.kind === "indicator" && record.variant === "main");
    const status = (population: string) =>
      gates.flatMap((gate) =>
        gate.kind === "indicator" && gate.population === population
          ? [[gate.indicator, gate.status, gate.reason !== null]]
          : [],
      );
    expect(status("attWeights")).toEqual([
      ["gate_smd", "met", false],
      ["gate_effective_sample_size", "met", false],
      ["gate_weight_share", "met", false],
      ["gate_unmatched_trial", "met", false],
    ]);
    expect(status("matched")).toEqual([
      ["gate_smd", "not met", true],
      ["gate_effective_sample_size", "not assessable", false],
      ["gate_weight_share", "met", false],
      ["gate_unmatched_trial", "met", false],
    ]);
  });
});
