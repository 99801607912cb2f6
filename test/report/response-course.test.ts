import { describe, expect, it } from "vitest";
import { figuresOf } from "../../src/report/document/blocks-of.js";
import { compileFigure } from "../../src/report/figures/compile-figure.js";
import { figureWidth } from "../../src/report/figures/palette.js";
import { prepareFigure } from "../../src/report/html/prepare-figure.js";
import { suppressSmallCells } from "../../src/results/suppress-small-cells.js";
import { boxesOf, overlaps } from "./support/label-boxes.js";
import { listedPatients, makeCourseResults } from "./support/make-course-results.js";
import { makeImagingAnalysis } from "./support/make-imaging-results.js";
import { documentOf, isPrintOf, numbersIn, recordedValue, rowOf } from "./support/report-input.js";

const results = makeCourseResults();
const study = documentOf(results);
const table = study.table("14.2.4.1");
const recorded = (group: "trial" | "control", variable: string, name: string, level?: string): number =>
  recordedValue(
    study.input,
    { population: "eligible", group, variable: `confirmed.${variable}`, ...(level === undefined ? {} : { level }) },
    name,
  );

describe("duration of response, disease control, time to response", () => {
  it("prints counts, medians, rates and shares as they are recorded, arm by arm", () => {
    for (const [i, group] of (["trial", "control"] as const).entries()) {
      const cell = (label: string, after?: string): string => rowOf(table, label, after)[i + 1]!;
      const numbers = (label: string, after?: string) => numbersIn(cell(label, after));
      expect(cell("Responders, n (%)")).toBe(group === "trial" ? "63 (25.6%)" : "162 (13.4%)");
      const duration = "Duration of response, months (responders, Kaplan–Meier)";
      for (const [k, name] of ["median", "median_lower", "median_upper"].entries())
        expect(isPrintOf(numbers("Median (95% CI)", duration)[k]!, recorded(group, "duration", name) / 30.4375)).toBe(
          true,
        );
      const inResponse = numbers("At 6.0 months (day 183)", "In response, of all patients (95% CI)");
      for (const [k, name] of ["in_response", "in_response_lower", "in_response_upper"].entries())
        expect(isPrintOf(inResponse[k]!, 100 * recorded(group, "in_response", name, "183"))).toBe(true);
      expect(numbers("With disease control, n (%)")[0]).toBe(String(recorded(group, "disease_control", "responders")));
    }
  });

  it("marks a longest time that is censored, and nothing else", () => {
    const times = rowOf(table, "Observed time, minimum to maximum");
    const note = (group: "trial" | "control", name: string) =>
      study.input.records.getStatistic(
        { variant: "main", population: "eligible", group, variable: "confirmed.duration" },
        name,
      ).note;
    for (const [i, group] of (["trial", "control"] as const).entries()) {
      const [least, most] = times[i + 1]!.split(" to ");
      expect(least!.endsWith("+")).toBe(note(group, "time_min") === "censored");
      expect(most!.endsWith("+")).toBe(note(group, "time_max") === "censored");
    }
  });

  it("compares no responders: neither an effect nor a p-value", () => {
    const text = JSON.stringify(table.rows);
    expect(text).not.toMatch(/[Hh]azard|p-value|difference/);
    expect(study.figure("14.2.4.1").data.texts!.text!.join(" ")).not.toMatch(/ratio/);
  });
});

describe("patients drawn one by one", () => {
  const asked = (arms: readonly string[] | undefined, patients: number) => {
    const analysis = makeImagingAnalysis();
    const made = makeCourseResults(arms === undefined ? analysis : { ...analysis, report: { patientFigures: arms } });
    return { ...made, records: [...made.records, ...listedPatients("trial", patients)] };
  };
  const titles = (made: ReturnType<typeof asked>) =>
    [...documentOf(made).figures.values()]
      .filter(({ number }) => /^14\.2\.7\.[4-9]/.test(number))
      .map(({ title }) => title);

  it("are drawn where the plan asks, and not otherwise", () => {
    expect(titles(asked(undefined, 30))).toEqual([]);
    expect(titles(asked(["trial"], 30)).map((title) => title.split(":")[0])).toEqual([
      "Waterfall",
      "Spider",
      "Swimmer",
    ]);
  });

  it("a bar, a line and a bar for each; of very many a fixed choice, which the figure states", () => {
    const few = documentOf(asked(["trial"], 30));
    expect(few.figure("14.2.7.4").data.bars!.text!.length).toBe(30);
    expect(new Set(few.figure("14.2.7.5").data.points!.patient).size).toBe(30);
    expect(few.figure("14.2.7.6").data.bars!.text!.length).toBe(30);
    expect(few.figure("14.2.7.6").population).toContain("All patients, 30");
    const many = documentOf(asked(["trial"], 900));
    expect(many.figure("14.2.7.4").data.bars!.text!.length).toBe(900);
    expect(new Set(many.figure("14.2.7.5").data.points!.patient).size).toBe(150);
    expect(many.figure("14.2.7.6").population).toContain("Responders alone, 140 of 300 evenly spread");
    for (const number of ["14.2.7.4", "14.2.7.5", "14.2.7.6"]) {
      expect(() => compileFigure(many.figure(number))).not.toThrow();
      expect(prepareFigure(few.figure(number)).spec.data?.length).toBeGreaterThan(0);
      expect(overlaps(boxesOf(few.figure(number)))).toEqual([]);
    }
  });

  it("growth beyond 100 % is cut with an arrow, a new lesion has its mark", () => {
    const { data, footnotes } = documentOf(asked(["trial"], 30)).figure("14.2.7.4");
    expect(data.bars!.cut!.filter(Boolean).length).toBe(1);
    expect(data.bars!.star!.filter(Boolean).length).toBe(6);
    expect(footnotes.join(" ")).toContain("Arrow: growth above 100% is cut");
  });

  it("of an arm under the small-cell rule none are drawn, and the page says so", () => {
    const made = asked(["trial"], 30);
    // The listings alone: the rule for them asks nothing of other records.
    const listed = suppressSmallCells(listedPatients("trial", 30), 11);
    expect(listed.map((record) => (record.kind === "listing" ? record.rows.length : null))).toEqual([0, 0, 0]);
    const { document } = documentOf({ ...made, records: [...study.input.results.records, ...listed] });
    expect(JSON.stringify(document.sections)).toContain("none are drawn: the small-cell rule");
    expect(figuresOf(document.sections).filter(({ number }) => /^14\.2\.7\.[4-9]/.test(number))).toEqual([]);
  });
});

