import { endOfCountable } from "./countable-rows.js";
import { NEVER, NONE } from "./lesion-rows.js";
import type { RecistOptions } from "./options.js";
import { RESPONSE, type ResponseColumns } from "./response.js";
import { BASELINE_STATUS, type SequenceWorkspace } from "./workspace.js";

/** A change of the target sum against baseline, at one timepoint (C6). */
export interface SumChange {
  readonly timepoint: number;
  /** Hundredths of a millimetre. */
  readonly sum: number;
  /** Per cent of the baseline sum, negative for shrinkage. */
  readonly percent: number;
}

/**
 * Depth of response: the largest shrinkage (or least growth) of a complete sum over the timepoints that count (C4), the
 * earliest of equal ones; null without a baseline sum or a complete sum. `workspace` holds the sequence derived last.
 */
export function findDepthOfResponse(workspace: SequenceWorkspace, newTherapyDay: number = NEVER): SumChange | null {
  const { timepoints } = workspace;
  const end = endOfCountable(
    { day: timepoints.day, response: timepoints.response },
    0,
    timepoints.count,
    newTherapyDay,
  );
  let best: number = NONE;
  for (let t = 0; t < end; t += 1) {
    if (isComplete(workspace, t) && (best === NONE || timepoints.sum[t]! < timepoints.sum[best]!)) best = t;
  }
  return best === NONE ? null : changeAt(workspace, best);
}

/**
 * Early shrinkage: the change at the first complete sum between the two days of the options; null where there is none.
 */
export function findEarlyChange(workspace: SequenceWorkspace, options: RecistOptions): SumChange | null {
  const { timepoints } = workspace;
  for (let t = 0; t < timepoints.count; t += 1) {
    const day = timepoints.day[t]!;
    if (day < options.earlyShrinkageFromDays || day > options.earlyShrinkageToDays || !isComplete(workspace, t))
      continue;
    return changeAt(workspace, t);
  }
  return null;
}

/**
 * Whether a response could have been confirmed: any assessment at least `confirmationDays` after the first CR or PR,
 * whatever it shows. Null where there is no CR or PR among the rows that count. Not confirmable is not the same as not
 * confirmed.
 */
export function isConfirmable(
  columns: ResponseColumns,
  { from, to }: { readonly from: number; readonly to: number },
  { confirmationDays }: Pick<RecistOptions, "confirmationDays">,
): boolean | null {
  const end = endOfCountable(columns, from, to);
  for (let row = from; row < end; row += 1) {
    if (columns.response[row] !== RESPONSE.cr && columns.response[row] !== RESPONSE.pr) continue;
    for (let later = row + 1; later < to; later += 1) {
      const isLateEnough = columns.day[later]! >= columns.day[row]! + confirmationDays;
      if (isLateEnough && columns.response[later] !== RESPONSE.nd) return true;
    }
    return false;
  }
  return null;
}

function isComplete({ timepoints, baseline }: SequenceWorkspace, t: number): boolean {
  const hasSum = baseline.status === BASELINE_STATUS.valid && baseline.targetCount > 0;
  return hasSum && timepoints.missing[t] === 0 && timepoints.sum[t] !== NONE;
}

function changeAt({ timepoints, baseline }: SequenceWorkspace, timepoint: number): SumChange {
  const sum = timepoints.sum[timepoint]!;
  return { timepoint, sum, percent: (100 * (sum - baseline.sum)) / baseline.sum };
}
