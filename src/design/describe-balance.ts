import type { CovariateColumn, CovariateMatrix } from "../frame/covariate-matrix.js";
import type { DesignWeights } from "../frame/design-weights.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { makeStatistic, makeStatisticOrNot } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import type { Term } from "../spec/term.js";
import { estimateBalance, unadjustedSd } from "../stats/balance.js";
import { buildModelMatrix } from "../stats/build-model-matrix.js";
import { estimateDistributionDifference } from "../stats/distribution-difference.js";
import { levelColumn } from "../stats/expand-term.js";

export interface Balance {
  readonly records: readonly ResultRecord[];
  /** Largest absolute SMD over the covariates named in `terms`; null when none can be computed. */
  readonly largestSmd: number | null;
}

/**
 * Balance of every covariate (each level of a categorical one) under the weights of one population. The SMD's denominator is the standard deviation in
 * the trial arm before adjustment, the same before and after. Patients without a value are left out of that covariate.
 */
export function describeBalance(
  variant: string,
  population: string,
  patients: PatientFrame,
  covariates: CovariateMatrix,
  weights: DesignWeights,
  terms: readonly string[],
): Balance {
  const records: ResultRecord[] = [];
  let largestSmd: number | null = null;
  for (const column of covariates.columns) {
    const known = rowsWithValue(column);
    const treated = Uint8Array.from(known, (row) => patients.trial[row]!);
    const weight = Float64Array.from(known, (row) => weights.weight[row]!);
    if (
      !treated.some((arm, k) => arm === 1 && weight[k]! > 0) ||
      !treated.some((arm, k) => arm === 0 && weight[k]! > 0)
    )
      continue;
    const binary = column.kind !== "continuous";
    for (const { level, values } of numbersOf(column)) {
      const x = Float64Array.from(known, (row) => values[row]!);
      const denominatorSd = unadjustedSd(x, treated, "treated-sd", binary);
      const { smd, varianceRatio, ks } = estimateBalance({ x, treated, weight, denominatorSd, binary });
      const place = { variant, stage: "design", population, variable: column.name } as const;
      const detail = { level, method: "denominator: SD in the trial arm before adjustment" };
      records.push(makeStatisticOrNot(place, "smd", smd, "the covariate does not vary in the trial arm", detail));
      if (!binary)
        records.push(
          makeStatisticOrNot(place, "variance_ratio", varianceRatio, "the covariate does not vary in an arm", {
            level,
          }),
        );
      const { mean } = estimateDistributionDifference({ x, treated, weight, binary });
      records.push(makeStatistic(place, "ks", ks, { level }), makeStatistic(place, "ecdf_mean", mean, { level }));
      if (smd !== null && terms.includes(column.name)) largestSmd = Math.max(largestSmd ?? 0, Math.abs(smd));
    }
  }
  return { records, largestSmd };
}

function rowsWithValue(column: CovariateColumn): Int32Array {
  const rows: number[] = [];
  for (let i = 0; i < column.missing.length; i += 1) if (column.missing[i] === 0) rows.push(i);
  return Int32Array.from(rows);
}

function numbersOf(column: CovariateColumn): { level: string | null; values: Float64Array }[] {
  if (column.kind !== "categorical") return [{ level: null, values: column.value }];
  return column.levels.map((level) => levelColumn(column, level));
}

/**
 * Balance of further terms (squares, splines, interactions) that a design asks to have checked beside its covariates: the SMD of each of their columns, the
 * denominator being the standard deviation of the column in the trial arm before adjustment. For patients who have all of their covariates.
 */
export function describeTermBalance(
  variant: string,
  population: string,
  patients: PatientFrame,
  covariates: CovariateMatrix,
  weights: DesignWeights,
  terms: readonly Term[],
): ResultRecord[] {
  if (terms.length === 0) return [];
  const { X, n, names, rows } = buildModelMatrix(covariates, terms, { intercept: false, missing: "complete-case" });
  const treated = Uint8Array.from(rows, (row) => patients.trial[row]!);
  const weight = Float64Array.from(rows, (row) => weights.weight[row]!);
  return names.map((name, j) => {
    const x = X.slice(j * n, (j + 1) * n);
    const denominatorSd = unadjustedSd(x, treated, "treated-sd", false);
    const { smd } = estimateBalance({ x, treated, weight, denominatorSd, binary: false });
    const place = { variant, stage: "design", population, variable: name } as const;
    return makeStatisticOrNot(place, "term_smd", smd, "the term does not vary in the trial arm", {
      method: "denominator: SD in the trial arm before adjustment",
    });
  });
}
