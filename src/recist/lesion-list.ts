import { ISSUE } from "./issues.js";
import { type LesionRows, NEVER, NONE, ROLE } from "./lesion-rows.js";
import { type LesionScratch, reserveLesions, type SequenceWorkspace } from "./workspace.js";

/**
 * Collects the lesions of the ordered sequence with their own columns, each from its first row in order, and the links
 * between them. Rows of one lesion that disagree are counted as a breach; the first row holds.
 */
export function collectLesions(workspace: SequenceWorkspace, rows: LesionRows): void {
  const { order, rowCount, issues } = workspace;
  let last = -1;
  for (let place = 0; place < rowCount; place += 1) last = Math.max(last, rows.lesion[order[place]!]!);
  reserveLesions(workspace, last + 1);
  const { lesions } = workspace;
  lesions.firstRow.fill(NONE, 0, lesions.count);
  lesions.role.fill(ROLE.unknown, 0, lesions.count);
  lesions.splitFrom.fill(NONE, 0, lesions.count);
  lesions.mergedInto.fill(NONE, 0, lesions.count);
  lesions.newDay.fill(NEVER, 0, lesions.count);
  lesions.newRow.fill(NONE, 0, lesions.count);
  lesions.isMass.fill(0, 0, lesions.count);
  lesions.linked = false;
  for (let place = 0; place < rowCount; place += 1) {
    const row = order[place]!;
    const lesion = rows.lesion[row]!;
    if (lesions.firstRow[lesion] === NONE) addLesion(workspace, rows, row);
    else if (disagrees(workspace, rows, row)) issues[ISSUE.attributesDisagree]! += 1;
  }
  if (lesions.linked) closeLinks(workspace);
}

function addLesion(workspace: SequenceWorkspace, rows: LesionRows, row: number): void {
  const { lesions, issues } = workspace;
  const lesion = rows.lesion[row]!;
  const role = rows.role[row]!;
  if (role < ROLE.target || role > ROLE.new) issues[ISSUE.unknownRole]! += 1;
  lesions.firstRow[lesion] = row;
  lesions.role[lesion] = role > ROLE.new ? ROLE.unknown : role;
  lesions.isNode[lesion] = rows.isNode[row]!;
  lesions.organ[lesion] = rows.organ[row]!;
  lesions.nature[lesion] = rows.nature[row]!;
  lesions.splitFrom[lesion] = rows.splitFrom[row]!;
  lesions.mergedInto[lesion] = rows.mergedInto[row]!;
  lesions.localTherapyDay[lesion] = rows.localTherapyDay[row]!;
  if (rows.splitFrom[row] !== NONE || rows.mergedInto[row] !== NONE) lesions.linked = true;
}

function disagrees(workspace: SequenceWorkspace, rows: LesionRows, row: number): boolean {
  const { lesions } = workspace;
  const lesion = rows.lesion[row]!;
  return (
    lesions.role[lesion] !== rows.role[row] ||
    lesions.isNode[lesion] !== rows.isNode[row] ||
    lesions.organ[lesion] !== rows.organ[row] ||
    lesions.splitFrom[lesion] !== rows.splitFrom[row] ||
    lesions.mergedInto[lesion] !== rows.mergedInto[row]
  );
}

/** Puts each fragment under the first ancestor, drops links that lead nowhere or in a circle, and marks masses. */
function closeLinks(workspace: SequenceWorkspace): void {
  const { lesions, issues } = workspace;
  for (const links of [lesions.splitFrom, lesions.mergedInto]) {
    for (let lesion = 0; lesion < lesions.count; lesion += 1) {
      if (lesions.firstRow[lesion] === NONE || links[lesion] === NONE) continue;
      const end = endOfChain(links, lesion, lesions);
      if (end === NONE) {
        issues[ISSUE.brokenLink]! += 1;
        links[lesion] = NONE;
      } else if (links === lesions.splitFrom) links[lesion] = end;
    }
  }
  for (let lesion = 0; lesion < lesions.count; lesion += 1) {
    if (lesions.firstRow[lesion] !== NONE && lesions.mergedInto[lesion] !== NONE) {
      lesions.isMass[lesions.mergedInto[lesion]!] = 1;
    }
  }
}

/** The last lesion of a chain of links, NONE where a link names no lesion of the sequence or the chain is a circle. */
function endOfChain(links: Int32Array, lesion: number, lesions: LesionScratch): number {
  let end = lesion;
  for (let step = 0; step <= lesions.count; step += 1) {
    const next = links[end]!;
    if (next === NONE) return end;
    if (next >= lesions.count || lesions.firstRow[next] === NONE) return NONE;
    end = next;
  }
  return NONE;
}
