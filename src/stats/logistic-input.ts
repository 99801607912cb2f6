import { EstimationError } from "../errors.js";
import type { LogisticInput } from "./logistic.js";

/** Throws EstimationError unless a logistic fit has rows, finite columns, usable weights and both outcomes; RangeError when lengths disagree (a bug of the caller). */
export function checkLogisticInput({ X, n, p, names, y, weight }: LogisticInput): void {
  if (X.length !== n * p || y.length !== n || names.length !== p || (weight ?? y).length !== n) {
    throw new RangeError(`logistic columns must have n = ${n} rows and p = ${p} columns and names`);
  }
  if (n === 0 || p === 0) throw new EstimationError(`a logistic model needs rows and columns; got n = ${n}, p = ${p}`);
  const broken = names.filter((_, j) => !areFinite(X.subarray(j * n, (j + 1) * n)));
  if (broken.length > 0) {
    throw new EstimationError(
      `columns of a logistic model must be finite; ${broken.join(", ")} holds a value that is not; impute or drop such rows before`,
    );
  }
  if (weight?.some((value) => !(value >= 0 && value < Number.POSITIVE_INFINITY))) {
    throw new EstimationError("weights of a logistic model must be finite and >= 0; at least one is not");
  }
  const used = weight === undefined ? y : y.filter((_, i) => weight[i]! > 0);
  const events = used.filter((value) => value === 1).length;
  if (used.some((value) => value > 1)) throw new RangeError("the outcome of a logistic model must be 0 or 1");
  if (events === 0 || events === used.length) {
    throw new EstimationError(
      `a logistic model needs both outcomes; got ${events} of ${used.length} rows of positive weight with outcome 1`,
    );
  }
}

/** A plain loop: `every` is ten times slower, and X is the largest thing there is. */
function areFinite(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i += 1) if (!Number.isFinite(values[i])) return false;
  return true;
}
