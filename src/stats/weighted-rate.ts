import { EstimationError } from "../errors.js";
import { sum, sumOfProducts } from "../math/sum.js";
import type { LinearisedEstimate } from "./linearised-estimate.js";

/**
 * The weighted rate of one arm, Σ w y / Σ w (Hájek), with its derivative by each weight, (y − rate)/Σ w.
 * value: 0 or 1; weight: finite, >= 0; arm: 0 or 1. Length n; rows of the other arm have derivative 0.
 * Throws EstimationError if the arm has no row of positive weight or a weight is not finite. Source: Hájek 1971; Lunceford & Davidian 2004.
 */
export function deriveWeightedRate(
  value: Uint8Array,
  weight: Float64Array,
  arm: Uint8Array,
  side: 0 | 1,
): LinearisedEstimate {
  const own = weight.map((w, i) => (arm[i] === side ? w : 0));
  const total = sum(own);
  if (!(total > 0 && total < Number.POSITIVE_INFINITY)) {
    throw new EstimationError(`a weighted rate needs finite weights with a sum above 0; got a sum of ${total}`);
  }
  const estimate = sumOfProducts(own, value) / total;
  const derivative = own.map((_, i) => (arm[i] === side ? (value[i]! - estimate) / total : 0));
  return { estimate, derivative };
}
