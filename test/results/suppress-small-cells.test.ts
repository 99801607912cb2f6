import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { crossLevel } from "../../src/results/cross-level.js";
import { makeSeries, makeStatistic, type Place } from "../../src/results/make-records.js";
import type { ResultRecord, Statistic } from "../../src/results/records.js";
import { selectStatistics } from "../../src/results/select.js";
import { suppressSmallCells } from "../../src/results/suppress-small-cells.js";

const cohort = { variant: "main", stage: "cohort", population: "attrition", group: "trial" } as const;
const design: Place = { variant: "main", stage: "design", population: "eligible", group: "trial" };

function attrition(counts: readonly number[]): ResultRecord[] {
  return counts.flatMap((n, k) => [
    makeStatistic({ ...cohort, variable: `step-${k}` }, "n_remaining", n),
    makeStatistic({ ...cohort, variable: `step-${k}` }, "n_removed", k === 0 ? 0 : counts[k - 1]! - n),
  ]);
}

const eligible = (n: number): ResultRecord => makeStatistic({ ...cohort, population: "eligible" }, "n", n);

function hidden(records: readonly ResultRecord[]): string[] {
  return records.flatMap((record) =>
    record.kind === "statistic" && record.status === "suppressed"
      ? [`${record.statistic} ${record.variable ?? ""} ${record.level ?? ""}`.trim()]
      : [],
  );
}

describe("small-cell suppression", () => {
  it("does nothing at limit 0", () => {
    const records = attrition([100, 97, 50]);
    expect(suppressSmallCells(records, 0)).toEqual(records);
  });

  it("hides a small count and never lets a zero count as small", () => {
    const records = [
      makeStatistic(design, "n_missing", 0),
      makeStatistic({ ...design, variable: "x" }, "n_missing", 4),
    ];
    expect(hidden(suppressSmallCells(records, 11))).toEqual(["n_missing x"]);
  });

  it("hides a second count wherever one hidden count would follow from the others: attrition", () => {
    // 3 removed at step 1: 100 − 97 would tell it.
    expect(hidden(suppressSmallCells([...attrition([100, 97, 50]), eligible(50)], 11)).length).toBeGreaterThan(1);
  });

  it("hides a second count where few patients of a design lack the endpoint: n of the design less n analysed would tell", () => {
    const at = { variant: "main", stage: "outcomes", population: "d", group: "control", variable: "e" } as const;
    const records = [
      makeStatistic({ ...at, stage: "design", variable: null }, "n", 300),
      makeStatistic(at, "n", 297),
      makeStatistic(at, "n_without_endpoint", 3),
    ];
    expect(hidden(suppressSmallCells(records, 11))).toEqual(["n e", "n_without_endpoint e"]);
  });

  it("hides a second count where a design leaves few of the eligible out", () => {
    const at = { variant: "main", stage: "design", population: "d", group: "control" } as const;
    const records = [
      makeStatistic({ ...at, population: "eligible" }, "n", 300),
      makeStatistic(at, "n", 100),
      makeStatistic(at, "n_incomplete", 4),
      makeStatistic(at, "n_unmatched", 196),
    ];
    expect(hidden(suppressSmallCells(records, 11))).toEqual(["n_incomplete", "n_unmatched"]);
  });

  it("hides what a small number of pairs makes equal in the trial, and nothing else of the trial", () => {
    const at = { variant: "main", stage: "design", population: "matched" } as const;
    const records = [
      makeStatistic({ ...at, population: "eligible", group: "trial" }, "n", 60),
      makeStatistic({ ...at, population: "eligible", group: "control" }, "n", 90),
      makeStatistic(at, "pairs", 8),
      makeStatistic(at, "unmatched_trial", 52),
      makeStatistic(at, "unmatched_trial_share", 52 / 60),
      ...(["trial", "control"] as const).flatMap((group) => [
        makeStatistic({ ...at, group }, "n", 8),
        makeStatistic({ ...at, group }, "sum_of_weights", 8),
        makeStatistic({ ...at, group, variable: "age" }, "mean", 61.125),
      ]),
    ];
    const shown = suppressSmallCells(records, 11, (_, group) => group !== "trial");
    expect(shown.map((record) => (record.kind === "statistic" ? record.value : null))).toEqual([
      60,
      90,
      ...Array.from({ length: 9 }, () => null),
    ]);
  });

  it("hides a yes count whose no count is small, with its proportion", () => {
    const at = { ...design, variable: "smoker" };
    const records = [
      makeStatistic(design, "n", 50),
      makeStatistic(at, "n", 46, { unit: "patients" }),
      makeStatistic(at, "proportion", 0.92),
    ];
    expect(hidden(suppressSmallCells(records, 11))).toEqual(["n smoker", "proportion smoker"]);
  });

  it("hides two levels of a covariate, not one", () => {
    const level = (name: string, n: number) => makeStatistic({ ...design, variable: "stage" }, "n", n, { level: name });
    const records = [makeStatistic(design, "n", 80), level("I", 5), level("II", 30), level("III", 45)];
    expect(hidden(suppressSmallCells(records, 11))).toEqual(["n stage I", "n stage II"]);
  });

  it("hides censorings with a small number of events", () => {
    const at: Place = { variant: "main", stage: "outcomes", population: "crude", group: "trial", variable: "main" };
    const records = [makeStatistic(at, "n", 60), makeStatistic(at, "events", 3), makeStatistic(at, "censored", 57)];
    expect(hidden(suppressSmallCells(records, 11))).toEqual(["events main", "censored main"]);
  });

  it("gathers the steps of a Kaplan–Meier curve until each is of the limit at least, and ends it where fewer are at risk", () => {
    const column = (values: readonly number[]) => ({ unit: null, values });
    // 60 patients, one event a day, nobody censored: 45 events, 15 still at risk at the end.
    const days = Array.from({ length: 46 }, (_, day) => day);
    const curve = makeSeries({ ...design, variable: "main" }, "kaplan_meier", {
      time_days: column(days),
      survival: column(days.map((day) => (60 - day) / 60)),
      at_risk: column(days.map((day) => (day === 0 ? 60 : 61 - day))),
      events: column(days.map((day) => (day === 0 ? 0 : 1))),
    });
    const [cut] = suppressSmallCells([curve], 11);
    if (cut?.kind !== "series") throw new Error("a series stays one");
    expect(cut.columns.time_days!.values).toEqual([0, 11, 22, 33, 45]);
    expect(cut.columns.survival!.values).toEqual([1, 0.8167, 0.6333, 0.45, 0.25]);
    expect(cut.columns.events!.values).toEqual([null, null, null, null, null]);
    expect(cut.columns.at_risk!.values).toEqual([null, null, null, null, null]);
    expect(cut.params.small_cell_limit).toBe(11);
  });

  it("leaves no attrition step that the others give away", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 2, max: 20 }),
        (removed, limit) => {
          const counts = [30];
          for (const r of removed) counts.unshift(counts[0]! + r);
          const shown = suppressSmallCells([...attrition(counts), eligible(counts[counts.length - 1]!)], limit);
          const at = (statistic: string, k: number): Statistic =>
            selectStatistics(shown, { statistic, variable: `step-${k}` })[0]!;
          for (let k = 1; k < counts.length; k += 1) {
            const relation = [at("n_remaining", k - 1), at("n_remaining", k), at("n_removed", k)];
            expect(relation.filter((each) => each.status === "suppressed").length).not.toBe(1);
          }
          for (const record of shown)
            if (record.kind === "statistic" && record.value !== null)
              expect(record.value > 0 && record.value < limit).toBe(false);
        },
      ),
      { seed: 2 },
    );
  });
});

