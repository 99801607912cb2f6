import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { readResults } from "../../src/pipeline/read-results.js";
import type { ResultsFile } from "../../src/results/results-file.js";
import { type StatisticQuery, selectStatistic, selectStatistics } from "../../src/results/select.js";

const root = resolve(import.meta.dirname, "../..");
const oracle = JSON.parse(readFileSync(join(root, "oracles/breast-hormone/fixture.json"), "utf8"));
// What the engine makes of the data today, as golden.test.ts shows; the analysis takes seconds and need not be run twice.
const results: ResultsFile = readResults(join(root, "reports/breast-hormone/results.json"));

const value = (query: StatisticQuery): number => selectStatistic(results.records, { variant: "main", ...query }).value!;

function expectClose(actual: number, expected: number, what: string): void {
  expect(
    Math.abs(actual - expected) / Math.abs(expected),
    `${what}: ${actual} against R's ${expected}`,
  ).toBeLessThanOrEqual(1e-8);
}

interface Effect {
  hr: number;
  lower: number;
  upper: number;
  log_hr: number;
  se: number;
  p: number;
}

function expectEffect(variant: string, variable: string, r: Effect): void {
  const names = [
    ["hazard_ratio", r.hr],
    ["hazard_ratio_lower", r.lower],
    ["hazard_ratio_upper", r.upper],
    ["log_hazard_ratio", r.log_hr],
    ["log_hazard_ratio_se", r.se],
    ["p_value", r.p],
  ] as const;
  for (const [statistic, expected] of names)
    expectClose(value({ variant, variable, statistic, group: null }), expected, `${variant} ${variable} ${statistic}`);
}

