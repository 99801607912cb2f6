import type { Effects } from "../effects.js";
import type { StageClock } from "./flow.js";

/** What a command is given. `cwd`, `pid` and `host` come from the command line, so that nothing below reads the process. */
export interface CommandInput {
  readonly effects: Effects;
  readonly cwd: string;
  readonly pid: number;
  /** Where working copies of the data go; the command line removes it. Null: the system's temporary folder. */
  readonly tempDirectory: string | null;
  /** Megabytes the database may hold before it spills; by default the engine's. */
  readonly memoryMb?: number | null;
  /** Versions and host, for run.json alone. */
  readonly host: Readonly<Record<string, string>>;
  /** The analysis file or its folder (for `init`, the folder to make). */
  readonly target: string;
  /** Output folder; by default reports/<id> under `cwd`. */
  readonly out: string | null;
  /** Why a lock is replaced after results were written. */
  readonly reason: string | null;
  /** ISO date printed in the report and given to the PDF. */
  readonly asOf: string | null;
  /** ingest: draft a configuration instead of loading. */
  readonly suggest?: boolean;
  /** `derive`: the file of options. */
  readonly options?: string | null;
  /** `audit`: the patient whose page is asked for. */
  readonly patient?: string | null;
  /** `audit`: calendar dates in place of days from index. */
  readonly dates?: boolean;
}

/** What a command tells: lines for a person, the same as data for `--json`, and how long its stages took. */
export interface CommandOutput {
  readonly lines: readonly string[];
  readonly json: unknown;
  readonly clock: StageClock | null;
  /** `validate`: the output was written and says that a check failed; the process ends with 1. */
  readonly failed?: true;
}

export type Command = (input: CommandInput) => Promise<CommandOutput>;
