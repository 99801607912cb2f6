import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { combineInResponse } from "../../src/frame/combine-in-response.js";
import type { DesignWeights } from "../../src/frame/design-weights.js";
import type { SurvivalData } from "../../src/frame/outcome-data.js";
import { takeOutcome } from "../../src/frame/take-rows.js";
import { estimateEffect } from "../../src/outcomes/estimate-effect.js";
import { estimatePointEffect } from "../../src/outcomes/point-effect.js";
import { estimateSubgroup } from "../../src/outcomes/subgroup-effects.js";
import { outcomeOf } from "../../src/pipeline/outcome-of.js";
import type { ResultRecord } from "../../src/results/records.js";
import { selectStatistic, selectStatistics } from "../../src/results/select.js";
import { designSchema } from "../../src/spec/design.js";
import { estimateSchema } from "../../src/spec/estimate.js";
import { subgroupsSchema } from "../../src/spec/subgroup.js";
import { patientsIn, survivalOf, unadjusted, weighted } from "../support/outcome-frames.js";

interface Patient {
  readonly arm: number;
  readonly time: number;
  readonly status: number;
  /** 0 = none. */
  readonly response: number;
}
const patient = (arm: number, time: number, status: number, response = 0): Patient => ({ arm, time, status, response });

const estimateOf = (fields: Record<string, unknown> = {}) =>
  estimateSchema.parse({
    ...{ measure: "in-response-difference", label: "E", endpoint: "orr", progression: "pfs", timeToResponse: "ttr" },
    ...{ timeDays: 50, design: "d", role: "primary", ...fields },
  });
const crude = designSchema.parse({ method: "unadjusted", label: "D" });
const weighting = designSchema.parse({ method: "weighting", label: "D", propensity: { terms: ["age"] } });

function dataOf(list: readonly Patient[]): SurvivalData {
  const response = list.map((one) => one.response);
  const responded = response.map((day) => (day > 0 ? 1 : 0));
  return combineInResponse(
    "orr",
    survivalOf(
      list.map(({ time }) => time),
      list.map(({ status }) => status),
    ),
    survivalOf(response, responded, responded),
  );
}

function run(list: readonly Patient[], fields: Record<string, unknown> = {}, weights?: DesignWeights): ResultRecord[] {
  return estimateEffect({
    ...{ variant: "main", name: "e", role: "primary" as const, blocked: null },
    estimate: estimateOf(fields),
    design: weights === undefined ? crude : weighting,
    patients: patientsIn(list.map(({ arm }) => arm)),
    data: dataOf(list),
    weights: weights ?? unadjusted(list.length),
  });
}

const numberOf = (records: readonly ResultRecord[], statistic: string, group: string | null = null) =>
  selectStatistic(records, { statistic, group }).value;

/** Nobody is censored. Trial: three of four respond, two of them are still in response on day 50. Control: two of four respond, one is still. */
const eight = [
  patient(1, 90, 1, 20),
  patient(1, 80, 1, 40),
  patient(1, 45, 1, 30),
  patient(1, 60, 1),
  patient(0, 70, 1, 25),
  patient(0, 40, 1, 15),
  patient(0, 55, 1),
  patient(0, 30, 1),
];

