import { describe, expect, it } from "vitest";
import { makeSeries, makeStatistic } from "../../src/results/make-records.js";
import type { ResultRecord } from "../../src/results/records.js";
import { suppressSmallCells } from "../../src/results/suppress-small-cells.js";

const place = { variant: "main", stage: "outcomes", population: "d", group: "control", variable: "e" } as const;
const params = { endpoint: "ttp", composite: "pfs", time_days: 200 };
/** 100 patients: events at 1 (12 of them), 2 (3 more) and 3 (12 more), 30 competing. */
const column = (unit: string, values: readonly number[]) => ({ unit, values });
const records: ResultRecord[] = [
  makeStatistic(place, "n", 100, { params }),
  makeStatistic(place, "events", 27, { params }),
  makeStatistic(place, "competing_events", 30, { params }),
  makeStatistic(place, "censored", 43, { params }),
  ...[
    ["100", 0.12],
    ["200", 0.15],
  ].map(([level, value]) => makeStatistic(place, "incidence", value as number, { params, level: level as string })),
  makeStatistic({ ...place, group: null }, "incidence_difference", 0.1, { params }),
  makeSeries(place, "cumulative_incidence", {
    time_days: column("days", [0, 100, 200, 300]),
    incidence: column("probability", [0, 0.12, 0.15, 0.27]),
    competing_incidence: column("probability", [0, 0.1, 0.2, 0.3]),
    at_risk: column("patients", [100, 100, 60, 40]),
  }),
];

describe("cumulative incidence of a guarded arm", () => {
  it("is shown at days between which nobody or eleven had the event", () => {
    const shown = suppressSmallCells(records, 11);
    const series = shown.find((record) => record.kind === "series")!;
    expect(series.kind === "series" ? series.columns.incidence!.values : []).toEqual([0, 0.12, 0.27]);
    expect(series.kind === "series" ? series.columns.competing_incidence!.values : []).toEqual([null, null, null]);
    const status = (level: string) =>
      shown.find((record) => record.kind === "statistic" && record.level === level && record.statistic === "incidence");
    expect(status("100")).toMatchObject({ status: "ok" });
    expect(status("200")).toMatchObject({ status: "suppressed" });
    const difference = shown.find((r) => r.kind === "statistic" && r.statistic === "incidence_difference");
    expect(difference).toMatchObject({ status: "suppressed" });
  });

  it("a small number of competing events is hidden with a partner of its sum", () => {
    const few = records.map((record) =>
      record.kind === "statistic" && record.statistic === "competing_events"
        ? { ...record, value: 3 }
        : record.kind === "statistic" && record.statistic === "censored"
          ? { ...record, value: 70 }
          : record,
    );
    const hidden = suppressSmallCells(few, 11).flatMap((record) =>
      record.kind === "statistic" && record.status === "suppressed" && record.level === null ? [record.statistic] : [],
    );
    expect(hidden).toContain("competing_events");
    expect(hidden.filter((name) => ["n", "events", "censored"].includes(name)).length).toBeGreaterThan(0);
  });
});
