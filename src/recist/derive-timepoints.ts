import { findBaseline } from "./baseline.js";
import type { Criteria } from "./criteria.js";
import { settleCells } from "./lesion-cells.js";
import { linkCells } from "./lesion-links.js";
import { collectLesions } from "./lesion-list.js";
import { type LesionRows, NATURE, NONE, ROLE } from "./lesion-rows.js";
import { findNewLesions } from "./new-lesions.js";
import type { RecistOptions } from "./options.js";
import { type CombineTable, cellOf } from "./overall-response.js";
import type { Protocol } from "./read-lesion-row.js";
import { RESPONSE } from "./response.js";
import { orderRows } from "./row-order.js";
import { groupTimepoints } from "./timepoints.js";
import { reserveCells, type SequenceWorkspace, TIMEPOINT_FLAG } from "./workspace.js";

/**
 * Derives one (patient, reader) sequence, the rows [from, to), into `workspace`: baseline, lesion cells and timepoints
 * with their responses. Rows may come in any order; days count from the start. Nothing is thrown for what a patient's
 * rows hold: breaches are counted in `workspace.issues` and every row has its fate. Timepoints go on after PD. Two
 * passes over new lesions (N3). Linear in rows × lesions of the sequence; allocates only when a sequence is larger than
 * any before.
 */
export function deriveTimepoints(
  workspace: SequenceWorkspace,
  rows: LesionRows,
  range: { readonly from: number; readonly to: number },
  { criteria, options }: { readonly criteria: Criteria; readonly options: RecistOptions },
): void {
  const protocol: Protocol = { options, limits: criteria.limits };
  orderRows(workspace, rows, range.from, range.to);
  collectLesions(workspace, rows);
  findBaseline(workspace, rows, protocol);
  groupTimepoints(workspace, rows, options.timepointWindowDays);
  reserveCells(workspace);
  criteria.settleBaseline(workspace, rows, protocol);
  findNewLesions(workspace, rows, protocol);
  beginCourse(workspace);
  for (let t = 0; t < workspace.timepoints.count; t += 1) {
    settleTimepoint(workspace, rows, t, protocol);
    criteria.categorise(workspace, rows, t, protocol);
    const earlier = workspace.course.confirmedTimepoint;
    if (earlier !== NONE) combineAndDate(workspace, rows, earlier, criteria.combine);
    combineAndDate(workspace, rows, t, criteria.combine);
    if (workspace.timepoints.response[t] === RESPONSE.cr) workspace.course.hadCompleteResponse = true;
  }
  criteria.follow(workspace, options, criteria.combine);
}

function beginCourse({ course, baseline }: SequenceWorkspace): void {
  course.nadir = baseline.sum;
  course.hadCompleteResponse = false;
  course.pendingTimepoint = NONE;
  course.confirmedTimepoint = NONE;
}

function settleTimepoint(workspace: SequenceWorkspace, rows: LesionRows, t: number, protocol: Protocol): void {
  const { timepoints, lesions, order } = workspace;
  const from = timepoints.rowFrom[t]!;
  const to = timepoints.rowTo[t]!;
  const cell = (t + 1) * lesions.count;
  timepoints.held[t] = 0;
  timepoints.awaited[t] = 0;
  timepoints.flags[t] = settleCells(workspace, rows, { cell, from, to }, protocol);
  if (lesions.linked && linkCells(workspace, rows, { cell, lastDay: rows.day[order[to - 1]!]! })) {
    timepoints.flags[t]! |= TIMEPOINT_FLAG.linked;
  }
}

/** N5 and N6: PD has the day of the earliest row that shows it, any other response the latest day of its parts. */
function combineAndDate(workspace: SequenceWorkspace, rows: LesionRows, t: number, table: CombineTable): void {
  const { timepoints, lesions, cells } = workspace;
  const place = cellOf(timepoints.target[t]!, timepoints.nonTarget[t]!, timepoints.newLesion[t]!);
  timepoints.response[t] = table.overall[place]!;
  timepoints.tableRow[t] = table.row[place]!;
  const evidence = timepoints.evidenceRow[t]!;
  if (evidence !== NONE) {
    timepoints.day[t] = rows.day[evidence]!;
    return;
  }
  const cell = (t + 1) * lesions.count;
  let latest = timepoints.openDay[t]!;
  for (let lesion = 0; lesion < lesions.count; lesion += 1) {
    const row = cells.row[cell + lesion]!;
    if (row === NONE || lesions.role[lesion] === ROLE.aside || lesions.nature[lesion] === NATURE.tumourMarker) continue;
    latest = Math.max(latest, rows.day[row]!);
  }
  timepoints.day[t] = latest;
}
