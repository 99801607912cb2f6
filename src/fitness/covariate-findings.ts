import type { CovariateColumn, CovariateMatrix } from "../frame/covariate-matrix.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import type { IndicatorCounts } from "../results/records.js";
import { estimateNewcombeDifference } from "../stats/newcombe.js";
import { estimateWilson } from "../stats/wilson.js";
import type { Finding } from "./judge.js";
import type { ArmName } from "./scope.js";

/** Patients of a frame that a set holds: 1 = in it. */
export interface FrameSet {
  readonly population: string;
  readonly member: Uint8Array;
}

/** R2.3 and R4.4: the share of patients without a value, by covariate, arm and set, and how far the arms' shares are apart among the eligible. */
export function findMissing(patients: PatientFrame, covariates: CovariateMatrix, sets: readonly FrameSet[]): Finding[] {
  return covariates.columns.flatMap((column) => [
    ...sets.flatMap((set) =>
      (["trial", "control"] as const).map((group) => shareMissing(patients, column, set, group)),
    ),
    ...sets.filter(({ population }) => population === "eligible").map((set) => differ(patients, column, set)),
  ]);
}

function count({ n, trial }: PatientFrame, { missing }: CovariateColumn, { member }: FrameSet, group: ArmName) {
  const side = group === "trial" ? 1 : 0;
  let total = 0;
  let lacking = 0;
  for (let i = 0; i < n; i += 1) {
    if (trial[i] !== side || member[i] !== 1) continue;
    total += 1;
    lacking += missing[i]!;
  }
  return { total, lacking };
}

function shareMissing(patients: PatientFrame, column: CovariateColumn, set: FrameSet, group: ArmName): Finding {
  const { total, lacking } = count(patients, column, set, group);
  const base = {
    id: "R2.3",
    variable: column.name,
    label: column.label,
    population: set.population,
    group,
    unit: "share",
  } as const;
  if (total === 0) return { ...base, value: null, note: "nobody to look at" };
  const interval = estimateWilson(lacking, total);
  return { ...base, value: interval.estimate, counts: counted(lacking, total, interval, "95 % Wilson") };
}

function differ(patients: PatientFrame, column: CovariateColumn, set: FrameSet): Finding {
  const [trial, control] = [count(patients, column, set, "trial"), count(patients, column, set, "control")];
  const base = {
    id: "R4.4",
    variable: column.name,
    label: column.label,
    population: set.population,
    group: null,
    unit: "share",
  } as const;
  if (trial.total === 0 || control.total === 0) return { ...base, value: null, note: "an arm is empty" };
  const isTrialMore = trial.lacking / trial.total >= control.lacking / control.total;
  const [more, less] = isTrialMore ? [trial, control] : [control, trial];
  const difference = estimateNewcombeDifference({
    events1: more.lacking,
    n1: more.total,
    events0: less.lacking,
    n0: less.total,
  });
  return {
    ...base,
    value: difference.estimate,
    counts: {
      ...counted(null, null, difference, "95 % Newcombe, larger less smaller"),
      patients: Math.min(trial.total, control.total),
    },
  };
}

function counted(
  numerator: number | null,
  denominator: number | null,
  { lower, upper }: { readonly lower: number; readonly upper: number },
  interval: string,
): IndicatorCounts {
  return { numerator, denominator, unit: "patients", patients: denominator, lower, upper, interval };
}
