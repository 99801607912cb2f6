import { type LesionRows, NATURE } from "./lesion-rows.js";
import { FATE } from "./row-fate.js";
import type { SequenceWorkspace } from "./workspace.js";

/**
 * Groups the rows after baseline into timepoints (N6): one opens at a scan and takes the scans of the next
 * `timepointWindowDays` days; it does not chain, so a later scan opens the next. Marker rows open none: they belong to
 * the timepoint whose window they fall in, or to the next one. Fills count, openDay, rowFrom and rowTo of
 * `workspace.timepoints`.
 */
export function groupTimepoints(workspace: SequenceWorkspace, rows: LesionRows, timepointWindowDays: number): void {
  const { order, rowCount, baseline, timepoints, fate, firstRow } = workspace;
  let place = baseline.end;
  timepoints.count = 0;
  while (place < rowCount) {
    const from = place;
    while (place < rowCount && isMarker(workspace, rows, order[place]!)) place += 1;
    if (place === rowCount) {
      for (let stray = from; stray < rowCount; stray += 1) fate[order[stray]! - firstRow] = FATE.strayMarker;
      return;
    }
    const openDay = rows.day[order[place]!]!;
    while (place < rowCount && rows.day[order[place]!]! <= openDay + timepointWindowDays) place += 1;
    const t = timepoints.count;
    timepoints.openDay[t] = openDay;
    timepoints.rowFrom[t] = from;
    timepoints.rowTo[t] = place;
    timepoints.count = t + 1;
  }
}

/** Whether the row is of a tumour marker and no scan. */
export function isMarker(workspace: SequenceWorkspace, rows: LesionRows, row: number): boolean {
  return workspace.lesions.nature[rows.lesion[row]!] === NATURE.tumourMarker;
}
