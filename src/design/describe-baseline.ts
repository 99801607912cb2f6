import type { CovariateColumn, CovariateMatrix } from "../frame/covariate-matrix.js";
import type { DesignWeights } from "../frame/design-weights.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { quantileOfSorted } from "../math/quantile.js";
import { sum, sumOfProducts } from "../math/sum.js";
import { makeNotEstimable, makeStatistic, type Place } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import { levelColumn } from "../stats/expand-term.js";

/** Baseline of both arms of one population: mean, SD and quantiles, or counts and proportions. Missing values are left out of each covariate. Where weights are not 0 or 1, no counts and no quantiles are given. */
export function describeBaseline(
  variant: string,
  population: string,
  patients: PatientFrame,
  covariates: CovariateMatrix,
  weights: DesignWeights,
): ResultRecord[] {
  return covariates.columns.flatMap((column) =>
    (["trial", "control"] as const).flatMap((group) => {
      const side = group === "trial" ? 1 : 0;
      const rows: number[] = [];
      for (let i = 0; i < patients.n; i += 1)
        if (patients.trial[i] === side && weights.weight[i]! > 0 && column.missing[i] === 0) rows.push(i);
      const weight = Float64Array.from(rows, (row) => weights.weight[row]!);
      const place = { variant, stage: "design", population, group, variable: column.name } as const;
      const weighted = weight.some((w) => w !== 1);
      if (column.kind === "continuous")
        return describeContinuous(
          place,
          Float64Array.from(rows, (row) => column.value[row]!),
          weight,
          weighted,
          column.unit,
        );
      return flagsOf(column).flatMap(({ level, values }) =>
        describeFlag(
          place,
          level,
          Float64Array.from(rows, (row) => values[row]!),
          weight,
          weighted,
        ),
      );
    }),
  );
}

function flagsOf(column: CovariateColumn): { level: string | null; values: Float64Array }[] {
  if (column.kind === "binary") return [{ level: null, values: column.value }];
  return column.levels.map((level) => levelColumn(column, level));
}

function describeContinuous(
  place: Place,
  values: Float64Array,
  weight: Float64Array,
  weighted: boolean,
  unit: string | null,
): ResultRecord[] {
  if (values.length === 0) return [makeNotEstimable(place, "mean", "no patient has a value", { unit })];
  const total = sum(weight);
  const mean = sumOfProducts(values, weight) / total;
  const squares = values.map((value) => (value - mean) ** 2);
  // The reliability-weight divisor: Σw − Σw²/Σw, which is n − 1 for weights of one.
  const divisor = total - sumOfProducts(weight, weight) / total;
  const records: ResultRecord[] = [makeStatistic(place, "mean", mean, { unit })];
  if (values.length > 1)
    records.push(makeStatistic(place, "sd", Math.sqrt(sumOfProducts(squares, weight) / divisor), { unit }));
  else records.push(makeNotEstimable(place, "sd", "one patient only", { unit }));
  if (weighted) return records;
  const sorted = Float64Array.from(values).sort();
  const points = [
    ["min", 0],
    ["q1", 0.25],
    ["median", 0.5],
    ["q3", 0.75],
    ["max", 1],
  ] as const;
  return [
    ...records,
    ...points.map(([name, p]) =>
      makeStatistic(place, name, quantileOfSorted(sorted, p), { unit, method: "quantile type 7" }),
    ),
  ];
}

function describeFlag(
  place: Place,
  level: string | null,
  values: Float64Array,
  weight: Float64Array,
  weighted: boolean,
): ResultRecord[] {
  if (values.length === 0) return [makeNotEstimable(place, "proportion", "no patient has a value", { level })];
  const proportion = makeStatistic(place, "proportion", sumOfProducts(values, weight) / sum(weight), { level });
  return weighted ? [proportion] : [makeStatistic(place, "n", sum(values), { level, unit: "patients" }), proportion];
}
