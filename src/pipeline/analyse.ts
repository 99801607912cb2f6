import type { Worker } from "node:worker_threads";
import { GateError } from "../errors.js";
import type { ResultsFile } from "../results/results-file.js";
import type { Source } from "../source/open-source.js";
import { assembleResults } from "./assemble-results.js";
import { runBiasPanel } from "./bias-panel.js";
import { checkEndpointSources } from "./check-endpoint-sources.js";
import { startComparison } from "./compare-stage.js";
import { openThreads } from "./compare-threads.js";
import { deriveCohorts } from "./derive-cohorts.js";
import { assessFitnessBaseline, assessFitnessFollowUp, requireFitness } from "./fitness-stage.js";
import { checkLock, lockDesign } from "./lock-design.js";
import { findLock } from "./lock-files.js";
import { makeSeal } from "./make-lock.js";
import { openStudySource, type Study } from "./open-study.js";
import { describeBlocked, runDesigns, type VariantDesign } from "./run-designs.js";
import { runOutcomes } from "./run-outcomes.js";

/** Everything up to the designs, with the data still open. The caller closes the source. */
export interface PreparedStudy {
  readonly source: Source;
  readonly designs: readonly VariantDesign[];
  /** Endpoints that an arm's data hold nothing of: one line each. */
  readonly lacking: readonly string[];
}

/** Opens the data and carries out cohorts and designs: all of the flow that sees no outcome. */
export async function prepareDesigns(study: Study): Promise<PreparedStudy> {
  const source = await openStudySource(study);
  try {
    const lacking = await checkEndpointSources(study, source);
    const designs = await runDesigns(study, await deriveCohorts(study, source));
    return { source, designs, lacking };
  } catch (error) {
    source.close();
    throw error;
  }
}

/** Results of a study whose design is locked, or is locked now where `lockFirst` and no lock exists. Throws LockError and GateError before any outcome is read. */
export async function analyse(study: Study, lockFirst: boolean): Promise<ResultsFile> {
  // They load while the database works; pairs of sources are compared on them while outcomes and panel are made here.
  const threads = openThreads(study.plan.analysis.comparison);
  try {
    return await analyseWith(study, lockFirst, threads);
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
}

async function analyseWith(study: Study, lockFirst: boolean, threads: readonly Worker[]): Promise<ResultsFile> {
  const { source, designs } = await prepareDesigns(study);
  try {
    const fitness =
      study.plan.analysis.fitness === undefined
        ? null
        : await study.clock.time("fitness", () => assessFitnessBaseline(study, designs[0]!, source));
    if (fitness !== null) requireFitness(study, fitness.records);
    const { lock, seal } = await study.clock.time("lock", async () => {
      const sealed = await makeSeal(source);
      const unlocked = lockFirst && findLock(study.loaded.folder) === null;
      requireOpenGates(study, designs);
      return {
        seal: sealed,
        lock: unlocked ? lockDesign(study, designs, sealed, null) : checkLock(study, designs, sealed),
      };
    });
    const comparing = await study.clock.time("comparison", () => startComparison(study, designs[0]!, source, threads));
    try {
      const outcomes = await runOutcomes(study, designs, source);
      const basis = { outcomes: outcomes[0]!.records, lock };
      const bias = await study.clock.time("bias panel", () => runBiasPanel(study, designs[0]!, source, basis));
      const comparison = await study.clock.time("comparison", () => comparing.finish());
      const followUp =
        fitness === null
          ? []
          : await study.clock.time("fitness", () =>
              assessFitnessFollowUp(study, fitness, source, { comparison, lock, seal }),
            );
      requireFitness(study, followUp);
      const panel = [...comparison, ...bias, ...(fitness?.records ?? []), ...followUp];
      return await study.clock.time("results", () =>
        assembleResults({ study, source, seal, lock, designs, outcomes, panel }),
      );
    } finally {
      await comparing.stop();
    }
  } finally {
    source.close();
  }
}

/** Throws GateError where a design of the main analysis must not go on to outcomes. */
export function requireOpenGates(study: Study, designs: readonly VariantDesign[]): void {
  const blocked = describeBlocked(designs[0]!);
  if (blocked.length === 0) return;
  throw new GateError(
    `the design must not go on to outcomes (${study.loaded.place}):\n${blocked.map((line) => `  - ${line}`).join("\n")}`,
  );
}
