import type { Effects } from "../effects.js";
import { openStudyLog } from "./study-log.js";
import type { ReplicateResult, StudyJob, StudyResult } from "./study-replicate.js";
import { type ScenarioId, type StudySettings, scenarios, studyWorld } from "./study-settings.js";
import { runOnThreads } from "./study-threads.js";
import type { WorldTruth } from "./world-truth.js";

/** The truth of each scenario where it is already known, with the world it is the truth of. */
export type KnownTruths = Readonly<Partial<Record<ScenarioId, { readonly world: object; readonly truth: WorldTruth }>>>;

export interface StudyRequest {
  readonly settings: StudySettings;
  readonly replicates: number;
  readonly threads: number;
  readonly logPath: string;
  readonly truths: KnownTruths;
  readonly progress: Effects["progress"];
  readonly worker?: URL;
}

export interface StudyOutcome {
  /** In order of scenario, then replicate. */
  readonly results: readonly ReplicateResult[];
  readonly truths: Readonly<Record<ScenarioId, { readonly world: object; readonly truth: WorldTruth }>>;
}

const compiledWorker = new URL("../workers/study-worker.js", import.meta.url);

/**
 * Carries the study out as far as its log does not hold it already: the truth of each scenario, then replicates 1 … n of all
 * scenarios in turn. Each finished replicate is appended to the log, so that a run that was stopped goes on where it was. The outcome
 * is the same for any number of threads and any number of interruptions.
 */
export async function runStudy(request: StudyRequest): Promise<StudyOutcome> {
  const { settings, replicates, threads, logPath, progress, worker = compiledWorker } = request;
  const truths = new Map<ScenarioId, { world: object; truth: WorldTruth }>();
  for (const scenario of scenarios) {
    const known = request.truths[scenario.id];
    const world = studyWorld(settings, scenario, 0);
    if (known !== undefined && JSON.stringify(known.world) === JSON.stringify(world)) truths.set(scenario.id, known);
  }
  const log = openStudyLog<ReplicateResult>(logPath);
  const done = new Map(log.results.map((result) => [keyOf(result), result]));
  const jobs = [...truthJobs(truths), ...replicateJobs(replicates, done)];
  let finished = 0;
  await runOnThreads<StudyJob, StudyResult>(jobs, {
    settings,
    threads,
    worker,
    onResult: (made) => {
      if (made.kind === "truth") {
        const scenario = scenarios.find(({ id }) => id === made.scenario)!;
        truths.set(made.scenario, { world: studyWorld(settings, scenario, 0), truth: made.truth });
      } else {
        log.append(made.result);
        done.set(keyOf(made.result), made.result);
      }
      finished += 1;
      progress(made.kind === "truth" ? "truth" : "replicates", finished / jobs.length);
    },
  });
  const results = scenarios.flatMap(({ id }) =>
    Array.from({ length: replicates }, (_, i) => done.get(keyOf({ scenario: id, replicate: i + 1 }))!),
  );
  return {
    results,
    truths: Object.fromEntries(scenarios.map(({ id }) => [id, truths.get(id)!])) as StudyOutcome["truths"],
  };
}

function keyOf({ scenario, replicate }: Pick<ReplicateResult, "scenario" | "replicate">): string {
  return `${scenario}/${replicate}`;
}

function truthJobs(known: ReadonlyMap<ScenarioId, unknown>): StudyJob[] {
  return scenarios.filter(({ id }) => !known.has(id)).map(({ id }) => ({ kind: "truth", scenario: id }));
}

/** Replicate by replicate through all scenarios, so that a run that is stopped has as many of each. */
function replicateJobs(replicates: number, done: ReadonlyMap<string, unknown>): StudyJob[] {
  return Array.from({ length: replicates }, (_, i) => i + 1).flatMap((replicate) =>
    scenarios
      .filter(({ id }) => !done.has(keyOf({ scenario: id, replicate })))
      .map(({ id }): StudyJob => ({ kind: "replicate", scenario: id, replicate })),
  );
}
