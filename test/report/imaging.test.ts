import { describe, expect, it } from "vitest";
import { suppressSmallCells } from "../../src/results/suppress-small-cells.js";
import { imagingCounts, makeImagingAnalysis, makeImagingResults } from "./support/make-imaging-results.js";
import { makeResults } from "./support/make-results.js";
import { documentOf, rowOf } from "./support/report-input.js";

const study = documentOf(makeImagingResults());
const of = (count: number, n: number): string => `${count} (${(Math.round((1000 * count) / n) / 10).toFixed(1)}%)`;
const both = ([trial, control]: readonly [number, number]): string[] => [of(trial, 246), of(control, 1207)];

describe("the catalogue of a study on scans", () => {
  it("numbers response, progression-free and overall survival in families of their own", () => {
    const numbers = [...study.tables].map(([number, { title }]) => `${number} ${title}`);
    expect(numbers.filter((line) => /^14\.(1\.5|2)/.test(line))).toEqual([
      "14.1.5.1 Scan schedule and imaging quality by arm",
      "14.1.5.2 Rows of the readings: read and set aside",
      "14.1.5.3 Breaches of the response criteria in the readings, and how each was met",
      "14.2.2.1 Recurrence-free survival: Weighted Cox model",
      "14.2.2.2 Recurrence-free survival: Matched Cox model",
      "14.2.2.3 Recurrence-free survival: Crude Cox model [DATA DRIVEN: changed]",
      "14.2.1.1 Response at one year: Crude risk difference [DATA DRIVEN: added]",
      "14.2.1.2 Confirmed response: Confirmed response, crude",
      "14.2.1.3 Best overall response: Confirmed response",
      "14.2.2.4 Progression-free survival: PFS, crude",
      "14.2.2.5 How follow-up ended: Progression-free survival",
      "14.2.3.1 Overall survival: OS, crude",
      "14.2.3.2 How follow-up ended: Overall survival",
      "14.2.1.4 Best overall response: Chart response",
      "14.2.2.6 How follow-up ended: Chart PFS",
      "14.2.6.1 By scans and by charts: Chart response",
      "14.2.6.2 By scans and by charts: Chart PFS",
      "14.2.5.1 All estimates: main, sensitivity, context, diagnostic, published",
    ]);
    expect([...study.figures.keys()].filter((number) => /^14\.(1\.5|2\.[23])/.test(number))).toEqual([
      "14.1.5",
      "14.2.2.1",
      "14.2.2.2",
      "14.2.2.3",
      "14.2.2.4",
      "14.2.3.1",
    ]);
  });

  it("has none of it where nothing is derived here", () => {
    const plain = documentOf(makeResults());
    expect([...plain.tables.keys()].filter((number) => /^14\.(1\.5|2\.[346])/.test(number))).toEqual([]);
    expect(plain.document.sections.map(({ id }) => id)).not.toContain("imaging");
  });
});

describe("best overall response", () => {
  it("prints every category, missing too, with its share of the eligible", () => {
    const table = study.table("14.2.1.3");
    for (const [level, counts] of Object.entries(imagingCounts["confirmed.best_response"]))
      expect(rowOf(table, level === "MISSING" ? "Missing" : level).slice(1), level).toEqual(both(counts));
  });

  it("prints the denominator, who could have been confirmed, and where the modes differ", () => {
    const table = study.table("14.2.1.3");
    expect(rowOf(table, "Counted in the rate").slice(1)).toEqual(both([230, 1100]));
    expect(rowOf(table, "Confirmable, of those with a response").slice(1)).toEqual(["85.5%", "85.5%"]);
    expect(rowOf(table, "SD → PR").slice(1)).toEqual(both([0, 4]));
    const notes = table.footnotes.join(" ");
    expect(notes).toContain("CR complete response; PR partial response");
    expect(notes).toContain("at least 28 days later confirms it");
    expect(notes).toContain("RECIST 1.1, table 3, to the letter");
  });

  it("has a dash for an arm whose data cannot tell", () => {
    const table = study.table("14.2.1.4");
    expect(rowOf(table, "CR").slice(1)).toEqual(["–", of(40, 1207)]);
    expect(table.footnotes.join(" ")).toContain("–: the arm's dataset holds no source of this endpoint.");
    expect(table.footnotes.join(" ")).toContain("whether or not a later assessment confirms it");
  });
});

