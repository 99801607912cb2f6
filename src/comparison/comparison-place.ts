import type { PatientFrame } from "../frame/patient-frame.js";
import type { Place } from "../results/make-records.js";

/** The arms in the order of every table. */
export const arms = [
  ["trial", 1],
  ["control", 0],
] as const;

export type ArmName = (typeof arms)[number][0];

/** Where a record of a comparison stands: `name.what`, in the main analysis, of everyone eligible. Its counts add up within the comparison. */
export function comparisonPlace(name: string, what: string, group: ArmName | null = null) {
  return {
    variant: "main",
    stage: "comparison",
    population: `comparison.${name}`,
    group,
    variable: `${name}.${what}`,
  } as const satisfies Place;
}

/** The rows of an arm for which `is` holds, ascending. */
export function rowsOf({ n, trial }: PatientFrame, side: 0 | 1, is: (row: number) => boolean): Int32Array {
  const rows: number[] = [];
  for (let row = 0; row < n; row += 1) if (trial[row] === side && is(row)) rows.push(row);
  return Int32Array.from(rows);
}
