import { EstimationError } from "../errors.js";
import { sum, sumOfProducts } from "../math/sum.js";

/** Kish's effective sample size (Σw)²/Σw²: the number of equally weighted rows of the same precision, at most the number of rows.
 *  weight: Float64Array(n), ≥ 0. member, value: count only rows with member[i] = value (default 1); without member all rows.
 *  Throws EstimationError if no counted row has a positive weight. Source: Kish 1965, Survey Sampling, §11.7. */
export function effectiveSampleSize(weight: Float64Array, member?: Uint8Array, value: 0 | 1 = 1): number {
  const counted = member === undefined ? weight : weight.filter((_, i) => member[i] === value);
  const total = sum(counted);
  if (!(total > 0)) throw new EstimationError("an effective sample size needs a row of positive weight; there is none");
  return total ** 2 / sumOfProducts(counted, counted);
}
