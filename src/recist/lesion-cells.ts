import { ISSUE } from "./issues.js";
import { type LesionRows, NONE, ROLE, ROW_FLAG } from "./lesion-rows.js";
import { isMeasuredRole, type Protocol, readLesionRow } from "./read-lesion-row.js";
import { FATE } from "./row-fate.js";
import { SEEN, type SequenceWorkspace, TIMEPOINT_FLAG } from "./workspace.js";

/**
 * Settles what each lesion showed in the rows at places [from, to) of the order into the cells that begin at `cell`. A
 * lesion seen twice: the later evaluable row counts (N6), but unequivocal progression of a non-target stands. Two rows
 * of one day: equal ones count once; different diameters of a target conflict; of other lesions the stronger finding
 * counts. Returns the `TIMEPOINT_FLAG` bits that follow.
 */
export function settleCells(
  workspace: SequenceWorkspace,
  rows: LesionRows,
  { cell, from, to }: { readonly cell: number; readonly from: number; readonly to: number },
  protocol: Protocol,
): number {
  const { order, lesions, fate, firstRow, reading, issues } = workspace;
  let flags = 0;
  for (let place = from; place < to; place += 1) {
    const row = order[place]!;
    const lesion = rows.lesion[row]!;
    const role = lesions.role[lesion]!;
    if (fate[row - firstRow] !== FATE.unread) continue;
    if (role === ROLE.unknown || role === ROLE.aside || role === ROLE.normal) {
      fate[row - firstRow] = FATE_OF_UNUSED[role]!;
      continue;
    }
    readLesionRow(workspace, rows, row, protocol);
    if (cell > 0 && isMeasuredRole(role)) flags |= compareTechnique(workspace, rows, row, protocol);
    for (let issue = 0, rest = reading.breaches; rest !== 0; issue += 1, rest >>>= 1) issues[issue]! += rest & 1;
    fate[row - firstRow] = reading.fate;
    reading.row = row;
    reading.cell = cell + lesion;
    flags |= enter(workspace, rows, protocol);
  }
  return flags;
}

const FATE_OF_UNUSED: Readonly<Record<number, number>> = {
  [ROLE.unknown]: FATE.unknownRole,
  [ROLE.aside]: FATE.noBaseline,
  [ROLE.normal]: FATE.normalNode,
};

/** Enters the reading into its cell, which may hold an earlier row of the same lesion. */
function enter(workspace: SequenceWorkspace, rows: LesionRows, { options }: Protocol): number {
  const { cells, reading, fate, firstRow, lesions, issues } = workspace;
  const { row, cell } = reading;
  const held = cells.row[cell]!;
  const isUsable = reading.fate === FATE.used;
  if (held === NONE || !isEvaluable(workspace, cell)) {
    const inConflict = held !== NONE && rows.day[held] === rows.day[row] && fate[held - firstRow] === FATE.conflicting;
    if (inConflict && isUsable) fate[row - firstRow] = FATE.conflicting;
    else if (held === NONE || isUsable || reading.seen !== SEEN.notEvaluable) fill(workspace);
    return 0;
  }
  if (!isUsable) return 0;
  const isTarget = isMeasuredRole(lesions.role[rows.lesion[row]!]!);
  if (rows.day[held] !== rows.day[row]) {
    replaceIf(isTarget || cells.seen[cell] !== SEEN.progressed, workspace);
    return TIMEPOINT_FLAG.seenTwice;
  }
  if (cells.seen[cell] === reading.seen && cells.value[cell] === reading.value) {
    fate[row - firstRow] = FATE.repeated;
  } else if (!isTarget) replaceIf(strength(reading.seen) > strength(cells.seen[cell]!), workspace);
  else {
    issues[ISSUE.conflictingDiameters]! += 1;
    if (options.conflictingDiameters === "flag") replaceIf(reading.value > cells.value[cell]!, workspace);
    else {
      fate[held - firstRow] = FATE.conflicting;
      fate[row - firstRow] = FATE.conflicting;
      cells.seen[cell] = SEEN.notEvaluable;
      cells.value[cell] = NONE;
    }
  }
  return 0;
}

function isEvaluable({ cells, fate, firstRow }: SequenceWorkspace, cell: number): boolean {
  return fate[cells.row[cell]! - firstRow] === FATE.used;
}

function replaceIf(isStronger: boolean, workspace: SequenceWorkspace): void {
  const { cells, fate, firstRow, reading } = workspace;
  const { row, cell } = reading;
  if (!isStronger) fate[row - firstRow] = FATE.superseded;
  else {
    fate[cells.row[cell]! - firstRow] = FATE.superseded;
    fill(workspace);
  }
}

function fill({ cells, reading }: SequenceWorkspace): void {
  const { cell } = reading;
  cells.seen[cell] = reading.seen;
  cells.value[cell] = reading.value;
  cells.row[cell] = reading.row;
  cells.rule[cell] = reading.rule;
}

function strength(seen: number): number {
  if (seen === SEEN.progressed) return 2;
  return seen === SEEN.visible ? 1 : 0;
}

/** Flags a target's row that was taken by another technique than its baseline row; not evaluable by option. */
function compareTechnique(workspace: SequenceWorkspace, rows: LesionRows, row: number, { options }: Protocol): number {
  const { cells, reading } = workspace;
  const baselineRow = cells.row[rows.lesion[row]!]!;
  if (reading.value === NONE || baselineRow === NONE || isComparable(rows, row, baselineRow)) return 0;
  reading.breaches |= 1 << ISSUE.incomparableScan;
  if (options.incomparableScan === "notEvaluable") {
    reading.seen = SEEN.notEvaluable;
    reading.value = NONE;
    reading.fate = FATE.incomparable;
  }
  return TIMEPOINT_FLAG.incomparable;
}

/** Whether two scans were taken alike, as far as both say how: modality, slice thickness, contrast phase. */
export function isComparable(rows: LesionRows, a: number, b: number): boolean {
  return (
    (rows.flags[a]! & ROW_FLAG.techniqueChanged) === 0 &&
    sameIfStated(rows.modality, a, b, 0) &&
    sameIfStated(rows.sliceThickness, a, b, NONE) &&
    sameIfStated(rows.contrast, a, b, 0)
  );
}

function sameIfStated(column: ArrayLike<number>, a: number, b: number, unstated: number): boolean {
  return column[a] === column[b] || column[a] === unstated || column[b] === unstated;
}