describe("how follow-up ended", () => {
  it("sorts situations into events, censorings and neither, in words", () => {
    const table = study.table("14.2.2.5");
    expect(rowOf(table, "progression", "Event, n (%)").slice(1)).toEqual(both([142, 680]));
    expect(rowOf(table, "new anticancer therapy before progression", "Censored, n (%)").slice(1)).toEqual(
      both([22, 160]),
    );
    expect(rowOf(table, "no time derived", "Neither, n (%)").slice(1)).toEqual(both([0, 7]));
  });

  it("says how exactly deaths are dated", () => {
    expect(rowOf(study.table("14.2.3.2"), "month", "Date of death known to the, n (%)").slice(1)).toEqual(
      both([0, 907]),
    );
  });
});

describe("scan schedule and imaging quality", () => {
  const table = study.table("14.1.5.1");

  it("prints intervals, readers, baseline and marks by arm", () => {
    expect(rowOf(table, "Intervals, n").slice(1)).toEqual(["756", "2261"]);
    expect(rowOf(table, "Median (Q1, Q3)").slice(1)).toEqual(["45.0 (42.0, 56.0)", "55.0 (47.0, 65.0)"]);
    expect(rowOf(table, "central-1").slice(1)).toEqual(both([46, 1205]));
    expect(rowOf(table, "Complete").slice(1)).toEqual(both([246, 1202]));
    expect(rowOf(table, "Baseline scan outside its window").slice(1)).toEqual(both([0, 57]));
    expect(rowOf(table, "New lesion in a region never imaged before").slice(1)).toEqual(both([0, 17]));
    expect(table.footnotes.join(" ")).toContain("every 42 days up to day 336, then every 63 days up to day 1512");
  });

  it("draws the intervals of both arms against the planned ones", () => {
    const { data, alt } = study.figure("14.1.5");
    expect(data.arms?.median).toEqual([45, 55]);
    expect(data.planned?.at).toEqual([42, 63]);
    expect(alt).toContain("median 45.0 days, middle half 42.0 to 56.0");
  });

  it("accounts for every row and every breach", () => {
    expect(rowOf(study.table("14.1.5.2"), "Used", "Rows of lesion_measurement")[1]).toBe("36000");
    expect(
      rowOf(study.table("14.1.5.2"), "In", "Rows of ehr_assessment, evidence physician note, radiology report")[1],
    ).toBe("2375");
    expect(study.table("14.1.5.3").rows[0]?.cells.map(({ text }) => text)).toEqual([
      "A baseline scan before the window",
      "imaging_study, performed_on",
      "B5",
      "use",
      "57",
    ]);
  });
});

describe("scans beside charts", () => {
  it("puts both sources of an arm side by side", () => {
    expect(study.table("14.2.6.1").columns.map(({ heading }) => heading.join(" "))).toEqual([
      "Best overall response",
      "Trial, hormone-treated scans",
      "Trial, hormone-treated charts",
      "Registry, untreated scans",
      "Registry, untreated charts",
    ]);
    expect(rowOf(study.table("14.2.6.1"), "PR").slice(1)).toEqual([of(60, 246), "–", of(150, 1207), of(210, 1207)]);
    expect(rowOf(study.table("14.2.6.2"), "death before any assessment").slice(1)).toEqual([
      of(12, 246),
      "–",
      of(100, 1207),
      "–",
    ]);
    expect(study.table("14.2.6.2").footnotes.join(" ")).toContain("Evidence: physician note, radiology report.");
  });
});

describe("small cells among derived counts", () => {
  it("are printed as suppressed", () => {
    const analysis = { ...makeImagingAnalysis(), disclosure: { smallCellLimit: 11 } };
    const results = makeImagingResults(analysis);
    const hidden = documentOf({ ...results, records: suppressSmallCells(results.records, 11) });
    expect(rowOf(hidden.table("14.2.1.3"), "CR")[1]).toBe("[s]");
    expect(rowOf(hidden.table("14.2.1.3"), "SD → PR")[2]).toBe("[s]");
  });
});
