import { rmSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { analyse } from "../../src/pipeline/analyse.js";
import { openStudy, type Study } from "../../src/pipeline/open-study.js";
import type { Statistic } from "../../src/results/records.js";
import { selectStatistic } from "../../src/results/select.js";
import { documentOf, isPrintOf, numbersIn } from "../report/support/report-input.js";
import type { Loose } from "../support/minimal-analysis.js";
import { quietEffects } from "../support/quiet-effects.js";
import { addSmallCurve, estimateOf } from "../support/small-curve.js";
import { smallTables, writeSmallStudy } from "../support/small-study.js";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const set = (value: unknown): Loose => value as Loose;
async function openWith(change: (analysis: Loose) => void = () => undefined): Promise<Study> {
  const folder = writeSmallStudy(smallTables(), (analysis) => {
    addSmallCurve(analysis);
    change(analysis);
  });
  folders.push(folder);
  return openStudy({ analysis: "study", cwd: folder, effects: quietEffects() });
}

const effectOf = (records: Parameters<typeof selectStatistic>[0], variant: string) =>
  selectStatistic(records, { variant, variable: "main", statistic: "hazard_ratio", group: null });

describe("a specification curve in one run", () => {
  it("does what combinations share once: cohort, endpoints, a design of one population, a propensity model of several designs", async () => {
    const study = await openWith();
    const { records } = await analyse(study, true);
    expect(study.plan.curves).toHaveLength(40);
    expect(study.clock.counts()).toEqual({
      cohorts: 1,
      "scans of lesions": 0,
      "endpoints taken as given": 2,
      // crude; ATT, overlap, matched by three sets; of these ATT by both and matched by age are the main analysis's own
      designs: 10,
      // age and stage, age, stage: of ATT, overlap and matched alike
      "propensity fits": 3,
      // 40, and the two of the main analysis
      estimates: 42,
    });
    for (const { id } of study.plan.curves) expect(effectOf(records, id).value, id).toBeGreaterThan(0);
  });

  it("has in each combination the numbers that the same patch has as a sensitivity analysis", async () => {
    const study = await openWith((analysis) => {
      analysis.sensitivity = set({
        alone: {
          ...{ label: "Alone", varies: "three things", why: "to compare", estimates: ["main"] },
          patch: {
            designs: { weighted: { estimand: "ATO", propensity: { terms: ["stage"] } } },
            ...estimateOf({ ties: "breslow" }),
          },
        },
      });
    });
    const { records } = await analyse(study, true);
    const [inCurve, alone] = ["curve.choices.overlap.stage.rfs.breslow", "alone"].map(
      (id) => effectOf(records, id).value,
    );
    expect(inCurve).toBe(alone);
    expect(inCurve).not.toBe(effectOf(records, "main").value);
    expect(effectOf(records, "curve.choices.att.both.rfs.efron").value).toBe(effectOf(records, "main").value);
  });

  it("keeps of a combination effect, counts and gates, no tables or curves; locks it by name, without its weights", async () => {
    const study = await openWith();
    const { records, lock } = await analyse(study, true);
    const own = records.filter(({ variant }) => variant === "curve.choices.matched.age.os.efron");
    expect(new Set(own.map(({ kind }) => kind))).toEqual(new Set(["statistic", "indicator"]));
    const statistics = own.filter((record): record is Statistic => record.kind === "statistic");
    expect(new Set(statistics.map(({ statistic }) => statistic))).toEqual(
      new Set([
        "n",
        "effective_sample_size",
        "largest_smd",
        "events",
        "hazard_ratio",
        "hazard_ratio_lower",
        "hazard_ratio_upper",
      ]),
    );
    expect([lock.deviations, lock.dataDriven]).toEqual([[], []]);
    expect(Object.keys(study.hashes.sensitivity)).toHaveLength(40);
  });

  it("stands in the report: sorted, with a mark for each option of each combination, and a table that prints the records", async () => {
    const results = await analyse(await openWith(), true);
    const { input, document, figure, table } = documentOf(results);
    const { estimates, options } = figure("14.2.9.1").data;
    expect(estimates!.x).toHaveLength(40);
    expect(options!.x).toHaveLength(4 * 40);
    // Pixels count from the top: a larger effect stands higher.
    const heights = estimates!.y as readonly number[];
    expect([...heights].sort((a, b) => b - a)).toEqual(heights);
    const { rows } = table("14.2.9.1");
    expect(rows).toHaveLength(40);
    const printed = rows.map(({ cells }) => numbersIn(cells.at(-1)!.text).map(Number));
    expect(printed.map(([point]) => point)).toEqual(printed.map(([point]) => point!).sort((a, b) => a - b));
    const first = input.plan.curves.find(({ label }) => label === rows[0]!.cells[1]!.text)!;
    expect(isPrintOf(numbersIn(rows[0]!.cells.at(-1)!.text)[0]!, effectOf(results.records, first.id).value!)).toBe(
      true,
    );
    const summary = selectStatistic(results.records, { population: "curves", statistic: "smallest_effect" }).value!;
    expect(summary).toBe(effectOf(results.records, first.id).value);
    const section = document.sections.find(({ id }) => id === "curves")!;
    expect(JSON.stringify(section.blocks)).toContain("Of 40 combinations 40 give an estimate.");
    expect(figure("14.2.9.1").alt).toContain(`Smallest ${rows[0]!.cells.at(-1)!.text} under ${first.label}`);
  });
});