describe("the difference of the probabilities of being in response", () => {
  it("by hand: without censoring it is a difference of shares of all patients, with binomial variances", () => {
    const records = run(eight);
    expect(numberOf(records, "in_response", "trial")).toBeCloseTo(2 / 4, 14);
    expect(numberOf(records, "in_response", "control")).toBeCloseTo(1 / 4, 14);
    expect(numberOf(records, "in_response_difference")).toBeCloseTo(1 / 4, 14);
    const se = Math.sqrt((0.5 * 0.5) / 4 + (0.25 * 0.75) / 4);
    expect(numberOf(records, "in_response_difference_se")).toBeCloseTo(se, 14);
    expect(numberOf(records, "in_response_difference_upper")).toBeCloseTo(0.25 + 1.959963984540054 * se, 12);
    expect(["n", "responders"].map((name) => numberOf(records, name, "trial"))).toEqual([4, 3]);
    expect(["n", "responders"].map((name) => numberOf(records, name, "control"))).toEqual([4, 2]);
  });

  it("by hand: weights move the shares", () => {
    // The control in response weighs 3, the others 1: 3/6.
    const records = run(eight, {}, weighted([1, 1, 1, 1, 3, 1, 1, 1]));
    expect(numberOf(records, "in_response", "control")).toBeCloseTo(3 / 6, 14);
    expect(numberOf(records, "in_response_difference")).toBeCloseTo(0, 14);
    expect(numberOf(records, "sum_of_weights", "control")).toBe(6);
    expect(selectStatistic(records, { statistic: "in_response_difference" }).params).toMatchObject({
      ...{ endpoint: "orr", progression: "pfs", time_to_response: "ttr", time_days: 50 },
      variance: "influence function (weights taken as known)",
    });
  });

  it("a response after progression or after the end of follow-up is none", () => {
    const late = [...eight, patient(1, 90, 0, 91), patient(0, 90, 0)];
    expect(numberOf(run(late), "responders", "trial")).toBe(3);
    expect(numberOf(run(late), "in_response", "trial")).toBeCloseTo(2 / 5, 14);
  });

  it("tells each arm on every day that is asked for, and says which lies beyond its follow-up", () => {
    const censored = [...eight, patient(1, 200, 0), patient(0, 100, 0)];
    const records = run(censored, { landmarksDays: [35, 150, 50] });
    const told = selectStatistics(records, { statistic: "in_response", group: "control" });
    expect(told.map(({ level, status }) => [level, status])).toEqual([
      ["35", "ok"],
      ["50", "ok"],
      ["150", "not_estimable"],
    ]);
    expect(told[2]!.note).toMatch(
      /^control arm: the probability of being in response at 150 days lies beyond the follow-up/,
    );
    expect(told.map(({ params }) => params.time_days)).toEqual([35, 50, 150]);
    expect(selectStatistic(records, { statistic: "in_response", group: "trial", level: "150" }).value).toBe(0);
  });

  it("has no interval of an arm where nobody or everybody is in response, and none of the difference where that is so in both", () => {
    const nobody = run(eight.map((one) => ({ ...one, response: 0 })));
    expect(numberOf(nobody, "in_response", "trial")).toBe(0);
    expect(selectStatistics(nobody, { statistic: "in_response_lower" })).toEqual([]);
    expect(numberOf(nobody, "in_response_difference")).toBe(0);
    expect(selectStatistic(nobody, { statistic: "in_response_difference_lower" }).note).toContain("no variance");
    const oneArm = run(eight.map((one) => (one.arm === 0 ? { ...one, response: 0 } : one)));
    expect(numberOf(oneArm, "in_response_difference")).toBeCloseTo(0.5, 14);
    expect(numberOf(oneArm, "in_response_difference_se")).toBeCloseTo(0.25, 14);
  });

  it("is 0, not the rounding of two curves, where all who responded have progressed", () => {
    // Three of seven respond and progress: both curves have come down to the same value by other factors, and differ by 1e-16.
    const arm = (side: number) => [
      ...[patient(side, 20, 1, 10), patient(side, 22, 1, 11), patient(side, 20, 1, 15), patient(side, 12, 1)],
      ...[1, 2, 3].map(() => patient(side, 90, 1)),
    ];
    const weight = [0.3, 1.7, 0.9, 1.1, 0.7, 2.3, 1.3];
    const records = run([...arm(0), ...arm(1)], {}, weighted([...weight, ...weight]));
    expect(numberOf(records, "in_response", "trial")).toBe(0);
    expect(numberOf(records, "in_response_difference")).toBe(0);
    expect(selectStatistic(records, { statistic: "p_value" }).note).toContain("no variance");
  });

  it.each([
    ["an arm is empty", eight.filter(({ arm }) => arm === 1), {}, "the control arm has no patient"],
    [
      "the day lies beyond follow-up",
      [...eight, patient(0, 95, 0)],
      { timeDays: 120 },
      "control arm: the probability of being in response at 120",
    ],
  ])("says why where %s", (_, list, fields, reason) => {
    const { status, note } = selectStatistic(run(list, fields), { statistic: "in_response_difference" });
    expect(status).toBe("not_estimable");
    expect(note).toContain(reason);
  });

  it("says so where outcomes tell no responses", () => {
    const { responseDays: _, ...bare } = dataOf(eight);
    const patients = patientsIn(eight.map(({ arm }) => arm));
    const records = estimateEffect({
      ...{ variant: "main", name: "e", role: "primary" as const, blocked: null, estimate: estimateOf() },
      ...{ design: crude, patients, data: bare, weights: unadjusted(8) },
    });
    expect(selectStatistic(records, { statistic: "in_response_difference" }).note).toContain("tell responses");
  });

  it("whatever the order of the rows, it is the same; weights times a constant change nothing", () => {
    const one = fc.record({
      arm: fc.integer({ min: 0, max: 1 }),
      time: fc.integer({ min: 30, max: 90 }),
      status: fc.integer({ min: 0, max: 1 }),
      response: fc.integer({ min: -40, max: 70 }).map((day) => Math.max(0, day)),
    });
    const weight = fc.double({ min: 0.1, max: 4, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(one, weight), { minLength: 4, maxLength: 40 }), (rows) => {
        const of = (list: typeof rows, factor: number) => {
          const records = run(
            list.map(([each]) => each),
            { timeDays: 45 },
            weighted(list.map(([, w]) => factor * w)),
          );
          return ["in_response_difference", "in_response_difference_se", "p_value"].map(
            (name) => selectStatistics(records, { statistic: name, group: null })[0]?.value ?? null,
          );
        };
        const [value, se, p] = of(rows, 1);
        for (const other of [of([...rows].reverse(), 1), of(rows, 7)])
          for (const [k, expected] of [value, se, p].entries())
            if (expected == null) expect(other[k]).toBeNull();
            else expect(other[k]).toBeCloseTo(expected, 10);
        if (value != null) expect(Math.abs(value)).toBeLessThanOrEqual(1);
      }),
      { seed: 11, numRuns: 60 },
    );
  });

  it("gives the same point to a resample as the estimate, from rows that may stand there twice", () => {
    const rows = Int32Array.from([0, 0, 1, 3, 4, 4, 5, 6]);
    const list = Array.from(rows, (row) => eight[row]!);
    const patients = patientsIn(list.map(({ arm }) => arm));
    const data = takeOutcome(dataOf(eight), rows);
    const covariates = { n: 8, columns: [] };
    const value = estimatePointEffect(estimateOf(), {
      patients,
      covariates,
      data,
      weights: unadjusted(8),
      design: crude,
    });
    expect(value).toBe(numberOf(run(list), "in_response_difference"));
    expect(value).toBeCloseTo(3 / 4 - 2 / 4, 14);
  });
});

