import { settleBaseline } from "./baseline.js";
import { categoriseTimepoint } from "./categorise-timepoint.js";
import type { Criteria } from "./criteria.js";
import { deriveConfirmedBestIrecist, deriveUnconfirmedBestIrecist } from "./irecist-best-response.js";
import { NONE } from "./lesion-rows.js";
import { RECIST11_LIMITS } from "./limits.js";
import type { RecistOptions } from "./options.js";
import { compileCombineTable, RECIST11_OVERALL } from "./overall-response.js";
import { RESPONSE } from "./response.js";
import type { SequenceWorkspace } from "./workspace.js";

/** What RECIST 1.1 calls PD is iUPD until it is confirmed. */
const IRECIST_OVERALL = RECIST11_OVERALL.map((row) =>
  row.overall === RESPONSE.pd ? { ...row, overall: RESPONSE.unconfirmedPd } : row,
);

/**
 * iRECIST (Seymour et al. 2017): lesions, baseline and categories as RECIST 1.1, progression unconfirmed until a later
 * scan confirms it. Not followed: the choice of at most five new lesions to measure (all that were measured add up),
 * and the upper limit of 8 weeks for the confirming scan.
 */
export const IRECIST: Criteria = Object.freeze({
  id: "irecist",
  version: "2017",
  title: "iRECIST",
  labels: ["", "iCR", "iPR", "iSD", "NON-iCR/NON-iUPD", "iCPD", "iUPD", "NE", "ND", "MISSING", "NA"],
  limits: RECIST11_LIMITS,
  settleBaseline,
  categorise: categoriseTimepoint,
  combine: compileCombineTable(IRECIST_OVERALL),
  follow: confirmProgressions,
  rollUp: { confirmed: deriveConfirmedBestIrecist, unconfirmed: deriveUnconfirmedBestIrecist },
});

/**
 * iUPD → iCPD: the first iUPD of a run is the reference. A later iUPD, at least `confirmationDays` after it, confirms
 * it if what progressed then has worsened (targets by 5 mm, non-targets called progressed again, more new lesions or 5
 * mm more of them), or if another part progresses now. An assessment that is no longer progression ends the run and the
 * bar is reset; NE does not.
 */
export function confirmProgressions({ timepoints }: SequenceWorkspace, options: RecistOptions): void {
  let reference: number = NONE;
  for (let t = 0; t < timepoints.count; t += 1) {
    const response = timepoints.response[t]!;
    if (response === RESPONSE.ne) continue;
    if (response !== RESPONSE.unconfirmedPd) reference = NONE;
    else if (reference === NONE) reference = t;
    else {
      const isLateEnough = timepoints.day[t]! - timepoints.day[reference]! >= options.confirmationDays;
      if (isLateEnough && hasWorsened(timepoints, reference, t)) timepoints.response[t] = RESPONSE.pd;
    }
  }
}

function hasWorsened(timepoints: SequenceWorkspace["timepoints"], reference: number, t: number): boolean {
  const { target, nonTarget, newLesion, newCount, newSum, sum } = timepoints;
  const step = RECIST11_LIMITS.progressionLength;
  if (target[t] === RESPONSE.pd) {
    if (target[reference] !== RESPONSE.pd || sum[t]! >= sum[reference]! + step) return true;
  }
  if (nonTarget[t] === RESPONSE.pd) return true;
  if (newLesion[t] === 0) return false;
  if (newLesion[reference] === 0) return true;
  return newCount[t]! > newCount[reference]! || newSum[t]! >= newSum[reference]! + step;
}
