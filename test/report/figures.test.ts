import { describe, expect, it } from "vitest";
import type { Figure } from "../../src/report/document/model.js";
import { compileFigure, writeVegaLite } from "../../src/report/figures/compile-figure.js";
import { figureWidth } from "../../src/report/figures/palette.js";
import { renderSvg } from "../../src/report/figures/render-svg.js";
import { prepareFigure } from "../../src/report/html/prepare-figure.js";
import { suppressSmallCells } from "../../src/results/suppress-small-cells.js";
import { boxesOf, overlaps } from "./support/label-boxes.js";
import { makeAnalysis } from "./support/make-analysis.js";
import { makeResults } from "./support/make-results.js";
import { documentOf, fonts, recordedValue } from "./support/report-input.js";

const results = makeResults();
const { input, figure, figures } = documentOf(results);

/** The figures of the same study with long arm names. */
function longNamed(): readonly Figure[] {
  const analysis = makeAnalysis() as { cohort: Record<"trial" | "control", { label: string }> };
  analysis.cohort.trial.label = "Adjuvant hormonal therapy with tamoxifen for two years after primary surgery";
  analysis.cohort.control.label = "Hormone-untreated patients of the cancer registry of the whole south-western region";
  return [...documentOf(makeResults(analysis)).figures.values()];
}

