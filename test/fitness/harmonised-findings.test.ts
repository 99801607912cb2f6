import { describe, expect, it } from "vitest";
import { findHarmonised } from "../../src/fitness/harmonised-findings.js";
import { judge } from "../../src/fitness/judge.js";
import { makeNotEstimable, makeStatistic } from "../../src/results/make-records.js";
import { fitnessSchema } from "../../src/spec/fitness.js";

const none = fitnessSchema.parse({});
const place = { variant: "main", stage: "cohort", population: "eligible", variable: "entropy" } as const;

describe("what scanners still explain of a radiomic covariate after ComBat", () => {
  const judged = (p: number) =>
    findHarmonised([
      makeStatistic(place, "batch_p", 1e-9, { level: "before" }),
      makeStatistic(place, "batch_p", p, { level: "after" }),
    ]).map((finding) => judge(finding, none));

  it("is met where chance explains it, and calls for caution where it does not", () => {
    expect(judged(0.4).map(({ status, value }) => [status, value])).toEqual([["met", 0.4]]);
    expect(judged(0.01).map(({ status }) => status)).toEqual(["caution"]);
  });

  it("is not assessable where the test is not estimable, with its reason", () => {
    const found = findHarmonised([makeNotEstimable(place, "batch_p", "one batch only", { level: "after" })]);
    expect(found.map((finding) => judge(finding, none)).map(({ status, note }) => [status, note])).toEqual([
      ["not assessable", "one batch only"],
    ]);
  });
});