describe("a cross table", () => {
  const place = {
    variant: "main",
    stage: "comparison",
    population: "eligible",
    group: "control",
    variable: "p.matrix",
  } as const;
  const table = (cells: readonly (readonly [string, string, number])[]) => [
    ...cells.map(([row, column, n]) => makeStatistic(place, "n", n, { level: crossLevel(row, column) })),
    makeStatistic({ ...place, variable: "p" }, "kappa", 0.5, { params: { from_table: "p.matrix" } }),
    makeStatistic({ ...place, variable: "q" }, "kappa", 0.5, { params: { from_table: "q.matrix" } }),
  ];
  const shown = (records: readonly ResultRecord[]) =>
    records.map((record) => (record.kind === "statistic" ? record.value : null));

  it("hides a second cell in the row and in the column of a small one, so that no margin gives it away", () => {
    const records = table([
      ["yes", "yes", 40],
      ["yes", "no", 3],
      ["no", "yes", 20],
      ["no", "no", 90],
    ]);
    expect(shown(suppressSmallCells(records, 11))).toEqual([null, null, null, null, null, 0.5]);
  });

  it("keeps cells out of the lines of the small one, and what was made from the table goes with it", () => {
    const rows = ["CR", "PR", "SD"];
    const records = table(
      rows.flatMap((row, i) =>
        rows.map((column, j) => [row, column, i === 0 && j === 0 ? 2 : 30 + 3 * i + j] as const),
      ),
    );
    const values = shown(suppressSmallCells(records, 11));
    expect(values[8]).toBe(38);
    expect(values.slice(0, 9).filter((value) => value === null)).toHaveLength(4);
    expect(values[9]).toBeNull();
  });

  it("with no small cell is shown whole", () => {
    const records = table([
      ["yes", "yes", 40],
      ["no", "no", 90],
    ]);
    expect(shown(suppressSmallCells(records, 11))).toEqual([40, 90, 0.5, 0.5]);
  });

  it("hides a share of agreement whose disagreeing patients are few", () => {
    const agreement = [
      makeStatistic({ ...place, variable: "p.agreement" }, "n", 60),
      makeStatistic({ ...place, variable: "p.agreement" }, "agreeing", 55),
      makeStatistic({ ...place, variable: "p.agreement" }, "proportion", 55 / 60),
    ];
    expect(shown(suppressSmallCells(agreement, 11))).toEqual([60, null, null]);
  });

  it("takes with it what speaks of both arms, also as a series", () => {
    const table = { ...place, variable: "p.known" };
    const both = { ...place, group: null, variable: "p" };
    const params = { from_table: "p.known" };
    const records = [
      makeStatistic(table, "n", 40, { level: "evaluable" }),
      makeStatistic(table, "n", 3, { level: "not evaluable" }),
      makeStatistic(both, "tipping", 0.4, { params }),
      makeSeries(both, "grid", { share: { unit: null, values: [0, 1] } }, { params }),
    ];
    const suppressed = suppressSmallCells(records, 11);
    expect(shown(suppressed).slice(0, 3)).toEqual([null, null, null]);
    expect(suppressed[3]).toMatchObject({ columns: { share: { values: [] } }, params: { small_cell_limit: 11 } });
    expect(suppressSmallCells([records[0]!, records[2]!, records[3]!], 11)[2]).toMatchObject({
      columns: { share: { values: [0, 1] } },
    });
  });
});
