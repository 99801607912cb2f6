import type { Criteria } from "./criteria.js";
import { NEVER, NONE, ROLE } from "./lesion-rows.js";
import { ROW_FATES } from "./row-fate.js";
import { RULE_IDS, type RuleId } from "./rules.js";
import { BASELINE_STATUS, SEEN, type SequenceWorkspace, TIMEPOINT_FLAG } from "./workspace.js";

/**
 * A derived sequence as objects, for one patient's audit page. Rows are numbers of the lesion rows; lengths in
 * millimetres.
 */
export interface SequenceAudit {
  readonly baseline: BaselineAudit;
  readonly timepoints: readonly TimepointAudit[];
  /** What became of every row of the sequence, in row order. */
  readonly rows: readonly { readonly row: number; readonly fate: string }[];
}

export interface BaselineAudit {
  readonly status: keyof typeof BASELINE_STATUS;
  /** Latest and earliest day of its values; null where baseline is missing. */
  readonly day: number | null;
  readonly earliestDay: number | null;
  readonly daysOutsideWindow: number;
  readonly sumMm: number | null;
  readonly lesions: readonly LesionAudit[];
}

export interface LesionAudit {
  readonly lesion: number;
  readonly role: keyof typeof ROLE;
  readonly seen: keyof typeof SEEN;
  readonly valueMm: number | null;
  readonly rule: RuleId | null;
  /** The row the value comes from, null where the lesion has none here. */
  readonly row: number | null;
}

export interface TimepointAudit {
  readonly day: number;
  readonly openDay: number;
  readonly rows: readonly number[];
  readonly response: string;
  /** Row of RECIST table 1 or 2. */
  readonly tableRow: number;
  readonly target: { readonly response: string; readonly rule: RuleId | null };
  readonly nonTarget: { readonly response: string; readonly rule: RuleId | null };
  readonly newLesion: { readonly isSeen: boolean; readonly rule: RuleId | null };
  readonly sumMm: number | null;
  readonly nadirMm: number | null;
  readonly missingTargets: number;
  /** Per cent; null where there is no complete sum, and from a nadir of 0 (T11). */
  readonly changeFromBaseline: number | null;
  readonly changeFromNadir: number | null;
  /** The row that shows PD first, null without PD. */
  readonly evidenceRow: number | null;
  readonly isHeld: boolean;
  readonly flags: readonly (keyof typeof TIMEPOINT_FLAG)[];
  readonly lesions: readonly LesionAudit[];
}

/**
 * Reads the sequence that `deriveTimepoints` derived last out of the workspace. Decides nothing: every value, rule and
 * row was put down by the derivation itself.
 */
export function auditSequence(workspace: SequenceWorkspace, { labels }: Criteria): SequenceAudit {
  const { timepoints, firstRow, rowCount, fate } = workspace;
  return {
    baseline: auditBaseline(workspace),
    timepoints: Array.from({ length: timepoints.count }, (_, t) => auditTimepoint(workspace, t, labels)),
    rows: Array.from({ length: rowCount }, (_, i) => ({ row: firstRow + i, fate: ROW_FATES[fate[i]!]! })),
  };
}

function auditBaseline(workspace: SequenceWorkspace): BaselineAudit {
  const { baseline } = workspace;
  return {
    status: nameOf(BASELINE_STATUS, baseline.status),
    day: baseline.day === NEVER ? null : baseline.day,
    earliestDay: baseline.earliestDay === NEVER ? null : baseline.earliestDay,
    daysOutsideWindow: baseline.daysOutside,
    sumMm: baseline.targetCount === 0 ? null : baseline.sum / 100,
    lesions: auditLesions(workspace, 0),
  };
}

function auditTimepoint(workspace: SequenceWorkspace, t: number, labels: readonly string[]): TimepointAudit {
  const { timepoints, order, lesions, baseline } = workspace;
  const sum = timepoints.sum[t]!;
  const nadir = timepoints.nadir[t]!;
  const isComplete = sum !== NONE && timepoints.missing[t] === 0 && baseline.status === BASELINE_STATUS.valid;
  return {
    day: timepoints.day[t]!,
    openDay: timepoints.openDay[t]!,
    rows: Array.from(order.subarray(timepoints.rowFrom[t]!, timepoints.rowTo[t]!)),
    response: labels[timepoints.response[t]!]!,
    tableRow: timepoints.tableRow[t]!,
    target: { response: labels[timepoints.target[t]!]!, rule: RULE_IDS[timepoints.targetRule[t]!]! },
    nonTarget: { response: labels[timepoints.nonTarget[t]!]!, rule: RULE_IDS[timepoints.nonTargetRule[t]!]! },
    newLesion: { isSeen: timepoints.newLesion[t] === 1, rule: RULE_IDS[timepoints.newLesionRule[t]!]! },
    sumMm: sum === NONE ? null : sum / 100,
    nadirMm: nadir === NONE ? null : nadir / 100,
    missingTargets: timepoints.missing[t]!,
    changeFromBaseline: isComplete ? percent(sum, baseline.sum) : null,
    changeFromNadir: isComplete && nadir > 0 ? percent(sum, nadir) : null,
    evidenceRow: timepoints.evidenceRow[t] === NONE ? null : timepoints.evidenceRow[t]!,
    isHeld: timepoints.held[t] === 1,
    flags: namesOf(timepoints.flags[t]!),
    lesions: auditLesions(workspace, (t + 1) * lesions.count),
  };
}

/** Lesions that have a role and either a cell here or are expected in every sum. */
function auditLesions({ lesions, cells }: SequenceWorkspace, cell: number): LesionAudit[] {
  const found: LesionAudit[] = [];
  for (let lesion = 0; lesion < lesions.count; lesion += 1) {
    const role = lesions.role[lesion]!;
    const row = cells.row[cell + lesion]!;
    const value = cells.value[cell + lesion]!;
    if (role === ROLE.unknown || (row === NONE && role !== ROLE.target && role !== ROLE.nonTarget)) continue;
    found.push({
      lesion,
      role: nameOf(ROLE, role),
      seen: nameOf(SEEN, cells.seen[cell + lesion]!),
      valueMm: value === NONE ? null : value / 100,
      rule: RULE_IDS[cells.rule[cell + lesion]!]!,
      row: row === NONE ? null : row,
    });
  }
  return found;
}

function percent(value: number, reference: number): number {
  return (100 * (value - reference)) / reference;
}

function nameOf<Name extends string>(codes: Readonly<Record<Name, number>>, code: number): Name {
  for (const name of Object.keys(codes) as Name[]) if (codes[name] === code) return name;
  throw new RangeError(`code ${code} has no name`);
}

function namesOf(bits: number): (keyof typeof TIMEPOINT_FLAG)[] {
  const names = Object.keys(TIMEPOINT_FLAG) as (keyof typeof TIMEPOINT_FLAG)[];
  return names.filter((name) => (TIMEPOINT_FLAG[name] & bits) !== 0);
}
