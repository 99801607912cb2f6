import type { Effects } from "../effects.js";
import type { BiasStudyJob, BiasStudyResult } from "./bias-study-result.js";
import { type BiasStudySettings, biasScenarios } from "./bias-study-settings.js";
import { openStudyLog } from "./study-log.js";
import { runOnThreads } from "./study-threads.js";

export interface BiasStudyRequest {
  readonly settings: BiasStudySettings;
  readonly replicates: number;
  readonly threads: number;
  readonly logPath: string;
  readonly progress: Effects["progress"];
  readonly worker?: URL;
}

const compiledWorker = new URL("../workers/bias-study-worker.js", import.meta.url);

/**
 * Carries the study out as far as its log does not hold it already: the truth of each scenario (replicate 0), then replicates 1 … n of
 * all scenarios in turn. Returns them in order of scenario, then replicate; the same for any number of threads and interruptions.
 */
export async function runBiasStudy(request: BiasStudyRequest): Promise<readonly BiasStudyResult[]> {
  const { settings, replicates, threads, logPath, progress, worker = compiledWorker } = request;
  const log = openStudyLog<BiasStudyResult>(logPath);
  const done = new Map(log.results.map((result) => [keyOf(result), result]));
  const all = Array.from({ length: replicates + 1 }, (_, replicate) =>
    biasScenarios.map(({ id }): BiasStudyJob => ({ scenario: id, replicate })),
  ).flat();
  const jobs = all.filter((job) => !done.has(keyOf(job)));
  let finished = 0;
  await runOnThreads<BiasStudyJob, BiasStudyResult>(jobs, {
    settings,
    threads,
    worker,
    onResult: (result) => {
      log.append(result);
      done.set(keyOf(result), result);
      finished += 1;
      progress("replicates", finished / jobs.length);
    },
  });
  return biasScenarios.flatMap(({ id }) =>
    all.filter(({ scenario }) => scenario === id).map((job) => done.get(keyOf(job))!),
  );
}

const keyOf = ({ scenario, replicate }: BiasStudyJob): string => `${scenario}/${replicate}`;
