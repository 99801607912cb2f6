import { type LesionRows, NONE, ROLE } from "./lesion-rows.js";
import { RULE } from "./rules.js";
import { SEEN, type SequenceWorkspace } from "./workspace.js";

/**
 * Follows splits and merges at one timepoint (T3) and writes the result into the cells of the lesions known from
 * baseline: a parent is the sum of its parts, each part expected from the scan that first shows it; a component without
 * a value of its own is covered by the mass it merged into, whose value counts once. `lastDay`: the day of the
 * timepoint's last row. Returns whether any cell was written.
 */
export function linkCells(
  workspace: SequenceWorkspace,
  rows: LesionRows,
  { cell, lastDay }: { readonly cell: number; readonly lastDay: number },
): boolean {
  const { lesions } = workspace;
  let isLinked = false;
  for (let lesion = 0; lesion < lesions.count; lesion += 1) {
    if (lesions.splitFrom[lesion] === NONE || rows.day[lesions.firstRow[lesion]!]! > lastDay) continue;
    addFragment(workspace, rows, { parent: cell + lesions.splitFrom[lesion]!, fragment: cell + lesion });
    isLinked = true;
  }
  for (let lesion = 0; lesion < lesions.count; lesion += 1) {
    if (lesions.mergedInto[lesion] === NONE || hasValue(workspace, cell + lesion)) continue;
    if (!isKnown(lesions.role[lesion]!)) continue;
    const mass = visibleMass(workspace, cell, lesion);
    if (mass === NONE) continue;
    coverByMass(workspace, cell, { lesion, mass });
    isLinked = true;
  }
  return isLinked;
}

function isKnown(role: number): boolean {
  return role === ROLE.target || role === ROLE.nonTarget;
}

/**
 * Adds a fragment to its parent, which begins as its own part: 0 where it has no row of its own. The latest part dates
 * it.
 */
function addFragment(
  { cells }: SequenceWorkspace,
  rows: LesionRows,
  { parent, fragment }: { readonly parent: number; readonly fragment: number },
): void {
  if (cells.row[parent] === NONE) {
    cells.seen[parent] = SEEN.gone;
    cells.value[parent] = 0;
  }
  const isMissing = cells.row[fragment] === NONE || cells.seen[fragment] === SEEN.notEvaluable;
  const value = isMissing ? NONE : cells.value[fragment]!;
  cells.value[parent] = value === NONE || cells.value[parent] === NONE ? NONE : cells.value[parent]! + value;
  cells.seen[parent] = isMissing ? SEEN.notEvaluable : strongest(cells.seen[parent]!, cells.seen[fragment]!);
  cells.rule[parent] = RULE.T3;
  const row = cells.row[fragment]!;
  const held = cells.row[parent]!;
  if (row !== NONE && (held === NONE || rows.day[row]! >= rows.day[held]!)) cells.row[parent] = row;
}

function strongest(a: number, b: number): number {
  for (const seen of [SEEN.notEvaluable, SEEN.progressed, SEEN.visible]) if (a === seen || b === seen) return seen;
  return SEEN.gone;
}

function hasValue({ cells }: SequenceWorkspace, cell: number): boolean {
  return cells.seen[cell] !== SEEN.none && cells.seen[cell] !== SEEN.notEvaluable;
}

/** The nearest mass up the chain of mergers that has a value at this timepoint. */
function visibleMass(workspace: SequenceWorkspace, cell: number, lesion: number): number {
  const { lesions } = workspace;
  let mass = lesions.mergedInto[lesion]!;
  while (mass !== NONE && !hasValue(workspace, cell + mass)) mass = lesions.mergedInto[mass]!;
  return mass;
}

/** A mass that is a target counts by itself; another one counts in the first component it covers. */
function coverByMass(
  { cells, lesions }: SequenceWorkspace,
  cell: number,
  { lesion, mass }: { readonly lesion: number; readonly mass: number },
): void {
  let countsElsewhere = lesions.role[mass] === ROLE.target;
  for (let other = 0; other < lesion && !countsElsewhere; other += 1) {
    countsElsewhere = lesions.role[other] === ROLE.target && cells.row[cell + other] === cells.row[cell + mass];
  }
  cells.value[cell + lesion] = countsElsewhere ? 0 : cells.value[cell + mass]!;
  cells.seen[cell + lesion] = cells.seen[cell + mass]!;
  cells.row[cell + lesion] = cells.row[cell + mass]!;
  cells.rule[cell + lesion] = RULE.T3;
}
