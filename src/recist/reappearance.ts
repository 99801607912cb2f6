import { type LesionRows, NATURE, NEVER, NONE, ROLE } from "./lesion-rows.js";
import type { Protocol } from "./read-lesion-row.js";
import { RESPONSE } from "./response.js";
import { RULE } from "./rules.js";
import { SEEN, type SequenceWorkspace, TIMEPOINT_FLAG } from "./workspace.js";

/**
 * T10 at timepoint t: after an overall CR any lesion seen again is PD, whatever its size; before one it only adds to
 * the sum. Nodes back at 10 mm and under 15 mm as the only sign are flagged; with `awaitNextScan` they are PD, from
 * their first appearance, only if they are still there when next looked at. Changes target and nonTarget of t; an
 * earlier timepoint that this one turns into PD is changed too and named in `course.confirmedTimepoint`. Returns the
 * earliest row seen, or NONE.
 */
export function assessReappearance(
  workspace: SequenceWorkspace,
  rows: LesionRows,
  t: number,
  protocol: Protocol,
): number {
  const { timepoints, course } = workspace;
  course.confirmedTimepoint = NONE;
  if (!course.hadCompleteResponse) return NONE;
  const signs = findSigns(workspace, rows, t, protocol);
  if (signs.row === NONE) {
    if (signs.allEvaluated) course.pendingTimepoint = NONE;
    return NONE;
  }
  const isOnlySign =
    signs.onlySmallNodes &&
    timepoints.newLesion[t] === 0 &&
    timepoints.target[t] !== RESPONSE.pd &&
    timepoints.nonTarget[t] !== RESPONSE.pd;
  if (isOnlySign) timepoints.flags[t]! |= TIMEPOINT_FLAG.nodeRegrowth;
  if (course.pendingTimepoint !== NONE) confirmPending(workspace);
  else if (isOnlySign && protocol.options.nodeRegrowth === "awaitNextScan") {
    course.pendingTimepoint = t;
    timepoints.awaited[t] = 1;
    course.pendingTarget = signs.target;
    course.pendingNonTarget = signs.nonTarget;
    course.pendingRow = signs.row;
    return NONE;
  }
  turnToProgression(workspace, t, signs);
  return signs.row;
}

function confirmPending(workspace: SequenceWorkspace): void {
  const { timepoints, course } = workspace;
  const t = course.pendingTimepoint;
  timepoints.flags[t]! |= TIMEPOINT_FLAG.confirmedLater;
  timepoints.awaited[t] = 0;
  timepoints.evidenceRow[t] = course.pendingRow;
  turnToProgression(workspace, t, { target: course.pendingTarget, nonTarget: course.pendingNonTarget });
  course.confirmedTimepoint = t;
  course.pendingTimepoint = NONE;
}

function turnToProgression(
  { timepoints }: SequenceWorkspace,
  t: number,
  part: { readonly target: boolean; readonly nonTarget: boolean },
): void {
  if (part.target && timepoints.target[t] !== RESPONSE.pd) {
    timepoints.target[t] = RESPONSE.pd;
    timepoints.targetRule[t] = RULE.T10;
  }
  if (part.nonTarget && timepoints.nonTarget[t] !== RESPONSE.pd) {
    timepoints.nonTarget[t] = RESPONSE.pd;
    timepoints.nonTargetRule[t] = RULE.T10;
  }
}

interface Signs {
  row: number;
  target: boolean;
  nonTarget: boolean;
  onlySmallNodes: boolean;
  allEvaluated: boolean;
}

/** Lesions known from baseline that are visible at t. At the CR all were gone, so each of them has come back. */
function findSigns(workspace: SequenceWorkspace, rows: LesionRows, t: number, { limits }: Protocol): Signs {
  const { lesions, cells } = workspace;
  const cell = (t + 1) * lesions.count;
  const signs: Signs = { row: NONE, target: false, nonTarget: false, onlySmallNodes: true, allEvaluated: true };
  let day = NEVER;
  for (let lesion = 0; lesion < lesions.count; lesion += 1) {
    const role = lesions.role[lesion];
    if ((role !== ROLE.target && role !== ROLE.nonTarget) || lesions.nature[lesion] === NATURE.tumourMarker) continue;
    const seen = cells.seen[cell + lesion];
    if (seen === SEEN.none || seen === SEEN.notEvaluable) signs.allEvaluated = false;
    if (seen !== SEEN.visible && seen !== SEEN.progressed) continue;
    const row = cells.row[cell + lesion]!;
    const value = cells.value[cell + lesion]!;
    if (role === ROLE.target) signs.target = true;
    else signs.nonTarget = true;
    if (lesions.isNode[lesion] === 0 || value === NONE || value >= limits.targetNode) signs.onlySmallNodes = false;
    if (rows.day[row]! >= day) continue;
    day = rows.day[row]!;
    signs.row = row;
  }
  return signs;
}
