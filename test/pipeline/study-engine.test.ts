import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deriveEndpoints } from "../../src/endpoints/derive-endpoints.js";
import { toOutcomeData } from "../../src/endpoints/outcome-data.js";
import type { TimeTable } from "../../src/endpoints/time-table.js";
import type { SurvivalData } from "../../src/frame/outcome-data.js";
import type { PatientFrame } from "../../src/frame/patient-frame.js";
import { analyse } from "../../src/pipeline/analyse.js";
import { openStudy } from "../../src/pipeline/open-study.js";
import { deriveStudyEndpoints } from "../../src/pipeline/study-endpoints.js";
import { estimateReplicate, type ReplicateEstimates, readEstimate } from "../../src/pipeline/study-estimates.js";
import { deriveStudyPatients, type StudyPatients } from "../../src/pipeline/study-patients.js";
import { studyAnalysis, studyPlan } from "../../src/pipeline/study-plan.js";
import { drawStudyTables } from "../../src/pipeline/study-rows.js";
import { scenarioOf, studyDefaults, studyWorld } from "../../src/pipeline/study-settings.js";
import { writeWorld } from "../../src/pipeline/write-world.js";
import { NEVER } from "../../src/recist/lesion-rows.js";
import type { ResultsFile } from "../../src/results/results-file.js";
import { openSource, type Source } from "../../src/source/open-source.js";
import { type DerivedEndpoint, isDerived } from "../../src/spec/endpoint.js";
import { quietEffects } from "../support/quiet-effects.js";

const world = studyWorld({ ...studyDefaults, trialPatients: 120, carePatients: 1200 }, scenarioOf("measured"), 7);
const plan = studyPlan();
const main = plan.variants[0]!;
let folder: string;
let results: ResultsFile;
let source: Source;
let study: StudyPatients;
let endpoints: ReturnType<typeof deriveStudyEndpoints>;
let replicate: ReplicateEstimates;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "scanarm-study-"));
  mkdirSync(join(folder, "analysis"));
  writeFileSync(join(folder, "analysis", "analysis.json"), JSON.stringify(studyAnalysis("../rwid")));
  await writeWorld(world, join(folder, "rwid"), quietEffects(), 1);
  results = await analyse(
    await openStudy({ analysis: "analysis/analysis.json", cwd: folder, effects: quietEffects() }),
    true,
  );
  source = await openSource({ folder: join(folder, "rwid") });
  const tables = drawStudyTables(world);
  study = deriveStudyPatients(tables, main.covariates);
  endpoints = deriveStudyEndpoints(tables, study, main);
  replicate = estimateReplicate(tables, plan, world.horizonDays);
});
afterAll(() => {
  source.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("a replicate in memory against the engine on the same world, written and read", () => {
  it("has the same patients", () => {
    const n = (group: string) =>
      results.records.find(
        (record) =>
          record.kind === "statistic" &&
          record.stage === "cohort" &&
          record.population === "eligible" &&
          record.group === group &&
          record.statistic === "n",
      );
    expect(n("trial")).toMatchObject({ value: replicate.patients.trial });
    expect(n("control")).toMatchObject({ value: replicate.patients.control });
    expect(replicate.patients.trial).toBe(120);
    expect(replicate.patients.control).toBeGreaterThan(300);
  });

  it("gives every estimate of the plan to the last digit", () => {
    for (const name of Object.keys(main.estimates)) {
      const records = results.records.filter(
        (record) => record.kind === "statistic" && record.stage === "outcomes" && record.variable === name,
      );
      const own = readEstimate(records);
      expect(own, name).not.toBeNull();
      expect(replicate.estimates[name as keyof typeof replicate.estimates], name).toEqual(own);
    }
  });

  it("has the engine's progression times and intervals by scan", async () => {
    const { time, data } = await engineTimes(study.patients, "pfs");
    expect(endpoints.get("pfs")).toEqual(data);
    const { left, right, rightCensored, clearLeft } = data.interval!;
    for (let p = 0; p < study.patients.n; p += 1) {
      const engine = { left: time.interval!.left[p]!, right: time.interval!.right[p]! };
      expect(rightCensored[p]).toBe(engine.right === NEVER ? 1 : 0);
      if (engine.right !== NEVER) expect(right[p]).toBe(engine.right + 1);
      expect(left[p]).toBe(engine.left === 0 && engine.right !== 0 ? 0 : engine.left + 1);
      expect(clearLeft[p]).toBeLessThanOrEqual(left[p]!);
    }
    // Deaths stand on their day in one form and reach back to a scan in the other.
    expect(left.some((day, p) => day === right[p] && clearLeft[p]! < day)).toBe(true);
  });

  it("has the engine's progression times by chart, for the arm that has charts", async () => {
    const rows = Int32Array.from(study.patients.trial.keys()).filter((p) => study.patients.trial[p] === 0);
    const { data } = await engineTimes(takePatients(study.patients, rows), "chartPfs");
    const own = endpoints.get("chartPfs") as SurvivalData;
    expect(rows.map((p) => own.timeDays[p]!)).toEqual(data.timeDays);
    expect(Uint8Array.from(rows, (p) => own.status[p]!)).toEqual(data.status);
  });
});

/** A time of the plan by the engine's own derivation from the written tables. */
async function engineTimes(patients: PatientFrame, name: string): Promise<{ time: TimeTable; data: SurvivalData }> {
  const endpoint = main.endpoints[name]!;
  expect(isDerived(endpoint)).toBe(true);
  const request = { key: name, shown: name, endpoint: endpoint as DerivedEndpoint, imaging: main.imaging! };
  const { tables } = await deriveEndpoints(source.store, patients, [request]);
  const time = tables.get(name) as TimeTable;
  return { time, data: toOutcomeData(name, time) as SurvivalData };
}

function takePatients({ patientId, datasetId, indexEpochDay, trial }: PatientFrame, rows: Int32Array): PatientFrame {
  return {
    n: rows.length,
    patientId: Array.from(rows, (p) => patientId[p]!),
    datasetId: Array.from(rows, (p) => datasetId[p]!),
    indexEpochDay: rows.map((p) => indexEpochDay[p]!),
    trial: Uint8Array.from(rows, (p) => trial[p]!),
  };
}
