import { CERTAINTY, type LesionRows, MODALITY, NEVER, NONE, ROLE, ROW_FLAG } from "./lesion-rows.js";
import { type Protocol, readLesionRow } from "./read-lesion-row.js";
import { FATE } from "./row-fate.js";
import { SEEN, type SequenceWorkspace, TIMEPOINT_FLAG } from "./workspace.js";

/**
 * First pass over new lesions (N2–N4): which of them count, and since when. A lesion counts once one row shows it
 * beyond doubt, and dates from its first appearance, be that equivocal; where it was gone in between, the appearance
 * begins anew. Beyond doubt: stated unequivocal (or not stated), no change of technique, no ultrasound, and PET only
 * after a negative baseline PET, so that a site first positive on PET counts when CT shows it, from the PET on. Fills
 * `lesions.newDay` and `lesions.newRow`.
 */
export function findNewLesions(workspace: SequenceWorkspace, rows: LesionRows, protocol: Protocol): void {
  const { order, rowCount, baseline, lesions, reading, fate, firstRow } = workspace;
  for (let place = baseline.end; place < rowCount; place += 1) {
    const row = order[place]!;
    const lesion = rows.lesion[row]!;
    if (lesions.role[lesion] !== ROLE.new || fate[row - firstRow] !== FATE.unread) continue;
    if (lesions.newDay[lesion] !== NEVER) continue;
    readLesionRow(workspace, rows, row, protocol);
    if (reading.seen === SEEN.gone) lesions.newRow[lesion] = NONE;
    if (reading.seen !== SEEN.visible && reading.seen !== SEEN.progressed) continue;
    if (lesions.newRow[lesion] === NONE) lesions.newRow[lesion] = row;
    const first = lesions.newRow[lesion]!;
    const counts =
      protocol.options.newLesionInUnimagedRegion === "progression" || !hasFlag(rows, first, ROW_FLAG.regionNeverImaged);
    if (counts && isBeyondDoubt(rows, row)) lesions.newDay[lesion] = rows.day[first]!;
  }
}

/**
 * New lesions at timepoint t: sets newLesion, newCount, newSum and flags. Returns the row of the earliest appearance
 * that falls into the timepoint, else the earliest row that shows a new lesion here, else NONE.
 */
export function assessNewLesions(
  workspace: SequenceWorkspace,
  rows: LesionRows,
  { t, lastDay }: { readonly t: number; readonly lastDay: number },
): number {
  const { lesions, cells, timepoints } = workspace;
  const cell = (t + 1) * lesions.count;
  let evidence = NONE;
  timepoints.newCount[t] = 0;
  timepoints.newSum[t] = 0;
  for (let lesion = 0; lesion < lesions.count; lesion += 1) {
    if (lesions.role[lesion] !== ROLE.new) continue;
    const seen = cells.seen[cell + lesion];
    const isVisible = seen === SEEN.visible || seen === SEEN.progressed;
    const appearsHere = lesions.newDay[lesion]! <= lastDay && lesions.newDay[lesion]! >= timepoints.openDay[t]!;
    const counts = appearsHere || (isVisible && lesions.newDay[lesion]! <= lastDay);
    if (isVisible) timepoints.flags[t]! |= doubt(rows, cells.row[cell + lesion]!, counts);
    if (!counts) continue;
    const row = appearsHere ? lesions.newRow[lesion]! : cells.row[cell + lesion]!;
    if (appearsHere && !isBeyondDoubt(rows, row)) timepoints.flags[t]! |= TIMEPOINT_FLAG.confirmedLater;
    if (evidence === NONE || rows.day[row]! < rows.day[evidence]!) evidence = row;
    timepoints.newCount[t]! += 1;
    timepoints.newSum[t]! += Math.max(0, cells.value[cell + lesion]!);
  }
  timepoints.newLesion[t] = evidence === NONE ? 0 : 1;
  return evidence;
}

/** Whether this row alone shows a new lesion (N2, N4). */
function isBeyondDoubt(rows: LesionRows, row: number): boolean {
  if (rows.certainty[row] === CERTAINTY.equivocal || hasFlag(rows, row, ROW_FLAG.techniqueChanged)) return false;
  const modality = rows.modality[row];
  if (modality === MODALITY.ultrasound) return false;
  return modality !== MODALITY.pet || hasFlag(rows, row, ROW_FLAG.baselinePetNegative);
}

function doubt(rows: LesionRows, row: number, counts: boolean): number {
  if (hasFlag(rows, row, ROW_FLAG.regionNeverImaged)) return TIMEPOINT_FLAG.newInUnimagedRegion;
  return counts ? 0 : TIMEPOINT_FLAG.equivocalNewLesion;
}

function hasFlag(rows: LesionRows, row: number, flag: number): boolean {
  return (rows.flags[row]! & flag) !== 0;
}
