import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { type StudyEstimateId, studyEstimates } from "../../src/pipeline/study-catalogue.js";
import { replaceMeasured } from "../../src/pipeline/study-document.js";
import type { StudyEstimate } from "../../src/pipeline/study-estimates.js";
import type { ReplicateResult } from "../../src/pipeline/study-replicate.js";
import type { StudyOutcome } from "../../src/pipeline/study-run.js";
import { scenarios, studyDefaults, studyWorld } from "../../src/pipeline/study-settings.js";
import { summariseStudy } from "../../src/pipeline/study-summary.js";
import { deriveTruth } from "../../src/pipeline/world-truth.js";
import { resolveWorld } from "../../src/simulate/world.js";

const root = resolve(import.meta.dirname, "../..");
const world = resolveWorld({ truthPatients: 50, effect: 0 });
const truth = deriveTruth(world, () => undefined);

/** Four replicates: truth 0, estimates 0.1, 0.3, −0.1 and none; standard errors 0.1, 0.2 and, from an interval, 0.1. */
const half = 1.959963984540054 * 0.1;
const made: readonly (StudyEstimate | null)[] = [
  { estimate: 0.1, se: 0.1, lower: -0.1, upper: 0.3, p: 0.32 },
  { estimate: 0.3, se: 0.2, lower: 0.05, upper: 0.55, p: 0.01 },
  { estimate: -0.1, se: null, lower: -0.1 - half, upper: -0.1 + half, p: 0.06 },
  null,
];
const outcome = {
  results: scenarios.flatMap(({ id }) =>
    made.map(
      (each, i): ReplicateResult => ({
        scenario: id,
        replicate: i + 1,
        patients: { trial: 1, control: 1 },
        estimates: Object.fromEntries(
          Object.keys(studyEstimates).map((name) => [name, name === "pfsCrude" ? null : each]),
        ) as ReplicateResult["estimates"],
      }),
    ),
  ),
  truths: Object.fromEntries(scenarios.map(({ id }) => [id, { world, truth }])) as StudyOutcome["truths"],
};
const summary = summariseStudy(outcome);
const of = (estimate: StudyEstimateId) =>
  summary.find((row) => row.scenario === "measuredNull" && row.estimate === estimate)!;

describe("the summary of replicates", () => {
  it("is bias, spread, model error, coverage and rejection with their Monte Carlo errors, by hand", () => {
    const { replicates, notEstimable, trueValue, measures } = of("responseWeighted");
    expect([replicates, notEstimable, trueValue]).toEqual([3, 1, 0]);
    // Mean (0.1 + 0.3 − 0.1)/3; deviations 0, 0.2, −0.2: variance 0.08/2.
    expect(measures!.bias.value).toBeCloseTo(0.1, 12);
    expect(measures!.bias.error).toBeCloseTo(0.2 / Math.sqrt(3), 12);
    expect(measures!.empiricalError.value).toBeCloseTo(0.2, 12);
    expect(measures!.empiricalError.error).toBeCloseTo(0.2 / Math.sqrt(4), 12);
    // Variances 0.01, 0.04, 0.01: mean 0.02, their own variance 0.0003.
    expect(measures!.modelError.value).toBeCloseTo(Math.sqrt(0.02), 12);
    expect(measures!.modelError.error).toBeCloseTo(Math.sqrt(0.0003 / (4 * 3 * 0.02)), 12);
    expect(measures!.coverage.value).toBeCloseTo(2 / 3, 12);
    expect(measures!.coverage.error).toBeCloseTo(Math.sqrt(2 / 27), 12);
    expect(measures!.rejection.value).toBeCloseTo(1 / 3, 12);
  });

  it("has no measures where nothing could be estimated, and a row for each truth", () => {
    expect(of("pfsCrude")).toMatchObject({ replicates: 0, notEstimable: 4, measures: null });
    const truths = summary.filter((row) => row.scenario === "none" && row.estimate === "pfsWeighted");
    expect(truths.map((row) => row.truth)).toEqual(["scheduledPfs", "latentPfs"]);
  });

  it("is written between its marks, and the words around it stay", () => {
    const measurements = { replicates: 4, truths: outcome.truths, summary };
    const fresh = replaceMeasured("# Title\n\nWords.\n", measurements);
    expect(fresh).toContain("| Response, ATT weights | ");
    expect(fresh).toContain("10.00 (11.55) points");
    const framed = fresh.replace("Words.", "Other words.").concat("\nAfter.\n");
    expect(replaceMeasured(framed, measurements)).toBe(framed);
    expect(replaceMeasured(framed, { ...measurements, replicates: 5 })).toContain("5 replicates of each scenario");
  });
});

describe("the committed record of the study", () => {
  const record = JSON.parse(readFileSync(resolve(root, "docs/operating-characteristics.json"), "utf8"));

  it("is of the study's settings, and each truth of its world", () => {
    expect(record.settings).toEqual(studyDefaults);
    for (const scenario of scenarios)
      expect(record.truths[scenario.id].world).toEqual(studyWorld(studyDefaults, scenario, 0));
  });

  it("has the truth of the sample, which is of the same population and seed", () => {
    const sample = JSON.parse(readFileSync(resolve(root, "data-samples/nsclc/truth.json"), "utf8"));
    expect(record.truths.measured.truth).toEqual(sample.truth);
  });

  it("stands in the page as measured", () => {
    const page = readFileSync(resolve(root, "docs/OPERATING-CHARACTERISTICS.md"), "utf8");
    expect(replaceMeasured(page, record)).toBe(page);
  });
});
