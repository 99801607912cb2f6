import type { Plan } from "../spec/plan.js";
import { estimateReplicate, type ReplicateEstimates } from "./study-estimates.js";
import { studyPlan } from "./study-plan.js";
import { drawStudyTables } from "./study-rows.js";
import { type ScenarioId, type StudySettings, scenarioOf, studyWorld } from "./study-settings.js";
import { deriveTruth, type WorldTruth } from "./world-truth.js";

/** A piece of work of the study: one replicate of a scenario (from 1), or its truth. Plain data, so that it crosses a thread. */
export type StudyJob =
  | { readonly kind: "replicate"; readonly scenario: ScenarioId; readonly replicate: number }
  | { readonly kind: "truth"; readonly scenario: ScenarioId };

/** One line of the study's log. */
export interface ReplicateResult extends ReplicateEstimates {
  readonly scenario: ScenarioId;
  readonly replicate: number;
}

export type StudyResult =
  | { readonly kind: "replicate"; readonly result: ReplicateResult }
  | { readonly kind: "truth"; readonly scenario: ScenarioId; readonly truth: WorldTruth };

/** Does one piece of work after another, on whatever thread: the result hangs on settings and job alone. */
export function openStudyWork(settings: StudySettings): (job: StudyJob) => StudyResult {
  const plan: Plan = studyPlan();
  return (job) => {
    const scenario = scenarioOf(job.scenario);
    if (job.kind === "truth") {
      const world = studyWorld(settings, scenario, 0);
      return { kind: "truth", scenario: scenario.id, truth: deriveTruth(world, () => undefined) };
    }
    const { replicate } = job;
    const tables = drawStudyTables(studyWorld(settings, scenario, replicate));
    const made = estimateReplicate(tables, plan, settings.horizonDays);
    return { kind: "replicate", result: { scenario: scenario.id, replicate, ...made } };
  };
}
