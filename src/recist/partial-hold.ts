import { followResponse, isConfirmedPartial } from "./confirmation.js";
import { NONE } from "./lesion-rows.js";
import type { RecistOptions } from "./options.js";
import { type CombineTable, cellOf } from "./overall-response.js";
import { RESPONSE } from "./response.js";
import { RULE } from "./rules.js";
import type { SequenceWorkspace } from "./workspace.js";

/**
 * T9, on timepoints that stand by themselves: after a target PR that is confirmed, a target SD is held as PR until the
 * first PD of any part. Held timepoints are marked, so that none of them confirms a PR. Does nothing unless the option
 * is on.
 */
export function holdPartialResponses(
  { timepoints }: SequenceWorkspace,
  options: RecistOptions,
  combine: CombineTable,
): void {
  if (!options.holdPartialResponse) return;
  let end = 0;
  while (end < timepoints.count && timepoints.response[end] !== RESPONSE.pd) end += 1;
  const targets = { day: timepoints.day, response: timepoints.target };
  let confirmedAt: number = NONE;
  for (let t = 0; t < end && confirmedAt === NONE; t += 1) {
    if (isConfirmedPartial(targets, t, end, options)) confirmedAt = followResponse(targets, t, end, options).row;
  }
  if (confirmedAt === NONE) return;
  for (let t = confirmedAt + 1; t < end; t += 1) {
    if (timepoints.target[t] !== RESPONSE.sd) continue;
    timepoints.target[t] = RESPONSE.pr;
    timepoints.targetRule[t] = RULE.T9;
    timepoints.held[t] = 1;
    const place = cellOf(RESPONSE.pr, timepoints.nonTarget[t]!, timepoints.newLesion[t]!);
    timepoints.response[t] = combine.overall[place]!;
    timepoints.tableRow[t] = combine.row[place]!;
  }
}
