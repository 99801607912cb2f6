import { describe, expect, it } from "vitest";
import { DataError } from "../../src/errors.js";
import { selectEstimates, selectHeadline } from "../../src/report/records/estimate-results.js";
import { readResults } from "../../src/report/records/read-results.js";
import { makeResults } from "./support/make-results.js";

const results = makeResults();

describe("reading results.json", () => {
  it("takes the results of the study as they are", () => {
    const input = readResults(JSON.parse(JSON.stringify(results)));
    const estimates = selectEstimates(input);
    expect(estimates.map(({ variant, name, role }) => [variant.id, name, role])).toEqual([
      ["main", "rfsWeighted", "primary"],
      ["main", "rfsMatched", "sensitivity"],
      ["main", "rfsCrude", "context"],
      ["main", "responseCrude", "exploratory"],
      ["deathsCensored", "rfsWeighted", "sensitivity"],
      ["withinTrial", "rfsWeighted", "context"],
      ["chemotherapy", "rfsWeighted", "context"],
      ["nullCheck", "rfsWeighted", "diagnostic"],
    ]);
    expect(selectHeadline(estimates).name).toBe("rfsWeighted");
  });

  it.each(["0", "2", 1, undefined, null])("refuses resultsVersion %s and says which it reads", (version) => {
    expect(() => readResults({ ...results, resultsVersion: version })).toThrow(DataError);
    expect(() => readResults({ ...results, resultsVersion: version })).toThrow(/must have resultsVersion "1"; got/);
    expect(() => readResults(null)).toThrow(/got none/);
  });

  it("names the field that is broken", () => {
    expect(() => readResults({ ...results, records: [{ kind: "statistic" }] })).toThrow(/records\.0\.variant/);
  });

  it("refuses a plan that does not have the hash the file states", () => {
    const plan = { ...results.plan, seed: 77 };
    expect(() => readResults({ ...results, plan })).toThrow(/must have the hash it states/);
  });

  it("refuses a plan that is no analysis", () => {
    const { cohort: _, ...plan } = results.plan;
    expect(() => readResults({ ...results, plan })).toThrow(/cohort is missing/);
  });

  it("names a record that is missing, with its place", () => {
    const records = results.records.filter((r) => !(r.kind === "statistic" && r.statistic === "hazard_ratio"));
    expect(() => selectEstimates(readResults({ ...results, records }))).toThrow(
      /lacks statistic hazard_ratio \(variant main, population matched, variable rfsMatched\)/,
    );
  });

  it("refuses two records at one place", () => {
    const twice = results.records.find((r) => r.kind === "series");
    expect(twice).toBeDefined();
    const records = [...results.records, ...(twice === undefined ? [] : [twice])];
    expect(() => readResults({ ...results, records })).toThrow(/two records of series/);
  });

  it("writes out characters that would act instead of being seen", () => {
    const plan = { ...results.plan, title: "a\u202eb\u0000c\td\u200f" };
    const read = readResults({ ...results, plan });
    expect(read.plan.analysis.title).toBe("a[U+202E]b[U+0000]c d[U+200F]");
  });
});
