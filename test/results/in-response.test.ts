import { describe, expect, it } from "vitest";
import type { DesignWeights } from "../../src/frame/design-weights.js";
import { estimateEffect } from "../../src/outcomes/estimate-effect.js";
import { estimateSubgroup } from "../../src/outcomes/subgroup-effects.js";
import { makeStatistic } from "../../src/results/make-records.js";
import type { ResultRecord, Statistic } from "../../src/results/records.js";
import { suppressSmallCells } from "../../src/results/suppress-small-cells.js";
import { designSchema } from "../../src/spec/design.js";
import { estimateSchema } from "../../src/spec/estimate.js";
import { subgroupsSchema } from "../../src/spec/subgroup.js";
import { patientsIn, survivalOf, unadjusted, weighted } from "../support/outcome-frames.js";

const limit = 11;
const isGuarded = (_: string, group: string | null): boolean => group !== "trial";
/** 40 of the trial and 60 controls, followed for 200 days; the first `inTrial` and `inControl` of them respond on day 30 and stay so. */
const arm = Array.from({ length: 100 }, (_, i) => (i < 40 ? 1 : 0));
const design = designSchema.parse({ method: "unadjusted", label: "D" });
const estimate = estimateSchema.parse({
  ...{ measure: "in-response-difference", label: "E", endpoint: "orr", progression: "pfs", timeToResponse: "ttr" },
  ...{ timeDays: 100, design: "d", role: "primary" },
});

function inputOf(inTrial: number, inControl: number, weights: DesignWeights) {
  const responds = (i: number) => (i < 40 ? i < inTrial : i - 40 < inControl);
  const data = {
    ...survivalOf(
      arm.map(() => 200),
      arm.map(() => 0),
    ),
    responseDays: Int32Array.from(arm, (_, i) => (responds(i) ? 30 : 0)),
  };
  const words = { variant: "main", name: "e", role: "primary" as const, blocked: null };
  return { ...words, estimate, design, patients: patientsIn(arm), data, weights };
}
const plain = unadjusted(100);
const recordsOf = (inTrial: number, inControl: number, weights = plain): ResultRecord[] =>
  estimateEffect(inputOf(inTrial, inControl, weights));

/** Names of the statistics that are hidden, the control's marked. */
const hiddenOf = (records: readonly ResultRecord[]): string[] =>
  suppressSmallCells(records, limit, isGuarded).flatMap((record) =>
    record.kind === "statistic" && record.status === "suppressed"
      ? [`${record.group === null ? "" : `${record.group} `}${record.statistic}`]
      : [],
  );
const shares = ["in_response", "in_response_lower", "in_response_upper"].map((name) => `control ${name}`);
const effect = ["", "_lower", "_upper", "_se"].map((end) => `in_response_difference${end}`);

describe("the probability of being in response of a guarded arm, as an estimate tells it", () => {
  it("is shown where at least the limit are in response, and as many are not", () => {
    expect(hiddenOf(recordsOf(20, 20))).toEqual([]);
  });

  it("is hidden where fewer are in response, with the responders, and what would tell it beside the trial's", () => {
    expect(hiddenOf(recordsOf(20, 5)).sort()).toEqual([...shares, ...effect, "p_value", "control responders"].sort());
    // All but five: who never responded are as few.
    expect(hiddenOf(recordsOf(20, 55)).sort()).toEqual([...shares, ...effect, "p_value", "control responders"].sort());
  });

  it("is hidden weighted or not", () => {
    const weights = weighted(arm.map((side, i) => (side === 1 ? 1 : 0.5 + (i % 3) / 2)));
    expect(hiddenOf(recordsOf(20, 5, weights))).toEqual(expect.arrayContaining([...shares, ...effect, "p_value"]));
  });

  it("its responders do not give a best response away that is hidden", () => {
    const place = { variant: "main", stage: "endpoints", population: "eligible", group: "control" } as const;
    const best = (level: string, value: number) =>
      makeStatistic({ ...place, variable: "orr.best_response" }, "n", value, { level });
    const cohort = { ...place, stage: "cohort" } as const;
    const records = [
      makeStatistic(cohort, "n", 60),
      ...[best("CR", 3), best("PR", 20), best("SD", 25), best("PD", 12)],
      makeStatistic({ ...place, stage: "design", population: "d" }, "n", 60),
      ...recordsOf(20, 23),
    ];
    const shown = suppressSmallCells(records, limit, isGuarded).filter(
      (record): record is Statistic =>
        record.kind === "statistic" && record.group === "control" && record.status === "ok",
    );
    const isShown = (statistic: string, level: string | null) =>
      shown.some((record) => record.statistic === statistic && record.level === level);
    expect(isShown("n", "CR")).toBe(false);
    expect(isShown("responders", null) && isShown("n", "PR")).toBe(false);
  });

  it("takes every level of a subgroup with it, and the interaction", () => {
    const input = inputOf(30, 26, plain);
    // The first 20 controls are in one level, and all respond; of the other 40 six do.
    const level = (label: string, isIn: (i: number) => boolean) => ({
      ...{ label, weights: plain, blocked: null },
      inLevel: Uint8Array.from(arm, (_, i) => (isIn(i) ? 1 : 0)),
    });
    const first = (i: number) => (i < 40 ? i % 2 === 0 : i < 60);
    const subgroup = subgroupsSchema.parse({ sex: { by: "sex", minimum: 2 } })!.sex!;
    const levels = [level("a", first), level("b", (i) => !first(i))];
    const records = [...recordsOf(30, 26), ...estimateSubgroup(input, "sex", subgroup, levels)];
    const shown = suppressSmallCells(records, limit, isGuarded).filter(
      (record): record is Statistic =>
        record.kind === "statistic" && record.variable === "e.sex" && record.status === "ok",
    );
    expect(shown.filter(({ statistic }) => statistic.startsWith("in_response_difference"))).toEqual([]);
    expect(shown.filter(({ statistic }) => statistic.startsWith("interaction"))).toEqual([]);
    expect(shown.filter(({ statistic, group }) => statistic === "in_response" && group === "control")).toEqual([]);
  });
});
