import type { CoverageOutcome } from "./coverage-draw.js";
import type { CoverageWorld } from "./coverage-worlds.js";

/** A variance method in a setting of its own: what is estimated, how, and what is true. */
export interface CoverageMethod {
  readonly name: string;
  readonly world: CoverageWorld;
  readonly outcome: CoverageOutcome;
  /** Of the design, as the spec has them. */
  readonly design: Readonly<Record<string, unknown>>;
  /** Of the estimate, as the spec has them. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** The effect in the design's population, as it is reported: a ratio's is 1 where there is no effect. Of a test: 0.5, the mean of its p-value under no effect. */
  readonly truth: number;
  /** Whether the standard error on the linear scale is held against the spread of the estimates. */
  readonly hasSe: boolean;
  /** A number of one arm alone in place of the effect. */
  readonly arm?: { readonly group: "trial" | "control"; readonly statistic: string; readonly level?: string };
  /** The effect within this level of the estimate's one subgroup. */
  readonly subgroupLevel?: string;
  /** The p-value of a test where what it tests is true: `covers` says that it does not reject. */
  readonly test?: string;
  /** An exact interval: its coverage is at least nominal, however far above. */
  readonly isExact?: boolean;
  /** Not the method's own setting but one that shows a limit of it: what the limit is, in one clause. Nothing is claimed of the coverage. */
  readonly limit?: string;
  /** Why the method misses in its own setting, where it is known to, in one clause. */
  readonly misses?: string;
}
