import type { LesionRows } from "./lesion-rows.js";
import { reserveRows, type SequenceWorkspace } from "./workspace.js";

/**
 * Puts the rows [from, to) of one sequence in the order of day, then lesion, into `workspace.order`. Rows that tie in
 * both are ordered by everything else they hold, so that no result depends on the order in which rows arrive. Linear
 * where the rows are in order already.
 */
export function orderRows(workspace: SequenceWorkspace, rows: LesionRows, from: number, to: number): void {
  const n = to - from;
  reserveRows(workspace, from, n);
  const { order, fate } = workspace;
  let isOrdered = true;
  for (let place = 0; place < n; place += 1) {
    const row = from + place;
    order[place] = row;
    fate[place] = 0;
    if (place > 0 && isOrdered && compareRows(rows, row - 1, row) > 0) isOrdered = false;
  }
  if (!isOrdered) order.subarray(0, n).sort((a, b) => compareRows(rows, a, b));
}

function compareRows(rows: LesionRows, a: number, b: number): number {
  return (
    rows.day[a]! - rows.day[b]! ||
    rows.lesion[a]! - rows.lesion[b]! ||
    rows.state[a]! - rows.state[b]! ||
    rows.diameter[a]! - rows.diameter[b]! ||
    rows.axis[a]! - rows.axis[b]! ||
    rows.modality[a]! - rows.modality[b]! ||
    rows.certainty[a]! - rows.certainty[b]! ||
    rows.flags[a]! - rows.flags[b]! ||
    rows.sliceThickness[a]! - rows.sliceThickness[b]! ||
    rows.contrast[a]! - rows.contrast[b]! ||
    rows.role[a]! - rows.role[b]! ||
    rows.isNode[a]! - rows.isNode[b]! ||
    rows.organ[a]! - rows.organ[b]! ||
    rows.nature[a]! - rows.nature[b]! ||
    rows.splitFrom[a]! - rows.splitFrom[b]! ||
    rows.mergedInto[a]! - rows.mergedInto[b]! ||
    rows.localTherapyDay[a]! - rows.localTherapyDay[b]!
  );
}