describe("every figure", () => {
  it("stands in the catalogue under its number", () => {
    expect([...figures.keys()]).toEqual([
      "9.1",
      "14.1.1",
      "14.1.2.1",
      "14.1.3.1",
      "14.1.2.2",
      "14.1.3.2",
      "14.2.2.1",
      "14.2.2.2",
      "14.2.2.3",
      "14.2.5.1",
    ]);
  });

  it("compiles without a warning, as file and with its hover layers", () => {
    for (const each of [...figures.values(), ...longNamed()]) {
      expect(() => compileFigure(each)).not.toThrow();
      expect(prepareFigure(each).spec.data?.length).toBeGreaterThan(0);
    }
  });

  it("keeps its labels apart and within the width of the page, with long arm names too", () => {
    for (const each of [...figures.values(), ...longNamed()]) {
      const boxes = boxesOf(each);
      expect(overlaps(boxes), each.number).toEqual([]);
      const width = Math.max(...boxes.map(({ right }) => right)) - Math.min(...boxes.map(({ left }) => left));
      expect(width, each.number).toBeLessThanOrEqual(figureWidth + 1);
    }
  });

  it("is drawn no wider than the page, in the shipped font, the same each time", async () => {
    for (const each of figures.values()) {
      const svg = await renderSvg(compileFigure(each), fonts);
      expect(Number(/<svg[^>]* width="([\d.]+)"/.exec(svg)?.[1]), each.number).toBeLessThanOrEqual(figureWidth + 8);
      expect(new Set(svg.match(/font-family="[^"]*"/g))).toEqual(
        new Set(['font-family="Liberation Sans, Arial, sans-serif"']),
      );
      expect(svg).not.toContain(" style=");
      expect(await renderSvg(compileFigure(each), fonts)).toBe(svg);
    }
  });

  it("has an alternative text and no data beyond five significant digits", () => {
    for (const each of figures.values()) {
      expect(each.alt.length, each.number).toBeGreaterThan(80);
      const numbers = Object.entries(each.data)
        .filter(([name]) => name !== "texts")
        .flatMap(([, columns]) => Object.values(columns).flat())
        .filter((value): value is number => typeof value === "number");
      for (const value of numbers) expect(value).toBe(Number(value.toPrecision(5)));
    }
  });

  it("keeps its specification", async () => {
    for (const [number, name] of [
      ["14.1.1", "attrition-flow"],
      ["14.1.2.1", "love-plot"],
      ["14.1.3.1", "propensity-overlap"],
      ["14.2.2.1", "kaplan-meier"],
      ["14.2.5.1", "forest"],
    ] as const) {
      const { datasets: _, ...spec } = writeVegaLite(figure(number));
      await expect(`${JSON.stringify(spec, null, 1)}\n`).toMatchFileSnapshot(`golden/${name}.vl.json`);
    }
  });
});

describe("the Kaplan–Meier figure", () => {
  const km = figure("14.2.2.1");
  const series = input.records.getSeries(
    { variant: "main", population: "weighted", group: "control", variable: "rfsWeighted" },
    "risk_table",
  );

  it("has y from 0 to 1 and a padded x domain", () => {
    const text = JSON.stringify(km.spec);
    expect(text).toContain('"domain":[0,1]');
    const [from = 0, to = 0] = JSON.parse(/"domain":(\[-[^\]]*\])/.exec(text)?.[1] ?? "[]") as number[];
    const months = [...(km.data.curve?.months ?? []), ...(km.data.tail?.months ?? [])];
    const last = Math.max(...months.map(Number));
    expect(from).toBeLessThan(0);
    expect(to).toBeGreaterThan(last);
  });

  it("prints the risk table's numbers under the ticks of its axis", () => {
    const text = JSON.stringify(km.spec);
    const ticks = JSON.parse(/"values":(\[[^\]]*\]),"grid":false/.exec(text)?.[1] ?? "[]") as number[];
    const [from = 0, to = 0] = JSON.parse(/"domain":(\[-[^\]]*\])/.exec(text)?.[1] ?? "[]") as number[];
    const width = Number(km.spec.width);
    expect(ticks.length).toBeGreaterThan(3);
    const { x = [], text: texts = [] } = km.data.texts ?? {};
    for (const tick of ticks) {
      const at = (width * (tick - from)) / (to - from);
      const i = (series.columns.time_days?.values ?? []).findIndex((d) => Math.abs((d ?? 0) / 30.4375 - tick) < 1e-3);
      const atRisk = series.columns.at_risk?.values[i] ?? Number.NaN;
      const under = texts.filter((_, k) => Math.abs(Number(x[k]) - at) < 0.01);
      expect(under).toHaveLength(6);
      expect(under.some((printed) => Math.abs(Number(printed) - atRisk) <= 0.05)).toBe(true);
    }
  });

  it("draws a step wherever survival changes and a tick wherever somebody is censored", () => {
    const curve = input.records.getSeries(
      { variant: "main", population: "weighted", group: "trial", variable: "rfsWeighted" },
      "kaplan_meier",
    );
    const survival = curve.columns.survival?.values ?? [];
    const steps = survival.filter((s, i) => i === 0 || i === survival.length - 1 || s !== survival[i - 1]).length;
    const censored = (curve.columns.censored?.values ?? []).filter((count) => (count ?? 0) > 0).length;
    const rows = (part: "curve" | "tail") => (km.data[part]?.arm ?? []).filter((arm) => arm === "trial").length;
    // Where a tail starts, its first row is the curve's last one, which may lie between two steps.
    const seam = rows("tail") === 0 ? 0 : 1;
    expect(rows("curve") + rows("tail") - seam - steps).toBeGreaterThanOrEqual(0);
    expect(rows("curve") + rows("tail") - seam - steps).toBeLessThanOrEqual(seam);
    expect(km.data.censored?.arm?.filter((arm) => arm === "trial")).toHaveLength(censored);
    expect(JSON.stringify(km.spec)).toContain('"shape":"M0,-1L0,1"');
  });

  it("is pale and has no band where fewer than ten are at risk, and says so", () => {
    const counts = { curve: km.data.curve?.atRisk ?? [], tail: km.data.tail?.atRisk ?? [] };
    expect(counts.curve.every((count) => count === null || Number(count) >= 10)).toBe(true);
    const arms = km.data.tail?.arm ?? [];
    expect(arms.length).toBeGreaterThan(0);
    for (const arm of new Set(arms)) {
      const [seam, ...after] = counts.tail.filter((_, i) => arms[i] === arm).map(Number);
      expect(seam).toBeGreaterThanOrEqual(10);
      expect(after.length).toBeGreaterThan(0);
      for (const count of after) expect(count).toBeLessThan(10);
    }
    expect(Object.keys(km.data.tail ?? {})).not.toContain("lower");
    expect(km.footnotes.join("\n")).toContain("Pale and without a band: fewer than 10 at risk");
  });

  it("tells a pointer numbers with the decimals of the tables", () => {
    const text = JSON.stringify(km.hover);
    expect(text).toContain('"title":"Months","format":".1f"');
    expect(text).toContain('"title":"Probability","format":".3f"');
    expect(text).toContain('"title":"At risk","format":".1f"');
    expect(JSON.stringify(figure("14.2.2.3").hover)).toContain('"title":"At risk","format":"d"');
  });

  it("refuses a curve that does not start with everybody", () => {
    const records = results.records.map((record) =>
      record.kind === "statistic" && record.statistic === "n" && record.variable === "rfsCrude"
        ? { ...record, value: (record.value ?? 0) + 1 }
        : record,
    );
    expect(() => documentOf({ ...results, records })).toThrow(/must start with \d+ at risk; got \d+/);
  });

  it("still draws the steps where the small-cell rule hides the events", () => {
    const records = suppressSmallCells(results.records, 11);
    const analysis = { ...makeAnalysis(), disclosure: { smallCellLimit: 11 } };
    const hidden = documentOf({ ...makeResults(analysis), records }).figure("14.2.2.1");
    // Every step shown is of 11 events at least, so far fewer are.
    expect(hidden.data.curve?.survival?.length).toBeGreaterThan(10);
    expect(hidden.data.curve?.survival?.length).toBeLessThan(120);
    expect(hidden.data.censored?.survival).toHaveLength(0);
    expect(hidden.data.texts?.text).toContain("[s]");
    expect(hidden.footnotes.join(" ")).toContain("[s] suppressed: counts from 1 to 10 are not shown");
    expect(hidden.footnotes.join(" ")).toContain("a step gathers events until they are enough");
  });

  it("has no number at risk beyond the axis where the longer curve is cut", () => {
    const isTrial = (_: string, group: string | null) => group !== "trial";
    const records = suppressSmallCells(results.records, 100, isTrial);
    const { data, controls } = documentOf({ ...results, records }).figure("14.2.2.1");
    const end = controls?.zoom?.domain[1] ?? 0;
    expect(end).toBeGreaterThan(0);
    expect(Math.max(...((controls?.zoom?.columns.at ?? []) as number[]))).toBeLessThanOrEqual(end);
    expect(data.curve?.months).toBeDefined();
  });
});