describe("the breast analysis, from CSV to results, against R on the same CSV", () => {
  it("has the arms and events of the data", () => {
    const { counts } = oracle;
    expect(value({ stage: "cohort", population: "eligible", group: "trial", variable: null, statistic: "n" })).toBe(
      counts.trial,
    );
    expect(value({ stage: "cohort", population: "eligible", group: "control", variable: null, statistic: "n" })).toBe(
      counts.control,
    );
    expect(value({ variable: "crude", group: "trial", statistic: "events" })).toBe(counts.trial_events);
    expect(value({ variable: "crude", group: "control", statistic: "events" })).toBe(counts.control_events);
  });

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

  it("has R's hazard ratios: crude, ATT-weighted with robust variance, matched clustered by pair", () => {
    expectEffect("main", "crude", oracle.crude);
    expectEffect("main", "weighted", oracle.weighted);
    expectEffect("main", "matched", oracle.matched);
    expectClose(oracle.weighted.hr, 0.7006820551, "R today against the published target");
    expectClose(oracle.matched.hr, 0.7183812611, "R today against the published target");
  });

  it("has R's propensity model, ESS, caliper and pairs", () => {
    const model = results.records.find(
      (record) =>
        record.kind === "listing" &&
        record.listing === "propensity_model" &&
        record.variant === "main" &&
        record.population === "attWeights",
    );
    const rows = model?.kind === "listing" ? model.rows : [];
    const expected = Object.values(oracle.coefficients as Record<string, number>);
    expect(rows).toHaveLength(expected.length);
    for (const [k, row] of rows.entries()) expectClose(row[1] as number, expected[k]!, `coefficient ${row[0]}`);
    expectClose(
      value({ population: "attWeights", group: "control", statistic: "effective_sample_size", stage: "design" }),
      oracle.ess,
      "ESS",
    );
    expectClose(
      value({ population: "attWeights", group: "control", statistic: "largest_weight_share" }),
      oracle.largest_share,
      "share",
    );
    expectClose(value({ population: "attWeights", statistic: "c_statistic" }), oracle.c_statistic, "c-statistic");
    expectClose(value({ population: "matched", statistic: "caliper" }), oracle.caliper, "caliper");
    expect(value({ population: "matched", statistic: "pairs" })).toBe(oracle.pairs);
    expect(value({ variable: "matched", group: "trial", statistic: "events" })).toBe(
      oracle.matched_counts.trial_events,
    );
    expect(value({ variable: "matched", group: "control", statistic: "events" })).toBe(
      oracle.matched_counts.control_events,
    );
  });

  it("has R's standardised mean differences before and after", () => {
    const levels: Record<string, [string, string | null]> = {
      size_20: ["size", "<=20"],
      size_20_50: ["size", "20-50"],
      size_50: ["size", ">50"],
    };
    const compare = (population: string, expected: Record<string, number>) => {
      for (const [name, smd] of Object.entries(expected)) {
        const [variable, level] = levels[name] ?? [name, null];
        const got = value({ stage: "design", population, variable, level, statistic: "smd" });
        expect(Math.abs(got - smd), `${population} ${name}: ${got} against R's ${smd}`).toBeLessThanOrEqual(1e-8);
      }
    };
    compare("eligible", oracle.smd_before);
    compare("attWeights", oracle.smd_weighted);
    compare("matched", oracle.smd_matched);
  });

  it("has R's medians, quartiles, reverse Kaplan–Meier follow-up and log-rank test", () => {
    const median = (variable: string, group: string, r: Record<string, number | null>) => {
      const names = { q1: r.q1, median: r.median, median_lower: r.lower, median_upper: r.upper, q3: r.q3 };
      for (const [statistic, expected] of Object.entries(names)) {
        const got = selectStatistic(results.records, { variant: "main", variable, group, statistic });
        expect(got.value, `${variable} ${group} ${statistic}`).toBe(expected ?? null);
        if (expected == null) expect(got.status).toBe("not_estimable");
      }
    };
    median("crude", "trial", oracle.median_trial);
    median("crude", "control", oracle.median_control);
    median("weighted", "control", oracle.median_control_weighted);
    for (const group of ["trial", "control"] as const) {
      const r = oracle[`follow_up_${group}`];
      expect(value({ variable: "crude", group, statistic: "follow_up_median" })).toBe(r.median);
      expect(value({ variable: "crude", group, statistic: "follow_up_median_lower" })).toBe(r.lower);
      expect(value({ variable: "crude", group, statistic: "follow_up_median_upper" })).toBe(r.upper);
    }
    expectClose(value({ variable: "crude", statistic: "log_rank_chi_squared" }), oracle.logrank.chisq, "log-rank");
    expectClose(value({ variable: "crude", statistic: "log_rank_p" }), oracle.logrank.p, "log-rank p");
    for (const [variable, r] of [
      ["crude", oracle.ph_crude],
      ["weighted", oracle.ph_weighted],
    ] as const) {
      expectClose(
        value({ variable, statistic: "proportional_hazards_chi_squared" }),
        r.chisq,
        `${variable} proportional hazards`,
      );
      expectClose(value({ variable, statistic: "proportional_hazards_p" }), r.p, `${variable} proportional hazards p`);
    }
  });

  it("has R's sensitivity, diagnostic and context estimates", () => {
    expectEffect("censoredAtRecurrenceFollowUp", "weighted", oracle.censored_weighted);
    expectEffect("censoredAtRecurrenceFollowUp", "matched", oracle.censored_matched);
    expect(
      value({ variant: "censoredAtRecurrenceFollowUp", variable: "weighted", group: "control", statistic: "events" }),
    ).toBe(oracle.censored_events);
    expectEffect("nullCheck", "weighted", oracle.null_check);
    expectEffect("withinTrial", "crude", oracle.within_crude);
    expectEffect("withinTrial", "weighted", oracle.within_weighted);
  });

  it("shows the chemotherapy-treated subset as a positivity failure and estimates nothing from it", () => {
    const at = { variant: "chemotherapyTreated" } as const;
    expect(
      value({ ...at, stage: "cohort", population: "eligible", group: "control", variable: null, statistic: "n" }),
    ).toBe(oracle.chemo_n);
    expectClose(
      value({ ...at, stage: "design", population: "attWeights", group: "control", statistic: "effective_sample_size" }),
      oracle.chemo_ess,
      "ESS",
    );
    const effect = selectStatistics(results.records, { ...at, stage: "outcomes" });
    expect(effect.map(({ statistic, status }) => [statistic, status])).toEqual([["hazard_ratio", "not_estimable"]]);
    expect(effect[0]!.note).toContain("Effective sample size");
    expectClose(
      value({
        stage: "design",
        population: "eligible",
        variable: "chemotherapy",
        group: "control",
        statistic: "proportion",
      }),
      oracle.chemo_share,
      "chemotherapy",
    );
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
