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
  let used = 0;
  let events = 0;
  for (let i = 0; i < n; i += 1) {
    if (y[i]! > 1) throw new RangeError("the outcome of a logistic model must be 0 or 1");
    if (weight !== undefined && weight[i] === 0) continue;
    used += 1;
    events += y[i]!;
  }
  if (events === 0 || events === used) {
    throw new EstimationError(
      `a logistic model needs both outcomes; got ${events} of ${used} rows of positive weight with outcome 1`,
    );
  }
}

/** x − x is 0 of a finite number and NaN of any other. A plain sum: `every` is twenty times slower, and X is the largest thing there is. */
function areFinite(values: Float64Array): boolean {
  let probe = 0;
  for (let i = 0; i < values.length; i += 1) probe += values[i]! - values[i]!;
  return probe === 0;
}
