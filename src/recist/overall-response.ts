import { RESPONSE } from "./response.js";

/** One row of a table that combines the parts of a timepoint. A list of codes is “any of”, `null` is “any”. */
export interface CombineRow {
  /** Number of the row, for the audit trail. */
  readonly row: number;
  readonly target: readonly number[] | null;
  readonly nonTarget: readonly number[] | null;
  readonly newLesion: boolean | null;
  readonly overall: number;
}

const { cr, pr, sd, nonCrNonPd, pd, ne, notApplicable } = RESPONSE;
const notPd = [cr, nonCrNonPd, ne, notApplicable];

/**
 * RECIST 1.1 table 1 (with target lesions, rows 1–9) and table 2 (non-target only, rows 11–15). The first row that fits
 * holds. Row 15: a patient without any lesion at baseline has PD by a new one and is otherwise not evaluable.
 */
export const RECIST11_OVERALL: readonly CombineRow[] = [
  { row: 1, target: [cr], nonTarget: [cr, notApplicable], newLesion: false, overall: cr },
  { row: 2, target: [cr], nonTarget: [nonCrNonPd], newLesion: false, overall: pr },
  { row: 3, target: [cr], nonTarget: [ne], newLesion: false, overall: pr },
  { row: 4, target: [pr], nonTarget: notPd, newLesion: false, overall: pr },
  { row: 5, target: [sd], nonTarget: notPd, newLesion: false, overall: sd },
  { row: 6, target: [ne], nonTarget: notPd, newLesion: false, overall: ne },
  { row: 7, target: [pd], nonTarget: null, newLesion: null, overall: pd },
  { row: 8, target: [cr, pr, sd, ne], nonTarget: [pd], newLesion: null, overall: pd },
  { row: 9, target: [cr, pr, sd, ne], nonTarget: null, newLesion: true, overall: pd },
  { row: 11, target: [notApplicable], nonTarget: [cr], newLesion: false, overall: cr },
  { row: 12, target: [notApplicable], nonTarget: [nonCrNonPd], newLesion: false, overall: nonCrNonPd },
  { row: 13, target: [notApplicable], nonTarget: [ne], newLesion: false, overall: ne },
  { row: 14, target: [notApplicable], nonTarget: [pd], newLesion: null, overall: pd },
  { row: 15, target: [notApplicable], nonTarget: null, newLesion: true, overall: pd },
  { row: 15, target: [notApplicable], nonTarget: [notApplicable], newLesion: false, overall: ne },
];

/** A combine table as an array: its rows by `cellOf(target, nonTarget, newLesion)`. */
export interface CombineTable {
  readonly overall: Uint8Array;
  readonly row: Uint8Array;
}

/** Spells a combine table out for every combination of codes, so that the loop over timepoints only looks up. */
export function compileCombineTable(table: readonly CombineRow[]): CombineTable {
  const overall = new Uint8Array(SIDE * SIDE * 2);
  const row = new Uint8Array(SIDE * SIDE * 2);
  for (const entry of [...table].reverse()) {
    for (let target = 0; target < SIDE; target += 1) {
      for (let nonTarget = 0; nonTarget < SIDE; nonTarget += 1) {
        for (const newLesion of [0, 1]) {
          if (!fits(entry, target, nonTarget, newLesion === 1)) continue;
          overall[cellOf(target, nonTarget, newLesion)] = entry.overall;
          row[cellOf(target, nonTarget, newLesion)] = entry.row;
        }
      }
    }
  }
  return { overall, row };
}

/** Place of a combination in a `CombineTable`. newLesion is 0 or 1. */
export function cellOf(target: number, nonTarget: number, newLesion: number): number {
  return (target * SIDE + nonTarget) * 2 + newLesion;
}

const SIDE = 16;

function fits(entry: CombineRow, target: number, nonTarget: number, newLesion: boolean): boolean {
  return (
    (entry.target === null || entry.target.includes(target)) &&
    (entry.nonTarget === null || entry.nonTarget.includes(nonTarget)) &&
    (entry.newLesion === null || entry.newLesion === newLesion)
  );
}
