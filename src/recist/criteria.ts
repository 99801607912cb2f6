import type { BestResponse } from "./best-response.js";
import type { ResponseSequence } from "./best-response-recist11.js";
import type { LesionRows } from "./lesion-rows.js";
import type { ResponseLimits } from "./limits.js";
import type { RecistOptions } from "./options.js";
import type { CombineTable } from "./overall-response.js";
import type { Protocol } from "./read-lesion-row.js";
import type { SequenceWorkspace } from "./workspace.js";

/**
 * A set of response criteria as a versioned plug-in. What every set shares (ordering rows, timepoints, splits and
 * merges, dates, the audit trail) is the engine's; what tells them apart is here. A further set touches no file of
 * another.
 */
export interface Criteria {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  /** Label of each response code under these criteria; empty where a code has no meaning. */
  readonly labels: readonly string[];
  /** Sizes and shares. */
  readonly limits: ResponseLimits;
  /** Baseline rules: which lesion may be what, the baseline sum. */
  readonly settleBaseline: (workspace: SequenceWorkspace, rows: LesionRows, protocol: Protocol) => void;
  /** Lesion cells of timepoint t → target, nonTarget, newLesion and evidenceRow of the timepoint. */
  readonly categorise: (workspace: SequenceWorkspace, rows: LesionRows, t: number, protocol: Protocol) => void;
  /** Parts → overall response. */
  readonly combine: CombineTable;
  /** What the order of timepoints adds once each stands by itself. */
  readonly follow: (workspace: SequenceWorkspace, options: RecistOptions, combine: CombineTable) => void;
  /** Timepoint responses → best overall response. */
  readonly rollUp: {
    readonly confirmed: (sequence: ResponseSequence, options: RecistOptions) => BestResponse;
    readonly unconfirmed: (sequence: ResponseSequence, options: RecistOptions) => BestResponse;
  };
}
