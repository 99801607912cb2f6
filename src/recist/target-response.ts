import { type LesionRows, NEVER, NONE, ROLE } from "./lesion-rows.js";
import { isPartialResponse, isProgression, type ResponseLimits } from "./limits.js";
import { RESPONSE } from "./response.js";
import { RULE } from "./rules.js";
import { BASELINE_STATUS, SEEN, type SequenceWorkspace, TIMEPOINT_FLAG } from "./workspace.js";

/**
 * Target response at timepoint t from its settled and linked cells (T4–T8, T11): fills target, targetRule, sum, missing
 * and nadir. Order: CR, PD, PR, SD. A sum with a missing target is NE unless what was measured shows PD alone. T10 is
 * not decided here: see `reappearance.ts`.
 */
export function assessTargets(workspace: SequenceWorkspace, t: number, limits: ResponseLimits): void {
  const { lesions, cells, timepoints, baseline, course } = workspace;
  const cell = (t + 1) * lesions.count;
  let sum = 0;
  let missing = 0;
  let allGone = true;
  let targets = 0;
  for (let lesion = 0; lesion < lesions.count; lesion += 1) {
    if (lesions.role[lesion] !== ROLE.target) continue;
    targets += 1;
    const value = cells.value[cell + lesion]!;
    if (value === NONE) missing += 1;
    else sum += value;
    if (cells.seen[cell + lesion] !== SEEN.gone) allGone = false;
  }
  timepoints.missing[t] = missing;
  timepoints.sum[t] = targets === 0 ? NONE : sum;
  const hasBaselineSum = targets > 0 && baseline.status === BASELINE_STATUS.valid;
  timepoints.nadir[t] = hasBaselineSum ? course.nadir : NONE;
  if (missing > 0) timepoints.flags[t]! |= TIMEPOINT_FLAG.incomplete;

  if (baseline.status === BASELINE_STATUS.sumZero) decide(workspace, t, RESPONSE.ne, RULE.T11);
  else if (targets === 0) decide(workspace, t, RESPONSE.notApplicable, RULE.B6);
  else if (!hasBaselineSum) decide(workspace, t, RESPONSE.ne, RULE.T8);
  else if (missing === 0 && allGone) decide(workspace, t, RESPONSE.cr, RULE.T4);
  else if (isProgression(sum, course.nadir, limits)) {
    decide(workspace, t, RESPONSE.pd, missing > 0 ? RULE.T8 : course.nadir === 0 ? RULE.T11 : RULE.T5);
  } else if (missing > 0) decide(workspace, t, RESPONSE.ne, RULE.T8);
  else decide(workspace, t, isPartialResponse(sum, baseline.sum, limits) ? RESPONSE.pr : RESPONSE.sd, RULE.T6);

  if (hasBaselineSum && missing === 0) course.nadir = Math.min(course.nadir, sum);
}

function decide({ timepoints }: SequenceWorkspace, t: number, response: number, rule: number): void {
  timepoints.target[t] = response;
  timepoints.targetRule[t] = rule;
}

/**
 * The row by which the targets of timepoint t show PD: scans add up in the order of day, and the first one whose values
 * together reach T5 dates it (N6; as in T8, a part may be enough).
 */
export function progressionRow(
  workspace: SequenceWorkspace,
  rows: LesionRows,
  t: number,
  limits: ResponseLimits,
): number {
  const { lesions, cells, timepoints } = workspace;
  const cell = (t + 1) * lesions.count;
  let dayDone = -NEVER;
  let sum = 0;
  let evidence = NONE;
  while (!isProgression(sum, timepoints.nadir[t]!, limits)) {
    let day = NEVER;
    for (let lesion = 0; lesion < lesions.count; lesion += 1) {
      if (!isMeasured(workspace, lesion, cell)) continue;
      const rowDay = rows.day[cells.row[cell + lesion]!]!;
      if (rowDay > dayDone && rowDay < day) day = rowDay;
    }
    if (day === NEVER) return evidence;
    for (let lesion = 0; lesion < lesions.count; lesion += 1) {
      if (!isMeasured(workspace, lesion, cell) || rows.day[cells.row[cell + lesion]!] !== day) continue;
      sum += cells.value[cell + lesion]!;
      evidence = cells.row[cell + lesion]!;
    }
    dayDone = day;
  }
  return evidence;
}

function isMeasured({ lesions, cells }: SequenceWorkspace, lesion: number, cell: number): boolean {
  return (
    lesions.role[lesion] === ROLE.target && cells.value[cell + lesion] !== NONE && cells.row[cell + lesion] !== NONE
  );
}
