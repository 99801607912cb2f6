/**
 * The flow of the data, which never turns back:
 *
 *   spec ─resolve→ plan ─┬─ cohort ─┬─ covariates ── design ── lock ─┐
 *                        │          └─ endpoints ───────────────────┴─ outcomes ─┐
 *                        └─ sensitivity (patches of the spec, the same path) ────┴─ results ── report
 *
 * Each file of this folder that bears a command's name is one way through it. `stages` is their order.
 */
export const stages = [
  "load",
  "source",
  "cohort",
  "design",
  "fitness",
  "lock",
  "endpoints",
  "outcomes",
  "comparison",
  "bias panel",
  "results",
  "report",
  "write",
] as const;

export type StageName = (typeof stages)[number];

/** Work that variants share where they ask for the same, and so is counted: each number is how often it was done, not how often it was asked for. */
export const sharedWork = [
  "cohorts",
  "scans of lesions",
  "endpoints taken as given",
  "designs",
  "propensity fits",
  "estimates",
] as const;

export type SharedWork = (typeof sharedWork)[number];

/** Times the stages of one command, and counts the work in them. */
export interface StageClock {
  /** Runs `work` and adds its wall time to the stage. */
  readonly time: <T>(stage: StageName, work: () => T | Promise<T>) => Promise<T>;
  readonly count: (work: SharedWork, times?: number) => void;
  /** How often each kind of work was done so far, in the order of `sharedWork`. */
  readonly counts: () => Readonly<Record<SharedWork, number>>;
  /** Milliseconds so far, by stage, in the order of `stages`. */
  readonly read: () => { readonly stage: StageName; readonly milliseconds: number }[];
}

/** A clock over `now` (milliseconds). `onStart` is told of each stage as it starts. */
export function startStageClock(now: () => number, onStart: (stage: StageName) => void): StageClock {
  const spent = new Map<StageName, number>();
  const done = new Map<SharedWork, number>();
  return {
    count: (work, times = 1) => {
      done.set(work, (done.get(work) ?? 0) + times);
    },
    counts: () =>
      Object.fromEntries(sharedWork.map((work) => [work, done.get(work) ?? 0])) as Record<SharedWork, number>,
    time: async (stage, work) => {
      onStart(stage);
      const start = now();
      try {
        return await work();
      } finally {
        spent.set(stage, (spent.get(stage) ?? 0) + now() - start);
      }
    },
    read: () => stages.filter((stage) => spent.has(stage)).map((stage) => ({ stage, milliseconds: spent.get(stage)! })),
  };
}
