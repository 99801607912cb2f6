import { ISSUE } from "./issues.js";
import { settleCells } from "./lesion-cells.js";
import { type LesionRows, NATURE, NEVER, NONE, ROLE } from "./lesion-rows.js";
import { BASELINE_CLASS, baselineClassRule, classifyBaseline } from "./measurability.js";
import type { Protocol } from "./read-lesion-row.js";
import { FATE } from "./row-fate.js";
import { keepTargets } from "./target-choice.js";
import { isMarker } from "./timepoints.js";
import { BASELINE_STATUS, SEEN, type SequenceWorkspace } from "./workspace.js";

/**
 * Finds where baseline ends in the ordered rows (B5): at the start, or, where no scan precedes it, `baselineLatestDays`
 * after it. Rows before the window are set aside where the option says so.
 */
export function findBaseline(workspace: SequenceWorkspace, rows: LesionRows, { options }: Protocol): void {
  const { order, rowCount, baseline, fate, firstRow } = workspace;
  const excludes = options.baselineOutsideWindow === "exclude";
  let before = 0;
  let usable = 0;
  while (before < rowCount && rows.day[order[before]!]! <= 0) {
    if (excludes && rows.day[order[before]!]! < -options.baselineEarliestDays) {
      fate[order[before]! - firstRow] = FATE.beforeWindow;
    } else if (!isMarker(workspace, rows, order[before]!)) usable += 1;
    before += 1;
  }
  baseline.end = before;
  while (usable === 0 && baseline.end < rowCount && rows.day[order[baseline.end]!]! <= options.baselineLatestDays) {
    baseline.end += 1;
  }
}

/**
 * Settles baseline: each lesion's value nearest to the start, the role it may have (B1–B4), the sum (B6) and the
 * status. Changes `workspace.lesions.role` and fills `workspace.baseline` and the baseline cells.
 */
export function settleBaseline(workspace: SequenceWorkspace, rows: LesionRows, protocol: Protocol): void {
  const { baseline, lesions, cells, fate, firstRow, issues } = workspace;
  settleCells(workspace, rows, { cell: 0, from: 0, to: baseline.end }, protocol);
  let seenAny = false;
  let declared = 0;
  let declaredSum = 0;
  for (let lesion = 0; lesion < lesions.count; lesion += 1) {
    const row = cells.row[lesion]!;
    if (row === NONE) continue;
    if (lesions.nature[lesion] !== NATURE.tumourMarker) seenAny = true;
    if (fate[row - firstRow] === FATE.used) fate[row - firstRow] = FATE.usedBaseline;
    if (lesions.role[lesion] !== ROLE.target) continue;
    declared += 1;
    declaredSum += cells.value[lesion] === NONE ? 1 : cells.value[lesion]!;
  }
  for (let lesion = 0; lesion < lesions.count; lesion += 1) assignRole(workspace, rows, lesion, protocol);
  keepTargets(workspace, protocol);
  sumBaseline(workspace);
  if (!seenAny) {
    baseline.status = BASELINE_STATUS.missing;
    issues[ISSUE.baselineMissing]! += 1;
  } else if (declared > 0 && declaredSum === 0) {
    baseline.status = BASELINE_STATUS.sumZero;
    issues[ISSUE.baselineSumZero]! += 1;
  }
  dateBaseline(workspace, rows, protocol);
}

/**
 * The role a lesion may have: B1–B3 for a target's size, none without a baseline row, `part` for what came of others
 * later.
 */
function assignRole(workspace: SequenceWorkspace, rows: LesionRows, lesion: number, protocol: Protocol): void {
  const { lesions, cells, issues } = workspace;
  const role = lesions.role[lesion]!;
  const row = cells.row[lesion]!;
  if (role === ROLE.unknown) return;
  if (row === NONE) {
    if (lesions.splitFrom[lesion] !== NONE || lesions.isMass[lesion] === 1) lesions.role[lesion] = ROLE.part;
    else if (role !== ROLE.new) withoutBaseline(workspace, rows, lesion, protocol);
    return;
  }
  lesions.splitFrom[lesion] = NONE;
  if (role === ROLE.new) {
    if (cells.seen[lesion] === SEEN.gone) return;
    issues[ISSUE.newLesionAtBaseline]! += 1;
    lesions.role[lesion] = ROLE.nonTarget;
  } else if (role === ROLE.target && cells.value[lesion] === NONE) {
    withoutBaseline(workspace, rows, lesion, protocol);
  } else checkSize(workspace, rows, row, protocol);
}

