import { describe, expect, it } from "vitest";
import { describeIntervals } from "../../src/outcomes/describe-intervals.js";
import { compileFigure } from "../../src/report/figures/compile-figure.js";
import { makeStatistic } from "../../src/results/make-records.js";
import { boxesOf, overlaps } from "./support/label-boxes.js";
import { makeImagingAnalysis, makeImagingResults } from "./support/make-imaging-results.js";
import { documentOf } from "./support/report-input.js";

const place = { variant: "main", stage: "outcomes", population: "crude", variable: "interval" } as const;
const detail = { role: "exploratory", params: { endpoint: "progressionFree" } } as const;

/** Four patients: two progressed in (30, 60], one died on day 90 exactly, one is free on day 120. Turnbull: 1/2 after 60, 1/4 after 90. */
const four = {
  rows: Int32Array.of(0, 1, 2, 3),
  set: null,
  left: Int32Array.of(30, 30, 90, 120),
  right: Int32Array.of(60, 60, 90, 0),
  rightCensored: Uint8Array.of(0, 0, 0, 1),
  arm: new Uint8Array(4),
  weight: new Float64Array(4).fill(1),
  weighted: false,
};

describe("Turnbull's curve", () => {
  const analysis = makeImagingAnalysis() as { estimates: Record<string, object> };
  const estimate = { measure: "interval-hazard-ratio", label: "PFS, intervals", endpoint: "progressionFree" };
  analysis.estimates.interval = { ...estimate, design: "crude", role: "exploratory" };
  const made = makeImagingResults(analysis as unknown as Record<string, unknown>);
  const records = [
    ...made.records.filter(({ variable }) => variable !== "interval"),
    ...["", "_lower", "_upper"].map((side, k) =>
      makeStatistic(place, `hazard_ratio${side}`, [0.7, 0.5, 0.9][k]!, detail),
    ),
    ...(["trial", "control"] as const).flatMap((group) => describeIntervals({ ...place, group }, four, detail)),
  ];
  const figure = [...documentOf({ ...made, records }).figures.values()].find(({ file }) => file.includes("turnbull"))!;

  it("by hand: a box from day 30 to 60 between 1 and 1/2, an upright on day 90 down to 1/4, flat between them", () => {
    const { falls, flats } = figure.data;
    const month = (days: number): number => Number((days / 30.4375).toPrecision(5));
    const of = (columns: typeof falls, ...names: string[]) =>
      columns!.arm!.flatMap((arm, i) => (arm === "trial" ? [names.map((name) => columns![name]![i])] : []));
    expect(of(falls, "from", "to", "above", "survival")).toEqual([
      [month(30), month(60), 1, 0.5],
      [month(90), month(90), 0.5, 0.25],
    ]);
    expect(of(flats, "from", "to", "survival")).toEqual([
      [0, month(30), 1],
      [month(60), month(90), 0.5],
    ]);
  });

  it("compiles, with the median's interval and nobody's label on another's", () => {
    expect(() => compileFigure(figure)).not.toThrow();
    expect(figure.data.texts!.text).toContain("1.0 and 2.0");
    expect(overlaps(boxesOf(figure))).toEqual([]);
    expect(figure.footnotes.join(" ")).toContain("where inside is not determined");
  });
});
