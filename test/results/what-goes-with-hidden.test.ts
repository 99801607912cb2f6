import { describe, expect, it } from "vitest";
import { countRelations } from "../../src/results/disclosure/count-relations.js";
import { suppressStates } from "../../src/results/disclosure/suppress-series.js";
import { makeSeries, makeStatistic, type Place } from "../../src/results/make-records.js";
import type { ResultRecord } from "../../src/results/records.js";
import { suppressSmallCells } from "../../src/results/suppress-small-cells.js";

const limit = 11;
const eligible: Place = { variant: "main", stage: "design", population: "eligible", group: "control" };
const isGuarded = (_: string, group: string | null): boolean => group !== "trial";
const show = (records: readonly ResultRecord[]) => suppressSmallCells(records, limit, isGuarded);
const numberOf = (record: ResultRecord | undefined) => (record?.kind === "statistic" ? record.value : undefined);

describe("what goes with a hidden count", () => {
  const linesOf = (weights: number): ResultRecord[] => {
    const at = { ...eligible, population: "d" };
    return [
      makeStatistic(at, "n", 300, { unit: "lines" }),
      makeStatistic(at, "sum_of_weights", weights),
      makeStatistic(at, "effective_sample_size", 270, { unit: "patients" }),
      makeStatistic({ ...at, variable: "site" }, "n", 6, { unit: "lines" }),
      makeStatistic({ ...at, variable: "site" }, "proportion", 0.02),
    ];
  };

  it("is the share among lines that weigh alike, though their patients are fewer than the lines", () => {
    expect(numberOf(show(linesOf(300))[4])).toBeNull();
  });

  it("is not the share among lines that weigh differently", () => {
    expect(numberOf(show(linesOf(170.25))[4])).toBe(0.02);
  });

  const states = makeSeries(
    { ...eligible, stage: "outcomes", variable: "orr.state" },
    "response_states",
    {
      time_days: { unit: "days", values: [0, 60] },
      in_response: { unit: "patients", values: [0, 30] },
      free: { unit: "patients", values: [120, 60] },
      not_assessed: { unit: "patients", values: [0, 0] },
      progressed: { unit: "patients", values: [0, 15] },
      ended: { unit: "patients", values: [0, 0] },
      dead: { unit: "patients", values: [0, 15] },
    },
    {},
  );
  const daysOf = (records: readonly ResultRecord[]) =>
    records.flatMap((record) => (record.kind === "series" ? record.columns.time_days!.values : []));

  it("are the days of the states, which add up to the arm's number of patients", () => {
    const shownWhere = (isArmHidden: boolean) => daysOf([suppressStates(states, limit, { isGuarded, isArmHidden })]);
    expect(shownWhere(false)).toEqual([0, 60]);
    expect(shownWhere(true)).toEqual([]);
    expect(daysOf(show([makeStatistic(eligible, "n", 120), states]))).toEqual([0, 60]);
  });

  it("is how many responses are described, where that is how many the rate counts", () => {
    const at = { ...eligible, stage: "outcomes" } as const;
    const estimate = (population: string, n: number, responders: number) => [
      makeStatistic({ ...eligible, population }, "n", n),
      makeStatistic({ ...at, population, variable: population }, "n", n, { params: { endpoint: "orr" } }),
      makeStatistic({ ...at, population, variable: population }, "responders", responders, {
        params: { endpoint: "orr" },
      }),
    ];
    const params = { endpoint: "orr.duration", responses: "orr" };
    const records = [makeStatistic(eligible, "n", 120), ...estimate("crude", 120, 60)];
    const placesOf = (described: number) => {
      const own = [...records, makeStatistic({ ...at, variable: "orr.duration" }, "n", described, { params })];
      const { system } = countRelations(own, isGuarded, limit);
      return system.counts.map(({ places }) => places.map(({ record }) => record)).find((places) => places.includes(3));
    };
    expect(placesOf(60)).toEqual([3, 4]);
    expect(placesOf(61)).toEqual([3]);
  });

  it("are the first and the last year of index, which are single patients', and the overlap is told to 0.1 years", () => {
    const at = { ...eligible, stage: "cohort", variable: "concurrency.calendar" } as const;
    const shown = show([
      makeStatistic(at, "index_year_first", 2014),
      makeStatistic({ ...at, group: "trial" }, "index_year_last", 2019),
      makeStatistic({ ...at, group: null }, "calendar_overlap", 1.4976043805612593),
    ]);
    expect(shown.map(numberOf)).toEqual([null, 2019, 1.5]);
  });
});
