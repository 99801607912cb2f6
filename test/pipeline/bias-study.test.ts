import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { renderBiasMeasured } from "../../src/pipeline/bias-study-document.js";
import { biasStudyAnalysis } from "../../src/pipeline/bias-study-plan.js";
import { biasStudyWork } from "../../src/pipeline/bias-study-replicate.js";
import type { BiasStudyResult } from "../../src/pipeline/bias-study-result.js";
import { runBiasStudy } from "../../src/pipeline/bias-study-run.js";
import {
  type BiasScenarioId,
  type BiasStudySettings,
  biasScenarioOf,
  biasScenarios,
  biasStudyDefaults,
} from "../../src/pipeline/bias-study-settings.js";
import { summariseBiasStudy, summariseDirections } from "../../src/pipeline/bias-study-summary.js";
import { loadAnalysis } from "../../src/pipeline/load-analysis.js";
import type { AnalysisJson } from "../../src/spec/analysis.js";

const root = resolve(import.meta.dirname, "../..");
/** A worker runs compiled code alone; `npm test` builds it first. */
const worker = pathToFileURL(join(root, "dist/workers/bias-study-worker.js"));
const folder = mkdtempSync(join(tmpdir(), "scanarm-bias-study-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const analysis = (await loadAnalysis("analyses/nsclc-imaging", root)).input as AnalysisJson;
const settings: BiasStudySettings = {
  ...biasStudyDefaults,
  trialPatients: 120,
  carePatients: 900,
  truthPatients: 300,
  bootstrap: 20,
  analysis,
};

const difference = "risk difference";
const ratio = "log hazard ratio";

/** Lines of a log by hand: the same numbers for every scenario, so that each block has its truth and two replicates. */
function invented(of: (scenario: BiasScenarioId) => readonly Readonly<Record<string, number | null>>[]) {
  return biasScenarios.flatMap(({ id }): BiasStudyResult[] =>
    [{ [difference]: 0.1, [ratio]: -0.5 }, ...of(id)].map((found, replicate) => ({ scenario: id, replicate, found })),
  );
}

describe("the summary of the study of corrections", () => {
  const results = invented((scenario) =>
    scenario === "charts"
      ? [
          {
            [`charts of controls: ${difference}`]: 0.3,
            [`charts corrected by sensitivity and specificity: ${difference}`]: 0.2,
            [`charts corrected by category: ${difference}`]: null,
            [`control shift: ${difference}`]: 0.04,
            [`control shift, lower: ${difference}`]: 0.01,
            [`control shift, upper: ${difference}`]: 0.07,
          },
          {
            [`charts of controls: ${difference}`]: 0.1,
            [`charts corrected by sensitivity and specificity: ${difference}`]: 0.16,
            [`charts corrected by category: ${difference}`]: 0.1,
            [`control shift: ${difference}`]: 0,
            [`control shift, lower: ${difference}`]: -0.03,
            [`control shift, upper: ${difference}`]: 0.01,
          },
        ]
      : [],
  );
  const row = (label: RegExp) => summariseBiasStudy(results).find((each) => label.test(each.label));

  it("holds each line against the truth of its world, with the Monte Carlo error of a mean", () => {
    const start = row(/^Trial by scans, controls by charts/);
    // Errors 0.2 and 0: mean 0.1, standard deviation 0.2/√2, over √2.
    expect(start?.measures?.meanError.value).toBeCloseTo(0.1, 12);
    expect(start?.measures?.meanError.error).toBeCloseTo(0.1, 12);
    expect(start?.measures?.rmse.value).toBeCloseTo(Math.sqrt(0.02), 12);
    expect(start?.measures?.gain).toBeNull();
  });

  it("says by how much, and how often, a correction is nearer the truth than what it starts from", () => {
    const corrected = row(/Rogan–Gladen/);
    // Errors 0.1 and 0.06 against 0.2 and 0: 0.08 against 0.1 on average, nearer in the first only.
    expect(corrected?.measures?.gain?.value).toBeCloseTo(0.02, 12);
    // Paired gains 0.1 and −0.06: standard deviation 0.16/√2, over √2.
    expect(corrected?.measures?.gain?.error).toBeCloseTo(0.08, 12);
    expect(corrected?.measures?.nearer).toEqual({ value: 0.5, error: Math.sqrt(0.125) });
  });

  it("counts what could not be estimated, and measures nothing on one replicate", () => {
    expect(row(/matrix/)).toMatchObject({ estimable: 1, replicates: 2, measures: null });
  });

  it("counts the directions told and the intervals that hold the mean shift", () => {
    const [told] = summariseDirections(results);
    expect(told).toMatchObject({ scenario: "charts", scale: difference, replicates: 2 });
    expect(told?.shift.value).toBeCloseTo(0.02, 12);
    expect([told?.above.value, told?.below.value, told?.coverage.value]).toEqual([0.5, 0, 0.5]);
  });

  it("is printed with every scenario and a dash where nothing was measured", () => {
    const lines = summariseBiasStudy(results);
    const page = renderBiasMeasured({ replicates: 2, lines, directions: summariseDirections(results) });
    for (const { label } of biasScenarios) expect(page.toLowerCase()).toContain(label.toLowerCase());
    expect(page).toContain("| 2 of 2 | 0.100 (0.100) | 0.141 (");
    expect(page).toContain("| 1 of 2 | – | – | – | – |");
  });

  it("refuses a log without the truth", () => {
    expect(() => summariseBiasStudy(results.filter(({ replicate }) => replicate > 0))).toThrow(
      "holds no truth of charts",
    );
  });
});

describe("a replicate of the study of corrections", () => {
  it("has an estimate of every line of its world's table, the same on a thread, and goes on where it was stopped", async () => {
    const logPath = join(folder, "log.jsonl");
    const run = () => runBiasStudy({ settings, replicates: 1, threads: 2, logPath, progress: () => undefined, worker });
    const results = await run();
    const names = results.flatMap(({ found }) => Object.keys(found));
    for (const wanted of [
      `scanAlignment, both arms on routine scans: ${ratio}`,
      `scanAlignment, both arms on the trial's scans: ${ratio}`,
      `notEvaluable, not evaluable like the evaluable: ${difference}`,
      `negativeControls: ${ratio}`,
      `referenceStudies: ${ratio}`,
      `confounder told: ${ratio}`,
      `charts calibrated by survival regression: ${ratio}`,
      `charts corrected by sensitivity and specificity: ${difference}`,
      `scans as intervals: ${ratio}`,
    ])
      expect(names).toContain(wanted);
    const lines = readFileSync(logPath, "utf8").trimEnd().split("\n");
    expect(lines).toHaveLength(2 * biasScenarios.length);
    writeFileSync(logPath, `${lines.slice(0, -1).join("\n")}\n${lines.at(-1)?.slice(0, 40)}`);
    expect(await run()).toEqual(results);
    const job = { scenario: "charts", replicate: 1 } as const;
    expect(await biasStudyWork(settings, job)).toEqual(
      results.find(({ scenario, replicate }) => scenario === "charts" && replicate === 1),
    );
  }, 300_000);

  it("asks for the names it needs", () => {
    const { attWeights: _gone, ...designs } = analysis.designs;
    const without = { ...analysis, designs } as AnalysisJson;
    expect(() => biasStudyAnalysis(without, biasScenarioOf("charts"), "x.duckdb")).toThrow(
      "needs an analysis with the weighting design attWeights",
    );
  });
});
