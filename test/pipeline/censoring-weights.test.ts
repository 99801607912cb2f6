import { rmSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { analyse } from "../../src/pipeline/analyse.js";
import { openStudy } from "../../src/pipeline/open-study.js";
import { selectSeries, selectStatistic } from "../../src/results/select.js";
import { documentOf } from "../report/support/report-input.js";
import type { Loose } from "../support/minimal-analysis.js";
import { quietEffects } from "../support/quiet-effects.js";
import { smallTables, writeSmallStudy } from "../support/small-study.js";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const set = (value: unknown): Loose => value as Loose;

async function resultsWith(smallCellLimit: number) {
  const censoringWeights = { reasons: "all", terms: ["age"], largest: 5 };
  const words = { endpoint: "rfs", design: "weighted", role: "sensitivity" };
  const folder = writeSmallStudy(smallTables(), (analysis) => {
    analysis.estimates!.censored = set({
      ...words,
      measure: "hazard-ratio",
      label: "Censoring weights",
      censoringWeights,
    });
    analysis.estimates!.policy = set({
      ...{ ...words, measure: "hazard-ratio", label: "Policy, resampled" },
      variance: "bootstrap",
      bootstrap: { replicates: 100 },
    });
    analysis.estimates!.resampled = set({
      ...{ ...words, measure: "hazard-ratio", label: "Censoring weights, resampled", censoringWeights },
      variance: "bootstrap",
      bootstrap: { replicates: 100 },
    });
    const reason = "a test of censoring weights";
    analysis.designs!.weighted!.gates = set({ smd: { reason }, weightShare: { reason } });
    analysis.disclosure = set({ smallCellLimit });
  });
  folders.push(folder);
  return analyse(await openStudy({ analysis: "study", cwd: folder, effects: quietEffects() }), true);
}

describe("an estimate with censoring weights in a study", () => {
  it("is estimated beside the treatment-policy estimate, with a bootstrap that makes all weights anew", async () => {
    const { records } = await resultsWith(0);
    const of = (variable: string, statistic: string, group: string | null = null) =>
      selectStatistic(records, { variant: "main", variable, statistic, group });
    expect(of("censored", "hazard_ratio").value).not.toBe(of("main", "hazard_ratio").value);
    expect(of("resampled", "hazard_ratio").value).toBe(of("censored", "hazard_ratio").value);
    expect(of("resampled", "hazard_ratio").params.variance).toMatch(
      /the design carried out anew, 100 resamples, censoring weights made anew$/,
    );
    expect(of("resampled", "log_hazard_ratio_se").value).not.toBe(of("censored", "log_hazard_ratio_se").value);
    // The same resamples without censoring weights: no path may overlook them.
    expect(of("resampled", "log_hazard_ratio_se").value).not.toBe(of("policy", "log_hazard_ratio_se").value);
    expect(of("censored", "n", "control").value).toBe(of("main", "n", "control").value);
  });

  it("tells in the report what it is an estimate of and how its weights are spread", async () => {
    const { document } = documentOf(await resultsWith(0));
    const text = JSON.stringify(document);
    expect(text).toContain("As it would be had nobody been censored before the end of the comparison");
    expect(text).toMatch(
      /Censoring weights over patients at risk and event days \(1 on average if their model holds\): \w+/,
    );
    expect(text).toContain("take the weights as known");
  });

  it("shows under the small-cell rule no curve row but of as many events, whatever its weights", async () => {
    const { records } = await resultsWith(4);
    const [open] = [(await resultsWith(0)).records];
    const rows = (from: typeof records) =>
      selectSeries(from, { variable: "censored", group: "control", series: "kaplan_meier" })[0]!.columns.time_days!
        .values.length;
    const eventRows = (from: typeof records) =>
      selectSeries(from, {
        variable: "censored",
        group: "control",
        series: "kaplan_meier",
      })[0]!.columns.events!.values.filter((value) => (value ?? 0) > 0).length;
    const ended = selectSeries(open, { variable: "main", group: "control", series: "kaplan_meier" })[0]!.columns
      .time_days!;
    // Split rows make no row of the curve: it has the times of the plain one.
    expect(
      selectSeries(open, { variable: "censored", group: "control", series: "kaplan_meier" })[0]!.columns.time_days!
        .values,
    ).toEqual(ended.values);
    expect(rows(records)).toBeLessThanOrEqual(1 + Math.ceil(eventRows(open) / 4));
    expect(rows(open)).toBeGreaterThan(rows(records));
  });
});
