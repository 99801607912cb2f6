import { type LesionRows, MODALITY, NONE } from "./lesion-rows.js";
import { assessNewLesions } from "./new-lesions.js";
import { assessNonTargets } from "./non-target-response.js";
import type { Protocol } from "./read-lesion-row.js";
import { assessReappearance } from "./reappearance.js";
import { RESPONSE } from "./response.js";
import { RULE } from "./rules.js";
import { assessTargets, progressionRow } from "./target-response.js";
import { BASELINE_STATUS, type SequenceWorkspace, TIMEPOINT_FLAG } from "./workspace.js";

/**
 * Lesions → categories by RECIST 1.1 at timepoint t: target response (T4–T8, T10, T11), non-target response (N1, T10)
 * and new lesions (N2–N4), with the earliest row that shows PD. Without a baseline nothing can be compared and every
 * part is NE (B5).
 */
export function categoriseTimepoint(
  workspace: SequenceWorkspace,
  rows: LesionRows,
  t: number,
  protocol: Protocol,
): void {
  const { timepoints, order, course, baseline } = workspace;
  course.confirmedTimepoint = NONE;
  const lastDay = rows.day[order[timepoints.rowTo[t]! - 1]!]!;
  const newRow = assessNewLesions(workspace, rows, { t, lastDay });
  timepoints.newLesionRule[t] = newLesionRule(workspace, rows, { t, row: newRow });
  assessTargets(workspace, t, protocol.limits);
  const nonTargetRow = assessNonTargets(workspace, rows, t);
  if (baseline.status === BASELINE_STATUS.missing) {
    withoutBaseline(workspace, t);
    return;
  }
  const isProgression = timepoints.target[t] === RESPONSE.pd;
  const targetRow = isProgression ? progressionRow(workspace, rows, t, protocol.limits) : NONE;
  const reappearedRow = assessReappearance(workspace, rows, t, protocol);
  timepoints.evidenceRow[t] = earliest(
    rows,
    earliest(rows, targetRow, reappearedRow),
    earliest(rows, nonTargetRow, newRow),
  );
}

function newLesionRule(
  { timepoints }: SequenceWorkspace,
  rows: LesionRows,
  { t, row }: { readonly t: number; readonly row: number },
): number {
  if (row === NONE) return 0;
  if (rows.modality[row] === MODALITY.pet) return RULE.N4;
  return (timepoints.flags[t]! & TIMEPOINT_FLAG.confirmedLater) === 0 ? RULE.N2 : RULE.N3;
}

function withoutBaseline({ timepoints }: SequenceWorkspace, t: number): void {
  timepoints.target[t] = RESPONSE.ne;
  timepoints.targetRule[t] = RULE.B5;
  timepoints.nonTarget[t] = RESPONSE.ne;
  timepoints.nonTargetRule[t] = RULE.B5;
  timepoints.newLesion[t] = 0;
  timepoints.newLesionRule[t] = RULE.B5;
  timepoints.evidenceRow[t] = NONE;
}

function earliest(rows: LesionRows, a: number, b: number): number {
  if (a === NONE) return b;
  return b === NONE || rows.day[a]! <= rows.day[b]! ? a : b;
}
