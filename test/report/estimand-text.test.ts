import { describe, expect, it } from "vitest";
import { selectEstimates } from "../../src/report/records/estimate-results.js";
import { readResults } from "../../src/report/records/read-results.js";
import { describeEstimand } from "../../src/report/sections/estimand.js";
import { makeStatistic } from "../../src/results/make-records.js";
import type { ResultRecord } from "../../src/results/records.js";
import type { ResultsFile } from "../../src/results/results-file.js";
import { makeAnalysis } from "./support/make-analysis.js";
import { makeResults } from "./support/make-results.js";

const whole = makeResults();

/** The sentence of an estimate of the main analysis, over results changed by `change`. */
function sentence(estimate: string, change: (records: readonly ResultRecord[]) => readonly ResultRecord[] = (r) => r) {
  const results: ResultsFile = { ...whole, records: [...change(whole.records)] };
  const input = readResults(results);
  const result = selectEstimates(input).find(({ name, variant }) => name === estimate && variant.id === "main");
  if (result === undefined) throw new Error(`no estimate ${estimate}`);
  return describeEstimand(input, result);
}

const isAt = (
  record: ResultRecord,
  population: string,
  group: string,
  variable: string | null,
  name: string,
): boolean =>
  record.kind === "statistic" &&
  record.variant === "main" &&
  record.population === population &&
  record.group === group &&
  record.variable === variable &&
  record.statistic === name;

/** Replaces a count of one arm of the weighted design or of its estimate, or adds it. */
function withCount(group: "trial" | "control", variable: string | null, name: string, value: number) {
  const stage = variable === null ? "design" : "outcomes";
  const place = { variant: "main", stage, population: "weighted", group, variable } as const;
  return (records: readonly ResultRecord[]): readonly ResultRecord[] => [
    ...records.filter((record) => !isAt(record, "weighted", group, variable, name)),
    makeStatistic(place, name, value),
  ];
}

describe("whose effect an estimate is", () => {
  it("is that of the trial's eligible patients where everybody is analysed", () => {
    const text = sentence("rfsWeighted");
    expect(text).toContain("ATT, the average effect in the trial's eligible patients, by propensity-score weights");
    expect(text).toContain("Every eligible patient is analysed.");
  });

  it("is nobody's where an arm has nobody left", () => {
    const text = sentence("rfsWeighted", withCount("trial", "rfsWeighted", "n_without_endpoint", 246));
    expect(text).toContain(
      "No contrast is made: 0 of 246 eligible patients of the trial arm can be analysed (left out: 246 without the endpoint).",
    );
  });

  it("is that of the analysed trial patients where some are left out, with the reasons on each side", () => {
    const steps = [
      withCount("trial", "rfsWeighted", "n", 224),
      withCount("trial", null, "n_incomplete", 7),
      withCount("trial", "rfsWeighted", "n_without_endpoint", 15),
      withCount("control", "rfsWeighted", "n", 1177),
      withCount("control", null, "n_trimmed", 30),
    ];
    const text = sentence("rfsWeighted", (records) => steps.reduce((all, step) => step(all), records));
    expect(text).toContain("in those of the trial's eligible patients who are analysed (224 of 246)");
    expect(text).toContain(
      "224 of 246 eligible patients of the trial arm (left out: 7 lacking a covariate of the design and 15 without the endpoint)",
    );
    expect(text).toContain(
      "1177 of 1207 eligible patients of the control arm (left out: 30 trimmed for their propensity)",
    );
  });

  it("stays that of all trial patients where controls alone are left out", () => {
    const steps = [withCount("control", "rfsWeighted", "n", 1200), withCount("control", null, "n_outside_support", 7)];
    const text = sentence("rfsWeighted", (records) => steps.reduce((all, step) => step(all), records));
    expect(text).toContain("ATT, the average effect in the trial's eligible patients, by");
    expect(text).toContain("7 with a propensity outside the other arm's range), and all of the trial arm.");
  });

  it("says how many weights were cut", () => {
    const place = { variant: "main", stage: "design", population: "weighted" } as const;
    const text = sentence("rfsWeighted", (records) => [...records, makeStatistic(place, "truncated", 62)]);
    expect(text).toContain("Weights cut: 62; the weighted patients stand for that population only nearly.");
  });

  it("is that of the matched trial patients after matching, with those without a match on each side", () => {
    const text = sentence("rfsMatched");
    expect(text).toMatch(/^ATT among matched trial patients \(\d+ of 246 eligible\): nearest-neighbour/);
    expect(text).toMatch(/control arm \(left out: \d+ without a match\)/);
  });

  it("is nobody's for an unadjusted estimate, whatever its role", () => {
    const analysis = makeAnalysis();
    const estimates = analysis.estimates as Record<string, Record<string, unknown>>;
    estimates.rfsCrude = { ...estimates.rfsCrude, role: "primary" };
    estimates.rfsWeighted = { ...estimates.rfsWeighted, role: "sensitivity" };
    const input = readResults(makeResults(analysis));
    const [first] = selectEstimates(input);
    expect(first?.name).toBe("rfsCrude");
    const text = first === undefined ? "" : describeEstimand(input, first);
    expect(text).toContain("no causal estimand is claimed");
    expect(text).toContain("Role: primary.");
    expect(text).not.toContain("for context");
  });
});