describe("the outcomes of an estimate of being in response", () => {
  it("are progression of everyone, and the day of response of the responders", () => {
    const progression = survivalOf([90, 80, 70], [1, 0, 1], [1, 1, 0]);
    const response = survivalOf([20, 99, 30], [1, 0, 1], [1, 0, 1]);
    const found = outcomeOf(
      estimateOf(),
      new Map([
        ["pfs", progression],
        ["ttr", response],
      ]),
    );
    expect(found).toEqual({
      ...{ kind: "survival", endpoint: "orr", timeDays: progression.timeDays, status: progression.status },
      ...{ available: progression.available, responseDays: Int32Array.from([20, 0, 30]) },
    });
  });
});

describe("being in response within levels of a subgroup", () => {
  const list = [...eight, ...eight, ...eight];
  const patients = patientsIn(list.map(({ arm }) => arm));
  const weights = unadjusted(list.length);
  const level = (label: string, isIn: (i: number) => boolean) => ({
    ...{ label, weights, blocked: null },
    inLevel: Uint8Array.from(list, (_, i) => (isIn(i) ? 1 : 0)),
  });
  const subgroup = subgroupsSchema.parse({ sex: { by: "sex", minimum: 2 } })!.sex!;
  const input = {
    ...{ variant: "main", name: "e", role: "primary" as const, blocked: null, estimate: estimateOf() },
    ...{ design: crude, patients, data: dataOf(list), weights },
  };

  it("has the effect and each arm's probability on the estimate's day, and a test of interaction, which go with any hidden count", () => {
    const levels = [level("first", (i) => i < 8), level("others", (i) => i >= 8)];
    const records = estimateSubgroup(input, "sex", subgroup, levels);
    for (const label of ["first", "others"]) {
      const at = (statistic: string, group: string | null) =>
        selectStatistic(records, { statistic, group, level: label });
      expect(at("in_response_difference", null).value).toBeCloseTo(0.25, 14);
      expect(at("in_response", "control")).toMatchObject({ params: { from_table: "e.sex", time_days: 50 } });
      expect(at("in_response", "control").value).toBeCloseTo(0.25, 14);
      expect(at("in_response_difference", null).params.from_table).toBe("e.sex");
    }
    expect(selectStatistic(records, { statistic: "interaction_p" }).value).toBeCloseTo(1, 10);
    expect(selectStatistic(records, { statistic: "interaction_p" }).params.from_table).toBe("e.sex");
    expect(selectStatistics(records, { statistic: "p_value" })).toEqual([]);
  });
});
