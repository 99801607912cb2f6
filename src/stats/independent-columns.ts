import { EstimationError } from "../errors.js";
import { factorCholesky } from "../math/linear-algebra.js";

/** Throws EstimationError, naming them, if columns depend linearly on earlier ones (`factorCholesky`'s tolerance). information: Zᵀ Z up to a factor,
 *  p × p, row-major; at b = 0 all rows of a logistic model have one variance, so its information serves. */
export function checkIndependentColumns(information: Float64Array, names: readonly string[]): void {
  const { dependent } = factorCholesky(information, names.length);
  if (dependent.length === 0) return;
  const listed = dependent.map((j) => names[j]).join(", ");
  const are = dependent.length === 1 ? "is a combination" : "are combinations";
  throw new EstimationError(
    `columns of a model must be linearly independent; ${listed} ${are} of the columns before; drop or merge`,
  );
}