/** No value to compare with: a target seen at baseline is non-target, a lesion not seen then is set aside. */
function withoutBaseline(workspace: SequenceWorkspace, rows: LesionRows, lesion: number, { options }: Protocol): void {
  const { lesions, cells, issues } = workspace;
  const row = cells.row[lesion]!;
  issues[ISSUE.lesionWithoutBaseline]! += 1;
  if (lesions.role[lesion] === ROLE.target && options.lesionWithoutBaseline === "notEvaluable") return;
  lesions.role[lesion] = row === NONE ? ROLE.aside : ROLE.nonTarget;
  if (row !== NONE) cells.rule[lesion] = baselineClassRule(rows, row);
}

/** B1–B3: a target that is not measurable is non-target, a node under 10 mm no lesion at all. */
function checkSize(workspace: SequenceWorkspace, rows: LesionRows, row: number, protocol: Protocol): void {
  const { lesions, cells, issues } = workspace;
  const lesion = rows.lesion[row]!;
  const isTarget = lesions.role[lesion] === ROLE.target;
  const found = classifyBaseline(rows, row, cells.value[lesion]!, protocol.limits);
  if (found === BASELINE_CLASS.measurable || (!isTarget && found === BASELINE_CLASS.nonTarget)) return;
  issues[found === BASELINE_CLASS.normal ? ISSUE.normalNode : ISSUE.unmeasurableTarget]! += 1;
  cells.rule[lesion] = baselineClassRule(rows, row);
  if (protocol.options.targetBreach === "demote") {
    lesions.role[lesion] = found === BASELINE_CLASS.normal ? ROLE.normal : ROLE.nonTarget;
  }
}

/** B6. */
function sumBaseline({ lesions, cells, baseline }: SequenceWorkspace): void {
  baseline.status = BASELINE_STATUS.valid;
  baseline.sum = 0;
  baseline.targetCount = 0;
  baseline.nonTargetCount = 0;
  for (let lesion = 0; lesion < lesions.count; lesion += 1) {
    if (lesions.role[lesion] === ROLE.nonTarget && lesions.nature[lesion] !== NATURE.tumourMarker) {
      baseline.nonTargetCount += 1;
    }
    if (lesions.role[lesion] !== ROLE.target) continue;
    baseline.targetCount += 1;
    if (cells.value[lesion] === NONE) baseline.status = BASELINE_STATUS.incomplete;
    else baseline.sum += cells.value[lesion]!;
  }
}

/** B5: the days of baseline, and how far they lie outside the window. */
function dateBaseline(workspace: SequenceWorkspace, rows: LesionRows, { options }: Protocol): void {
  const { lesions, cells, baseline, issues } = workspace;
  baseline.day = NEVER;
  baseline.earliestDay = NEVER;
  baseline.daysOutside = 0;
  if (baseline.status === BASELINE_STATUS.missing) return;
  let latest = -NEVER;
  for (let lesion = 0; lesion < lesions.count; lesion += 1) {
    const row = cells.row[lesion]!;
    if (row === NONE || lesions.nature[lesion] === NATURE.tumourMarker) continue;
    latest = Math.max(latest, rows.day[row]!);
    baseline.earliestDay = Math.min(baseline.earliestDay, rows.day[row]!);
  }
  baseline.day = latest;
  const early = Math.max(0, -options.baselineEarliestDays - baseline.earliestDay);
  if (early > 0) issues[ISSUE.baselineEarly]! += 1;
  if (latest > 0) issues[ISSUE.baselineLate]! += 1;
  baseline.daysOutside = Math.max(early, latest, 0);
}
