import { rmSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { analyse } from "../../src/pipeline/analyse.js";
import { openStudy } from "../../src/pipeline/open-study.js";
import { compileFigure } from "../../src/report/figures/compile-figure.js";
import { selectStatistic, selectStatistics } from "../../src/results/select.js";
import { documentOf, isPrintOf, numbersIn, rowOf } from "../report/support/report-input.js";
import type { Loose } from "../support/minimal-analysis.js";
import { quietEffects } from "../support/quiet-effects.js";
import { smallTables, writeSmallStudy } from "../support/small-study.js";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const set = (value: unknown): Loose => value as Loose;

async function resultsWith(subgroups: Record<string, unknown>, smallCellLimit = 0) {
  const folder = writeSmallStudy(smallTables(), (analysis) => {
    analysis.estimates!.main!.subgroups = set(subgroups);
    analysis.estimates!.rate = set({
      ...{ measure: "risk-difference", label: "Rate", endpoint: "response", design: "crude", role: "exploratory" },
      subgroups: { stage: { by: "stage", minimum: 2 } },
    });
    for (const design of ["weighted", "matched"]) {
      const reason = "a test of subgroups";
      analysis.designs![design]!.gates = set({
        smd: { reason },
        weightShare: { reason },
        unmatchedTrial: { reason },
      });
    }
    analysis.disclosure = set({ smallCellLimit });
  });
  folders.push(folder);
  return analyse(await openStudy({ analysis: "study", cwd: folder, effects: quietEffects() }), true);
}

const subgroups = {
  stage: { by: "stage" },
  age: { by: "age", cuts: [60], label: "Age, years", weights: "anew" },
};

describe("subgroups of a study", () => {
  it("are estimated level by level, and their patients add up to the estimate's", async () => {
    const { records } = await resultsWith(subgroups);
    const n = (variable: string) => selectStatistics(records, { variant: "main", variable, statistic: "n" });
    for (const name of ["main.stage", "main.age"])
      for (const group of ["trial", "control"]) {
        const whole = selectStatistic(records, { variant: "main", variable: "main", statistic: "n", group }).value;
        const parts = n(name).filter((record) => record.group === group);
        expect(parts).toHaveLength(2);
        expect(parts.reduce((total, { value }) => total + value!, 0)).toBe(whole);
      }
    const query = { variable: "main.age", statistic: "hazard_ratio", level: "below 60" };
    expect(selectStatistic(records, query).params).toMatchObject({ weights: "anew" });
  });

  it("stand in the report as a table and a forest that print the records", async () => {
    const results = await resultsWith(subgroups);
    const { input, table, figure, tables } = documentOf(results);
    const row = rowOf(table("14.2.8.1"), "60 or more");
    const place = { variant: "main", population: "weighted", variable: "main.age", level: "60 or more" };
    const numbers = numbersIn(row[3]!);
    for (const [k, suffix] of ["", "_lower", "_upper"].entries())
      expect(isPrintOf(numbers[k]!, input.records.getStatistic(place, `hazard_ratio${suffix}`).value!)).toBe(true);
    const p = input.records.getStatistic(
      { variant: "main", population: "weighted", variable: "main.age" },
      "interaction_p",
    );
    expect(isPrintOf(rowOf(table("14.2.8.1"), "Age, years")[4]!, p.value!)).toBe(true);
    expect(figure("14.2.8.1").alt).toContain("60 or more: ");
    expect(figure("14.2.8.1").data.estimates?.label).toEqual(["All", "II", "III", "below 60", "60 or more"]);
    expect(tables.has("14.2.8.2")).toBe(true);
    // A difference of rates on a linear axis from 0; what a yes means here the plan does not tell, so that neither side is favoured.
    const { data, spec, alt } = figure("14.2.8.2");
    expect(alt).toContain("on a linear axis with a line at 0");
    expect(JSON.stringify(spec)).toContain('"type":"linear"');
    expect(data.texts?.text).toContain("more in the trial arm →");
    expect(() => compileFigure(figure("14.2.8.2"))).not.toThrow();
  });

  it("with small cells give no count away, and no effect that is made of hidden responders", async () => {
    const limit = 30;
    const { records } = await resultsWith(subgroups, limit);
    const shown = records.filter(
      (record) =>
        record.kind === "statistic" &&
        record.stage === "outcomes" &&
        record.unit === "patients" &&
        record.group === "control",
    );
    for (const record of shown)
      if (record.kind === "statistic" && record.value !== null)
        expect(record.value === 0 || record.value >= limit, `${record.variable} ${record.statistic}`).toBe(true);
    const responders = selectStatistics(records, {
      variable: "rate.stage",
      statistic: "responders",
      group: "control",
    });
    expect(responders.some(({ status }) => status === "suppressed")).toBe(true);
    const effects = selectStatistics(records, { variable: "rate.stage", statistic: "risk_difference" });
    expect(effects.map(({ status }) => status)).toEqual(["suppressed", "suppressed"]);
    const interaction = selectStatistic(records, { variable: "rate.stage", statistic: "interaction_p" });
    expect(interaction.status).toBe("suppressed");
  });
});
