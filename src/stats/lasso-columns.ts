import { EstimationError } from "../errors.js";
import { sum, sumOfProducts } from "../math/sum.js";
import type { LassoInput } from "./lasso-logistic.js";

/** Columns with mean 0 and variance 1 (divisor n), which is what the penalty applies to. */
export interface LassoColumns {
  /** n × p, column-major. */
  readonly Z: Float64Array;
  readonly centre: Float64Array;
  readonly scale: Float64Array;
}

/** Throws EstimationError unless an L1-penalised fit has rows, both outcomes and finite columns that vary; RangeError when lengths disagree. */
export function standardiseForLasso({ X, n, p, names, y }: LassoInput): LassoColumns {
  if (X.length !== n * p || y.length !== n || names.length !== p) {
    throw new RangeError(`lasso columns must have n = ${n} rows and p = ${p} columns and names`);
  }
  const events = y.reduce((total, value) => total + value, 0);
  if (n === 0 || p === 0 || events === 0 || events === n) {
    throw new EstimationError(
      `a penalised logistic model needs columns and both outcomes; got p = ${p}, ${events} of ${n} rows with outcome 1`,
    );
  }
  const columns = names.map((_, j) => X.subarray(j * n, (j + 1) * n));
  refuse(
    names,
    (j) => !columns[j]!.every(Number.isFinite),
    "must be finite",
    "holds a value that is not; impute before",
  );
  refuse(names, (j) => columns[j]!.every((value) => value === columns[j]![0]), "must vary", "is constant; drop it");
  const Z = new Float64Array(n * p);
  const centre = new Float64Array(p);
  const scale = new Float64Array(p);
  columns.forEach((column, j) => {
    centre[j] = sum(column) / n;
    const centred = Z.subarray(j * n, (j + 1) * n);
    for (let i = 0; i < n; i += 1) centred[i] = column[i]! - centre[j]!;
    scale[j] = Math.sqrt(sumOfProducts(centred, centred) / n);
    for (let i = 0; i < n; i += 1) centred[i]! /= scale[j]!;
  });
  return { Z, centre, scale };
}

function refuse(names: readonly string[], isBroken: (j: number) => boolean, rule: string, seen: string): void {
  const broken = names.filter((_, j) => isBroken(j));
  if (broken.length === 0) return;
  const listed = broken.slice(0, 5).join(", ") + (broken.length > 5 ? ` and ${broken.length - 5} more` : "");
  throw new EstimationError(`columns of a penalised logistic model ${rule}; ${listed} ${seen}`);
}
