import { resolve as resolvePath } from "node:path";
import type { Effects } from "../effects.js";
import { openSource, type Source, type SourceOptions } from "../source/open-source.js";
import type { Plan } from "../spec/plan.js";
import { type PlanHashes, planHashes } from "../spec/plan-hashes.js";
import { resolve } from "../spec/resolve.js";
import { type StageClock, startStageClock } from "./flow.js";
import { type LoadedAnalysis, loadAnalysis } from "./load-analysis.js";

/** An analysis ready to be run: the checked plan and where it came from. */
export interface Study {
  readonly loaded: LoadedAnalysis;
  readonly plan: Plan;
  readonly hashes: PlanHashes;
  readonly effects: Effects;
  readonly clock: StageClock;
  /** Where working copies of the data go; null: the system's temporary folder. */
  readonly tempDirectory: string | null;
  /** Megabytes the database may hold; null: the engine's default. */
  readonly memoryMb: number | null;
  /** The folder the command runs in, under which reports/<id> stands. */
  readonly cwd: string;
  /** Output folder where one was asked for, else null. */
  readonly out: string | null;
}

export interface StudyOptions {
  /** The analysis file or its folder. */
  readonly analysis: string;
  /** The folder the command runs in. */
  readonly cwd: string;
  readonly effects: Effects;
  readonly tempDirectory?: string | null;
  readonly memoryMb?: number | null;
  readonly out?: string | null;
}

/** Loads and resolves an analysis. Throws SpecError. */
export async function openStudy(options: StudyOptions): Promise<Study> {
  const { effects } = options;
  const clock = startStageClock(effects.now, (stage) => effects.progress(stage, 0));
  return clock.time("load", async () => {
    const loaded = await loadAnalysis(options.analysis, options.cwd);
    const plan = resolve(loaded.input, loaded.place);
    const { cwd, out = null, tempDirectory = null, memoryMb = null } = options;
    return { loaded, plan, hashes: planHashes(plan), effects, clock, tempDirectory, memoryMb, cwd, out };
  });
}

/** Opens the study's data, checked against the whole data contract. The caller closes it. Throws DataError. */
export async function openStudySource(study: Study): Promise<Source> {
  const { source } = study.plan.analysis;
  const at = (path: string) => resolvePath(study.loaded.folder, path);
  const input = "folder" in source ? { folder: at(source.folder) } : { duckdb: at(source.duckdb) };
  return study.clock.time("source", () => openSource(input, sourceOptionsOf(study)));
}

/** Where a working copy of data goes and how much of it may stand in memory, as a command was given them. */
export function sourceOptionsOf({
  tempDirectory,
  memoryMb = null,
}: Pick<StudyOptions, "tempDirectory" | "memoryMb">): SourceOptions {
  return {
    ...(tempDirectory == null ? {} : { tempDirectory }),
    ...(memoryMb === null ? {} : { memoryMb }),
  };
}
