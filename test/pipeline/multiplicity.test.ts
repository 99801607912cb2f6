import { rmSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { analyse } from "../../src/pipeline/analyse.js";
import { openStudy } from "../../src/pipeline/open-study.js";
import { selectStatistic, selectStatistics } from "../../src/results/select.js";
import { planHashes } from "../../src/spec/plan-hashes.js";
import { documentOf } from "../report/support/report-input.js";
import type { Loose } from "../support/minimal-analysis.js";
import { quietEffects } from "../support/quiet-effects.js";
import { smallTables, writeSmallStudy } from "../support/small-study.js";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const set = (value: unknown): Loose => value as Loose;

async function openWith(alpha: number | null) {
  const folder = writeSmallStudy(smallTables(), (analysis) => {
    analysis.estimates!.mean = set({
      ...{ measure: "rmst-difference", label: "Mean", endpoint: "rfs", design: "weighted", role: "key-secondary" },
      tauDays: 100,
    });
    if (alpha !== null) analysis.multiplicity = set({ procedure: "ordered", order: ["main", "mean"], alpha });
    const reason = "a test of the family";
    analysis.designs!.weighted!.gates = set({ smd: { reason }, weightShare: { reason } });
  });
  folders.push(folder);
  return openStudy({ analysis: "study", cwd: folder, effects: quietEffects() });
}

describe("a family of tests in a study", () => {
  it("is decided by the p-values of the main analysis and told in the report, whatever it comes to", async () => {
    for (const alpha of [0.2, 1e-9]) {
      const results = await analyse(await openWith(alpha), true);
      const of = (variable: string, statistic: string) =>
        selectStatistic(results.records, { variant: "main", variable, statistic, level: null });
      const p = of("main", "p_value").value!;
      const first = p <= alpha ? 1 : 0;
      expect(of("main", "null_rejected").value).toBe(first);
      if (first === 0) expect(of("mean", "null_rejected").note).toContain("not tested");
      const { document, table } = documentOf(results);
      expect(JSON.stringify(document)).toContain("The tests are one family with a two-sided probability of");
      const note = table("14.2.5.1").footnotes.find((line) => line.startsWith("No effect, tested as one family"));
      expect(note).toContain(first === 1 ? "rejected at" : "not rejected at");
      if (first === 0) expect(note).toContain("Mean: not tested");
    }
  });

  it("is none where the plan makes none, and is locked where it makes one", async () => {
    const without = await openWith(null);
    expect(planHashes(without.plan).sensitivity).not.toHaveProperty("multiplicity.tests");
    const results = await analyse(without, true);
    expect(selectStatistics(results.records, { statistic: "null_rejected" })).toEqual([]);
    expect(JSON.stringify(documentOf(results).document)).toContain("None is adjusted for the number of tests.");
    const [one, other] = [planHashes((await openWith(0.05)).plan), planHashes((await openWith(0.025)).plan)];
    expect(one.sensitivity["multiplicity.tests"]).not.toBe(other.sensitivity["multiplicity.tests"]);
    expect(one.estimates).toEqual(other.estimates);
  });
});
