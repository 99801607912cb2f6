import { EstimationError } from "../errors.js";
import type { CovariateMatrix } from "../frame/covariate-matrix.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { fitLogistic } from "../stats/logistic.js";

/**
 * Design weights over the probability of being evaluable, of the evaluable patients; 0 for the others and for those with a covariate
 * missing. The probability is a logistic model per arm, of the covariates named, by the rows of weight > 0; without covariates it is
 * the arm's weighted share, which changes no rate of an arm. The model is taken as known in whatever is made of the weights.
 * Throws EstimationError where an arm has nobody evaluable, or the model cannot be fitted.
 */
export function evaluableWeights(
  patients: PatientFrame,
  covariates: CovariateMatrix,
  {
    weight,
    known,
    names,
  }: { readonly weight: Float64Array; readonly known: Uint8Array; readonly names: readonly string[] },
): Float64Array {
  const result = new Float64Array(patients.n);
  const columns = names.map((name) => {
    const column = covariates.columns.find((candidate) => candidate.name === name);
    if (column === undefined) throw new Error(`covariate ${name} is not among those of the comparison`);
    return column;
  });
  const indicators = columns.flatMap((column) =>
    column.kind === "categorical"
      ? column.levels.slice(1).map((level, k) => ({
          name: `${column.name} ${level}`,
          of: (row: number) => (column.value[row] === k + 1 ? 1 : 0),
        }))
      : [{ name: column.name, of: (row: number) => column.value[row]! }],
  );
  for (const side of [1, 0] as const) {
    const rows = Array.from({ length: patients.n }, (_, row) => row).filter(
      (row) => patients.trial[row] === side && weight[row]! > 0 && columns.every((column) => column.missing[row] === 0),
    );
    if (!rows.some((row) => known[row] === 1))
      throw new EstimationError(`nobody of the ${side === 1 ? "trial" : "control"} arm is evaluable`);
    const probability = rows.every((row) => known[row] === 1)
      ? rows.map(() => 1)
      : fitArm(rows, known, weight, indicators);
    for (const [i, row] of rows.entries()) if (known[row] === 1) result[row] = weight[row]! / probability[i]!;
  }
  return result;
}

function fitArm(
  rows: readonly number[],
  known: Uint8Array,
  weight: Float64Array,
  indicators: readonly { readonly name: string; readonly of: (row: number) => number }[],
): ArrayLike<number> {
  const n = rows.length;
  const p = indicators.length + 1;
  const X = new Float64Array(n * p).fill(1, 0, n);
  for (const [j, { of }] of indicators.entries()) for (const [i, row] of rows.entries()) X[(j + 1) * n + i] = of(row);
  const { fitted } = fitLogistic({
    X,
    n,
    p,
    names: ["intercept", ...indicators.map(({ name }) => name)],
    y: Uint8Array.from(rows, (row) => known[row]!),
    weight: Float64Array.from(rows, (row) => weight[row]!),
  });
  return fitted;
}
