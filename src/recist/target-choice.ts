import { ISSUE } from "./issues.js";
import { NONE, ROLE } from "./lesion-rows.js";
import type { Protocol } from "./read-lesion-row.js";
import { RULE } from "./rules.js";
import type { SequenceWorkspace } from "./workspace.js";

/**
 * Keeps at most five targets and two per organ (B4), the largest first, equal ones by lesion number; the others become
 * non-target, or stay with a breach counted where the option is `flag`. Organ 0 is not known and limits nothing.
 */
export function keepTargets(workspace: SequenceWorkspace, { options, limits }: Protocol): void {
  const { lesions, cells, issues } = workspace;
  let total = 0;
  let surplus = 0;
  // Selection by repeated maximum: targets are few, and this needs no memory.
  for (let candidate = largestOpen(workspace); candidate !== NONE; candidate = largestOpen(workspace)) {
    const isKept = total < limits.maxTargets && countInOrgan(workspace, candidate) < limits.maxTargetsPerOrgan;
    if (isKept) {
      total += 1;
      lesions.role[candidate] = KEPT;
    } else {
      surplus += 1;
      lesions.role[candidate] = options.targetBreach === "demote" ? ROLE.nonTarget : KEPT_AS_SURPLUS;
      cells.rule[candidate] = RULE.B4;
    }
  }
  for (let lesion = 0; lesion < lesions.count; lesion += 1) {
    if (lesions.role[lesion]! >= KEPT) lesions.role[lesion] = ROLE.target;
  }
  issues[ISSUE.surplusTarget]! += surplus;
}

/** Marks while choosing, above every role. */
const KEPT = 100;
const KEPT_AS_SURPLUS = 101;
const NODES = -1;

function largestOpen({ lesions, cells }: SequenceWorkspace): number {
  let largest = NONE;
  for (let lesion = 0; lesion < lesions.count; lesion += 1) {
    if (lesions.role[lesion] !== ROLE.target) continue;
    if (largest === NONE || cells.value[lesion]! > cells.value[largest]!) largest = lesion;
  }
  return largest;
}

function countInOrgan(workspace: SequenceWorkspace, candidate: number): number {
  const { lesions } = workspace;
  const organ = organOf(workspace, candidate);
  if (organ === 0) return 0;
  let count = 0;
  for (let lesion = 0; lesion < lesions.count; lesion += 1) {
    if (lesions.role[lesion] === KEPT && organOf(workspace, lesion) === organ) count += 1;
  }
  return count;
}

function organOf({ lesions }: SequenceWorkspace, lesion: number): number {
  return lesions.isNode[lesion] === 1 ? NODES : lesions.organ[lesion]!;
}
