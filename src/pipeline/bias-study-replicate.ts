import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Effects } from "../effects.js";
import type { ResultRecord } from "../results/records.js";
import type { ResultsFile } from "../results/results-file.js";
import { prepareDesigns } from "./analyse.js";
import { runBiasPanel } from "./bias-panel.js";
import { chartEffects } from "./bias-study-charts.js";
import { confounderTold } from "./bias-study-confounder.js";
import { biasStudyAnalysis, studyEstimateNames } from "./bias-study-plan.js";
import { type BiasStudyJob, type BiasStudyResult, logOf, scales } from "./bias-study-result.js";
import { type BiasStudySettings, biasScenarioOf, biasStudyWorld } from "./bias-study-settings.js";
import { preparePairs } from "./compare-pairs.js";
import { openStudy } from "./open-study.js";
import { runOutcomes } from "./run-outcomes.js";
import { deriveTruth } from "./world-truth.js";
import { writeWorld } from "./write-world.js";

const silent: Effects = {
  log: () => undefined,
  progress: () => undefined,
  now: () => 0,
  readFile: (path) => readFileSync(path),
  writeFile: (path, content) => writeFileSync(path, content),
};

/** Nothing is locked in a study: no line of it is an author's choice. */
const noLock: ResultsFile["lock"] = {
  designHash: "",
  lockHash: "",
  resultsExisted: false,
  replaced: [],
  deviations: [],
  dataDriven: [],
};

/** Does one piece of work: the result hangs on settings and job alone. */
export async function biasStudyWork(settings: BiasStudySettings, job: BiasStudyJob): Promise<BiasStudyResult> {
  return { ...job, found: job.replicate === 0 ? truthOf(settings, job) : await estimate(settings, job) };
}

/** Where the drug does nothing the truth is none exactly. */
function truthOf(settings: BiasStudySettings, { scenario }: BiasStudyJob): BiasStudyResult["found"] {
  const world = biasStudyWorld(settings, biasScenarioOf(scenario), 0);
  if (world.effect === 0) return { [scales.difference]: 0, [scales.ratio]: 0 };
  const { response, scheduledPfs } = deriveTruth(world, () => undefined);
  return { [scales.difference]: response.difference, [scales.ratio]: Math.log(scheduledPfs.hazardRatio) };
}

/** A world written to a file and read back by the engine's own stages. */
async function estimate(settings: BiasStudySettings, job: BiasStudyJob): Promise<BiasStudyResult["found"]> {
  const scenario = biasScenarioOf(job.scenario);
  const world = biasStudyWorld(settings, scenario, job.replicate);
  const folder = mkdtempSync(join(tmpdir(), "scanarm-bias-study-"));
  try {
    // The folder is this job's alone, so any number will do where a process would name its own.
    await writeWorld(world, join(folder, "world.duckdb"), silent, 0);
    const analysis = biasStudyAnalysis(settings.analysis, scenario, "world.duckdb");
    writeFileSync(join(folder, "analysis.json"), JSON.stringify(analysis));
    const study = await openStudy({ analysis: join(folder, "analysis.json"), cwd: folder, effects: silent });
    const { source, designs } = await prepareDesigns(study);
    try {
      const main = designs[0]!;
      const weights = main.designs[0]!.weights!;
      const outcomes = (await runOutcomes(study, [main], source))[0]!.records;
      const panel = await runBiasPanel(study, main, source, { outcomes, lock: noLock });
      const found: Record<string, number | null> = { ...scanEffects(outcomes), ...panelEffects(panel) };
      if (scenario.id === "unmeasured") {
        const told = confounderTold(world, main.cohort.patients, weights.weight);
        const plain = found[`scans: ${scales.ratio}`] ?? null;
        found[`confounder told: ${scales.ratio}`] = plain === null ? null : plain - told;
      }
      for (const pair of await preparePairs(main, study.plan.analysis.comparison!, source))
        Object.assign(found, chartEffects(pair, main.cohort.patients, weights, { ...settings, seed: world.seed }));
      return found;
    } finally {
      source.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Both estimates of the analysis as they stand, by scans. */
function scanEffects(outcomes: readonly ResultRecord[]): BiasStudyResult["found"] {
  const read = (variable: string, statistic: string) => {
    const is = (record: ResultRecord) => record.kind === "statistic" && record.statistic === statistic;
    const record = outcomes.find((each) => is(each) && each.group === null && each.variable === variable);
    return record?.kind === "statistic" ? record.value : null;
  };
  return {
    [`scans: ${scales.difference}`]: read(studyEstimateNames.response, "risk_difference"),
    [`scans: ${scales.ratio}`]: logOf(read(studyEstimateNames.progression, "hazard_ratio")),
  };
}

/** Effects of the panel by line and level. The rhythm found in a replicate stands in its level and is taken out. */
function panelEffects(panel: readonly ResultRecord[]): BiasStudyResult["found"] {
  return Object.fromEntries(
    panel.flatMap((record) => {
      if (record.kind !== "statistic") return [];
      const level = record.level?.replace(/, every \d+ days/, "") ?? null;
      const line = [record.variable?.split(".")[0], level].filter((part) => part !== null).join(", ");
      if (record.statistic === "hazard_ratio") return [[`${line}: ${scales.ratio}`, logOf(record.value)]];
      return record.statistic === "risk_difference" ? [[`${line}: ${scales.difference}`, record.value]] : [];
    }),
  );
}
