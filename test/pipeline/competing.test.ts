import { rmSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { analyse } from "../../src/pipeline/analyse.js";
import { openStudy } from "../../src/pipeline/open-study.js";
import { compileFigure } from "../../src/report/figures/compile-figure.js";
import { selectStatistic } from "../../src/results/select.js";
import { boxesOf, overlaps } from "../report/support/label-boxes.js";
import { documentOf, isPrintOf, numbersIn, rowOf } from "../report/support/report-input.js";
import type { Loose } from "../support/minimal-analysis.js";
import { quietEffects } from "../support/quiet-effects.js";
import { smallTables, writeSmallStudy } from "../support/small-study.js";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const set = (value: unknown): Loose => value as Loose;

/** The small study, in which every third recurrence-free time that ended was a death: recurrence alone is an endpoint of its own. */
async function results() {
  const tables = smallTables();
  const times = tables.collected_event!.filter(({ endpoint }) => endpoint === "RFS");
  for (const [k, row] of times.entries())
    tables.collected_event!.push({ ...row, endpoint: "REC", event: row.event === true && k % 3 !== 0 });
  const folder = writeSmallStudy(tables, (analysis) => {
    analysis.endpoints!.recurrence = set({
      ...{ kind: "collected-event", label: "Recurrence", event: "REC", definition: "recurrence; death competes" },
    });
    const words = { label: "E", endpoint: "recurrence", composite: "rfs", design: "crude", role: "key-secondary" };
    analysis.estimates!.ratio = set({ ...words, measure: "subdistribution-hazard-ratio", landmarksDays: [365] });
    analysis.estimates!.difference = set({
      ...{ ...words, label: "F", measure: "incidence-difference", timeDays: 365, variance: "bootstrap" },
      bootstrap: { replicates: 100 },
    });
    const reason = "a test of competing events";
    analysis.designs!.weighted!.gates = set({ smd: { reason }, weightShare: { reason } });
  });
  folders.push(folder);
  return analyse(await openStudy({ analysis: "study", cwd: folder, effects: quietEffects() }), true);
}

describe("a study with competing events", () => {
  it("estimates and prints them, resampled where asked for", async () => {
    const made = await results();
    const at = (variable: string, statistic: string) =>
      selectStatistic(made.records, { variant: "main", variable, statistic, group: null });
    expect(at("ratio", "subdistribution_hazard_ratio").status).toBe("ok");
    expect(at("difference", "bootstrap_replicates").value).toBe(100);
    const { table, input, figures } = documentOf(made);
    const shown = [...Array(4).keys()]
      .map((k) => table(`14.2.2.${k + 1}`))
      .filter(({ file }) => file.includes("incidence"));
    expect(shown.map(({ title }) => title)).toEqual(["Recurrence: E", "Recurrence: F"]);
    const cells = rowOf(shown[0]!, "By day 365 (95% CI)");
    for (const [k, group] of (["trial", "control"] as const).entries()) {
      const place = { variant: "main", population: "crude", variable: "ratio", group, level: "365" };
      expect(isPrintOf(numbersIn(cells[k + 1]!)[0]!, input.records.getStatistic(place, "incidence").value!)).toBe(true);
    }
    const drawn = [...figures.values()].filter(({ file }) => file.includes("incidence"));
    expect(drawn.map(({ title }) => title)).toEqual([
      "Recurrence, cumulative incidence: E",
      "Recurrence, cumulative incidence: F",
    ]);
    for (const group of ["trial", "control"] as const) {
      const curve = drawn[0]!.data.curve!;
      const ends = curve.arm!.flatMap((arm, i) => (arm === group ? [[curve.incidence![i], curve.competing![i]]] : []));
      const series = input.records.getSeries(
        { variant: "main", population: "crude", variable: "ratio", group },
        "cumulative_incidence",
      );
      const last = ["incidence", "competing_incidence"].map((name) => series.columns[name]!.values.at(-1)!);
      expect(ends[0]).toEqual([0, 0]);
      for (const [i, value] of ends.at(-1)!.entries()) expect(Number(value)).toBeCloseTo(last[i]!, 4);
    }
    for (const figure of drawn) {
      expect(() => compileFigure(figure)).not.toThrow();
      expect(overlaps(boxesOf(figure))).toEqual([]);
    }
    const p = input.records.getStatistic({ variant: "main", population: "crude", variable: "ratio" }, "gray_p").value!;
    expect(isPrintOf(numbersIn(rowOf(shown[0]!, "Gray's test, χ²; p")[1]!)[1]!, p)).toBe(true);
  });
});
