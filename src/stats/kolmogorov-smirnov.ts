import { EstimationError } from "../errors.js";
import { sum } from "../math/sum.js";
import { orderByValue } from "./order-by-value.js";

/** Largest difference between the weighted distribution functions of two arms (Kolmogorov–Smirnov distance), in [0, 1].
 *  x: Float64Array(n), finite; treated: 0/1; weight ≥ 0, each arm normalised to 1. Rows of equal x step together.
 *  Throws EstimationError if an arm has no row of positive weight. O(n). */
export function estimateKolmogorovSmirnov(x: Float64Array, treated: Uint8Array, weight: Float64Array): number {
  const totals = [0, 1].map((arm) => sum(weight.filter((_, i) => treated[i] === arm)));
  if (!totals.every((total) => total > 0)) {
    throw new EstimationError("a Kolmogorov–Smirnov distance needs rows of positive weight in both arms");
  }
  const order = orderByValue(x, {});
  const reached = [0, 0];
  let largest = 0;
  for (let k = 0; k < order.length; k += 1) {
    const row = order[k]!;
    const arm = treated[row]!;
    reached[arm]! += weight[row]! / totals[arm]!;
    const isLastOfValue = k + 1 === order.length || x[order[k + 1]!] !== x[row];
    if (isLastOfValue) largest = Math.max(largest, Math.abs(reached[1]! - reached[0]!));
  }
  return Math.min(1, largest);
}
