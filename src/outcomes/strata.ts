import type { CovariateMatrix } from "../frame/covariate-matrix.js";

/** A number for each combination of the covariates' values, by row of the frame, in order of first appearance; a missing value is a value of its own. */
export function numberStrata(covariates: CovariateMatrix | null, names: readonly string[]): Int32Array {
  if (covariates === null) throw new Error("strata need the covariates of the comparison");
  const columns = names.map((name) => {
    const column = covariates.columns.find((candidate) => candidate.name === name);
    if (column === undefined) throw new Error(`the comparison has no covariate ${name}`);
    return column;
  });
  const numbers = new Map<string, number>();
  return Int32Array.from({ length: covariates.n }, (_, row) => {
    const key = columns.map((column) => (column.missing[row] === 1 ? "?" : column.value[row])).join("/");
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    return number;
  });
}
