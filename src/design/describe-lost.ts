import type { CovariateMatrix } from "../frame/covariate-matrix.js";
import type { DesignWeights } from "../frame/design-weights.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { sum } from "../math/sum.js";
import { makeStatistic } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import { levelColumn } from "../stats/expand-term.js";

/**
 * The baseline of the trial patients whom a design leaves out: mean, or share of a 0/1 value and of each level, over those with a value. The estimand is no longer
 * theirs, and a reader must see who they are. No records where nobody is left out, or nobody of them has the covariate.
 */
export function describeLost(
  variant: string,
  population: string,
  patients: PatientFrame,
  { columns }: CovariateMatrix,
  { weight }: DesignWeights,
): ResultRecord[] {
  const lost = Array.from(patients.trial.keys()).filter((i) => patients.trial[i] === 1 && !(weight[i]! > 0));
  return columns.flatMap((column) => {
    const known = lost.filter((i) => column.missing[i] === 0);
    if (known.length === 0) return [];
    const place = { variant, stage: "design", population, group: "trial", variable: column.name } as const;
    const mean = (values: Float64Array) => sum(Float64Array.from(known, (i) => values[i]!)) / known.length;
    if (column.kind === "continuous")
      return [makeStatistic(place, "mean_left_out", mean(column.value), { unit: column.unit })];
    const flags =
      column.kind === "binary"
        ? [{ level: null, values: column.value }]
        : column.levels.map((level) => levelColumn(column, level));
    return flags.map(({ level, values }) => makeStatistic(place, "proportion_left_out", mean(values), { level }));
  });
}
