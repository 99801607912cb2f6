import { deriveTimepoints } from "../../../src/recist/derive-timepoints.js";
import { ISSUES } from "../../../src/recist/issues.js";
import {
  AXIS,
  CERTAINTY,
  createLesionRows,
  type LesionRows,
  MODALITY,
  NATURE,
  NONE,
  ROLE,
  ROW_FLAG,
  STATE,
  toHundredths,
} from "../../../src/recist/lesion-rows.js";
import { RECIST_DEFAULTS, type RecistOptions } from "../../../src/recist/options.js";
import { RECIST11 } from "../../../src/recist/recist11.js";
import { RESPONSE_LABELS } from "../../../src/recist/response.js";
import { ROW_FATES } from "../../../src/recist/row-fate.js";
import { RULE_IDS } from "../../../src/recist/rules.js";
import { createWorkspace, type SequenceWorkspace, TIMEPOINT_FLAG } from "../../../src/recist/workspace.js";

/** One lesion row as a test writes it. Lesions are named; `mm` alone means measured. */
export interface TestRow {
  readonly day: number;
  readonly lesion: string;
  readonly role?: keyof typeof ROLE;
  readonly node?: boolean;
  readonly organ?: number;
  readonly nature?: keyof typeof NATURE;
  readonly mm?: number;
  readonly state?: keyof typeof STATE;
  readonly axis?: keyof typeof AXIS;
  readonly certainty?: keyof typeof CERTAINTY;
  readonly modality?: keyof typeof MODALITY;
  readonly sliceMm?: number;
  readonly contrast?: number;
  readonly flags?: readonly (keyof typeof ROW_FLAG)[];
  readonly splitFrom?: string;
  readonly mergedInto?: string;
  readonly localTherapyDay?: number;
}

export function rowsOf(list: readonly TestRow[], firstRow = 0): LesionRows {
  const rows = createLesionRows(firstRow + list.length);
  const names = [...new Set(list.map(({ lesion }) => lesion))].sort();
  const numberOf = (name: string | undefined) => (name === undefined ? NONE : names.indexOf(name));
  list.forEach((row, i) => {
    const at = firstRow + i;
    rows.day[at] = row.day;
    rows.lesion[at] = numberOf(row.lesion);
    rows.role[at] = ROLE[row.role ?? "target"];
    rows.isNode[at] = row.node === true ? 1 : 0;
    rows.organ[at] = row.organ ?? 0;
    rows.nature[at] = NATURE[row.nature ?? "ordinary"];
    rows.splitFrom[at] = numberOf(row.splitFrom);
    rows.mergedInto[at] = numberOf(row.mergedInto);
    if (row.localTherapyDay !== undefined) rows.localTherapyDay[at] = row.localTherapyDay;
    rows.state[at] = STATE[row.state ?? "measured"];
    rows.diameter[at] = row.mm === undefined ? NONE : toHundredths(row.mm);
    rows.axis[at] = AXIS[row.axis ?? "unstated"];
    rows.certainty[at] = CERTAINTY[row.certainty ?? "unstated"];
    rows.modality[at] = MODALITY[row.modality ?? "ct"];
    rows.sliceThickness[at] = row.sliceMm === undefined ? NONE : toHundredths(row.sliceMm);
    rows.contrast[at] = row.contrast ?? 0;
    rows.flags[at] = (row.flags ?? []).reduce((bits, flag) => bits | ROW_FLAG[flag], 0);
  });
  return rows;
}

/** A sequence derived by RECIST 1.1 from rows that begin at row 0. */
export function derive(list: readonly TestRow[], options: Partial<RecistOptions> = {}): Derived {
  const workspace = createWorkspace();
  const rows = rowsOf(list);
  deriveTimepoints(
    workspace,
    rows,
    { from: 0, to: list.length },
    { criteria: RECIST11, options: { ...RECIST_DEFAULTS, ...options } },
  );
  return { workspace, timepoints: timepointsOf(workspace), ...summaryOf(workspace) };
}

export interface Derived {
  readonly workspace: SequenceWorkspace;
  readonly timepoints: readonly TestTimepoint[];
  /** Breaches met, by id. */
  readonly issues: Readonly<Record<string, number>>;
  /** Fate of each row, in the order written. */
  readonly fates: readonly string[];
}

export interface TestTimepoint {
  readonly day: number;
  readonly target: string;
  readonly targetRule: string | null;
  readonly nonTarget: string;
  readonly newLesion: boolean;
  readonly response: string;
  readonly sumMm: number | null;
  readonly nadirMm: number | null;
  readonly missing: number;
  readonly evidenceRow: number;
  readonly isHeld: boolean;
  readonly flags: readonly string[];
}

export function timepointsOf({ timepoints: t }: SequenceWorkspace): TestTimepoint[] {
  return Array.from({ length: t.count }, (_, i) => ({
    day: t.day[i]!,
    target: RESPONSE_LABELS[t.target[i]!]!,
    targetRule: RULE_IDS[t.targetRule[i]!]!,
    nonTarget: RESPONSE_LABELS[t.nonTarget[i]!]!,
    newLesion: t.newLesion[i] === 1,
    response: RESPONSE_LABELS[t.response[i]!]!,
    sumMm: t.sum[i] === NONE ? null : t.sum[i]! / 100,
    nadirMm: t.nadir[i] === NONE ? null : t.nadir[i]! / 100,
    missing: t.missing[i]!,
    evidenceRow: t.evidenceRow[i]!,
    isHeld: t.held[i] === 1,
    flags: Object.entries(TIMEPOINT_FLAG).flatMap(([name, bit]) => ((t.flags[i]! & bit) === 0 ? [] : [name])),
  }));
}

function summaryOf(workspace: SequenceWorkspace): Pick<Derived, "issues" | "fates"> {
  const issues: Record<string, number> = {};
  ISSUES.forEach(({ id }, code) => {
    if (workspace.issues[code] !== 0) issues[id] = workspace.issues[code]!;
  });
  return { issues, fates: Array.from(workspace.fate.subarray(0, workspace.rowCount), (fate) => ROW_FATES[fate]!) };
}
