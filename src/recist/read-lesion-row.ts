import { ISSUE } from "./issues.js";
import { AXIS, type LesionRows, MODALITY, NONE, ROLE, STATE } from "./lesion-rows.js";
import type { ResponseLimits } from "./limits.js";
import type { RecistOptions } from "./options.js";
import { FATE } from "./row-fate.js";
import { RULE } from "./rules.js";
import { SEEN, type SequenceWorkspace } from "./workspace.js";

/** The protocol's choices and the criteria's sizes, which every step of a sequence shares. */
export interface Protocol {
  readonly options: RecistOptions;
  readonly limits: ResponseLimits;
}

/**
 * Reads one lesion row into `workspace.reading`: what is seen of the lesion, its value (T1, T2), the rule, and whether
 * the row can be used. Breaches are noted, not counted. A target on ultrasound or PET, on the wrong axis or after local
 * therapy has no value.
 */
export function readLesionRow(
  workspace: SequenceWorkspace,
  rows: LesionRows,
  row: number,
  { options, limits }: Protocol,
): void {
  const { reading, lesions } = workspace;
  const lesion = rows.lesion[row]!;
  reading.value = NONE;
  reading.breaches = 0;
  reading.rule = RULE.T1;
  reading.fate = refusal(workspace, rows, row, options);
  if (reading.fate !== FATE.used) {
    reading.seen = SEEN.notEvaluable;
    return;
  }
  readState(workspace, rows, row, limits);
  if (reading.seen === SEEN.visible && reading.value !== NONE) {
    const goneBelow = lesions.isNode[lesion] === 1 ? limits.normalNode : 1;
    if (reading.value < goneBelow) reading.seen = SEEN.gone;
  }
  if (isMeasuredRole(lesions.role[lesion]!) && reading.value === NONE) reading.fate = FATE.notEvaluable;
}

function readState(workspace: SequenceWorkspace, rows: LesionRows, row: number, limits: ResponseLimits): void {
  const { reading } = workspace;
  const diameter = Math.max(rows.diameter[row]!, NONE);
  switch (rows.state[row]) {
    case STATE.measured:
      if (diameter === NONE) reading.breaches |= breach(ISSUE.measuredWithoutDiameter);
      reading.seen = SEEN.visible;
      reading.value = diameter;
      return;
    case STATE.tooSmall:
      reading.seen = SEEN.visible;
      reading.value = diameter === NONE ? limits.tooSmall : diameter;
      reading.rule = RULE.T2;
      return;
    case STATE.absent:
      reading.seen = SEEN.gone;
      reading.value = 0;
      reading.rule = RULE.T2;
      return;
    case STATE.present:
      reading.seen = SEEN.visible;
      reading.value = diameter;
      return;
    case STATE.unequivocalProgression:
      reading.seen = SEEN.progressed;
      reading.value = diameter;
      reading.rule = RULE.N1;
      return;
    case STATE.notEvaluable:
      break;
    default:
      reading.breaches |= breach(ISSUE.unknownState);
  }
  reading.seen = SEEN.notEvaluable;
  reading.fate = FATE.notEvaluable;
}

/** Why the row cannot be read at all, or `FATE.used`. */
function refusal(workspace: SequenceWorkspace, rows: LesionRows, row: number, options: RecistOptions): number {
  const { lesions, reading } = workspace;
  const lesion = rows.lesion[row]!;
  const role = lesions.role[lesion]!;
  if (role === ROLE.new) return FATE.used;
  if (rows.modality[row] === MODALITY.pet) {
    reading.breaches |= breach(ISSUE.petAtKnownSite);
    return FATE.petAtKnownSite;
  }
  const isTarget = isMeasuredRole(role);
  if (isTarget && rows.modality[row] === MODALITY.ultrasound) {
    reading.breaches |= breach(ISSUE.targetOnUltrasound);
    return FATE.ultrasound;
  }
  if (isTarget && rows.day[row]! > lesions.localTherapyDay[lesion]!) {
    reading.breaches |= breach(ISSUE.localTherapyOnTarget);
    if (options.localTherapyOnTarget === "notEvaluable") return FATE.afterLocalTherapy;
  }
  if (rows.diameter[row]! > NONE && isWrongAxis(workspace, rows, row)) {
    const isNode = lesions.isNode[lesion] === 1;
    reading.breaches |= breach(isNode ? ISSUE.longAxisOfNode : ISSUE.shortAxisOfNonNode);
    if (isTarget || isNode) return FATE.wrongAxis;
  }
  return FATE.used;
}

/** A breach as a bit of `RowReading.breaches`. */
function breach(issue: number): number {
  return 1 << issue;
}

/** Lesions whose values enter a sum. */
export function isMeasuredRole(role: number): boolean {
  return role === ROLE.target || role === ROLE.part;
}

function isWrongAxis(workspace: SequenceWorkspace, rows: LesionRows, row: number): boolean {
  const axis = rows.axis[row];
  return axis === (workspace.lesions.isNode[rows.lesion[row]!] === 1 ? AXIS.long : AXIS.short);
}