describe("figures of the course of responses", () => {
  const figures = ["14.1.5", "14.2.4.1", "14.2.7.1", "14.2.7.2", "14.2.7.3"].map((number) => study.figure(number));

  it("compile without a warning, keep their labels apart and within the page", () => {
    const analysis = makeImagingAnalysis() as { cohort: Record<"trial" | "control", { label: string }> };
    analysis.cohort.trial.label = "Adjuvant hormonal therapy with tamoxifen for two years after primary surgery";
    analysis.cohort.control.label = "Hormone-untreated patients of the cancer registry of the south-western region";
    const long = documentOf(makeCourseResults(analysis as unknown as Record<string, unknown>));
    for (const figure of [...figures, ...figures.map(({ number }) => long.figure(number))]) {
      expect(() => compileFigure(figure)).not.toThrow();
      expect(prepareFigure(figure).spec.data?.length).toBeGreaterThan(0);
      const boxes = boxesOf(figure);
      expect(overlaps(boxes), figure.number).toEqual([]);
      const width = Math.max(...boxes.map(({ right }) => right)) - Math.min(...boxes.map(({ left }) => left));
      expect(width, figure.number).toBeLessThanOrEqual(figureWidth + 1);
    }
  });

  it("bars of best change add up to everyone plotted, and those at or below −30 % are told beside the responders", () => {
    const { data, footnotes } = study.figure("14.2.7.1");
    const heights = data.parts!.text!.map((text) => Number(/: (\d+) \(/.exec(String(text))?.[1]));
    expect(heights.reduce((sum, n) => sum + n, 0)).toBe(246 - 27 + 1207 - 180);
    expect(footnotes.join(" ")).toContain(
      "at or below −30% 63 (25.6%) of all eligible, best response CR or PR 63 (25.6%)",
    );
  });

  it("intervals between scans add up to those of the arm; under the small-cell rule those of few are not drawn", () => {
    const total = (figure: ReturnType<typeof study.figure>, arm: string) =>
      figure.data.parts!.name!.reduce<number>(
        (sum, name, i) =>
          sum + (name === arm ? Number(/: (\d+) \(/.exec(String(figure.data.parts!.text![i]))?.[1]) : 0),
        0,
      );
    expect(total(study.figure("14.1.5"), "Registry, untreated")).toBe(2261);
    expect(total(study.figure("14.1.5"), "Trial, hormone-treated")).toBe(756);
    const shown = suppressSmallCells(results.records, 11, (_, group) => group === "trial");
    const weeks = shown.flatMap((record) =>
      record.kind === "statistic" && record.variable === "imaging.scan_interval_weeks" && record.group === "trial"
        ? [record]
        : [],
    );
    // The 4 and, so that it cannot be had back from the sum, one more.
    expect(weeks.filter(({ status }) => status === "suppressed").map(({ level }) => level)).toEqual(["8", "9"]);
  });

  it("each month's states add up to the arm", () => {
    const { data } = study.figure("14.2.7.3");
    const sums = new Map<string, number>();
    for (const [i, name] of data.parts!.name!.entries()) {
      const [, month, n] = /^month (\d+), .*: (\d+) \(/.exec(String(data.parts!.text![i]))!;
      const key = `${name} ${month}`;
      sums.set(key, (sums.get(key) ?? 0) + Number(n));
    }
    expect(new Set(sums.values())).toEqual(new Set([246, 1207]));
    expect(sums.size).toBe(26);
  });

  it("under the small-cell rule no number from 1 to 10 of the guarded arm stands in them, nor a step of so few", () => {
    const shown = suppressSmallCells(results.records, 11, (_, group) => group !== "trial");
    const guarded = documentOf({ ...results, records: shown });
    const counts = ["14.2.7.1", "14.2.7.3"].flatMap((number) => {
      const { parts } = guarded.figure(number).data;
      return parts!.name!.flatMap((name, i) =>
        name === "Registry, untreated" ? [Number(/: (\d+) \(/.exec(String(parts!.text![i]))?.[1])] : [],
      );
    });
    expect(counts.length).toBeGreaterThan(20);
    expect(counts.filter((n) => n < 11)).toEqual([]);
    const months = shown.flatMap((record) =>
      record.kind === "series" && record.series === "response_states" && record.group === "control"
        ? [record.columns.dead!.values]
        : [],
    )[0]!;
    expect(months.length).toBeGreaterThan(3);
    expect(months.every((n, k) => k === 0 || n === months[k - 1] || n! - months[k - 1]! >= 11)).toBe(true);
  });
});