describe("the forest", () => {
  const forest = figure("14.2.5.1");

  it("shows every estimable hazard ratio and the published one, which is drawn apart", () => {
    const { label = [], point = [], published = [] } = forest.data.estimates ?? {};
    expect(label[0]).toBe("Weighted Cox model (primary)");
    expect(point[0]).toBeCloseTo(
      recordedValue(input, { population: "weighted", variable: "rfsWeighted" }, "hazard_ratio"),
      4,
    );
    expect(label.filter((_, i) => published[i] === true)).toEqual(["Randomised patients of the trial"]);
    expect(label).not.toContain("Chemotherapy-treated registry patients");
    expect(forest.data.texts?.text).toContain("NE");
    expect(JSON.stringify(forest.spec)).toContain('"type":"log"');
    expect(forest.data.texts?.text).toContain("← favours the trial arm");
  });

  it("goes on in a second figure on the same axis where a page is full", () => {
    const analysis = makeAnalysis() as { sensitivity: Record<string, { label: string }> };
    const { deathsCensored } = analysis.sensitivity;
    for (let i = 0; i < 20 && deathsCensored !== undefined; i += 1)
      analysis.sensitivity[`more${i}`] = { ...deathsCensored, label: `Further analysis ${i}` };
    const many = documentOf(makeResults(analysis));
    const parts = [many.figure("14.2.5.1"), many.figure("14.2.5.2")];
    expect(parts.map(({ title }) => title.slice(-13))).toEqual(["(part 1 of 2)", "(part 2 of 2)"]);
    expect(parts[1]?.data.texts?.text).toContain("Sensitivity analyses, continued");
    const drawn = parts.flatMap(({ data }) => data.estimates?.label ?? []);
    expect(drawn.filter((name) => String(name).startsWith("Further analysis"))).toHaveLength(20);
    const domains = parts.map(({ spec }) => /"domain":\[[^\]]*\]/.exec(JSON.stringify(spec))?.[0]);
    expect(domains[0]).toBe(domains[1]);
  }, 60_000);

  it("cuts an interval far beyond the estimates with an arrow", () => {
    const records = results.records.map((record) =>
      record.kind === "statistic" && record.statistic === "hazard_ratio_upper" && record.variable === "rfsCrude"
        ? { ...record, value: 50 }
        : record,
    );
    const wide = documentOf({ ...results, records }).figure("14.2.5.1");
    expect(wide.data.arrows?.shape).toEqual(["triangle-right"]);
    expect(Math.max(...(wide.data.estimates?.to ?? []).map(Number))).toBeLessThan(5);
    expect(forest.data.arrows?.shape).toEqual([]);
  });
});

describe("the love plot", () => {
  it("sorts by the difference before and says the worst and how many are above 0.1", () => {
    const love = figure("14.1.2.1");
    const before = (love.data.before?.smd ?? []).map(Number);
    expect(before).toEqual([...before].sort((a, b) => b - a));
    const after = (love.data.after?.smd ?? []).map(Number);
    const above = (values: readonly number[]): number => values.filter((smd) => smd > 0.1).length;
    expect(love.footnotes.join(" ")).toContain(
      `; ${above(after)} of ${after.length} above 0.1 (before: ${above(before)})`,
    );
    expect(love.footnotes.join(" ")).toContain(`SMD ${Math.max(...after).toFixed(3)} in size`);
  });
});
