import { EstimationError } from "../errors.js";
import { sum } from "../math/sum.js";
import { orderByValue } from "./order-by-value.js";

/** C-statistic (area under the ROC curve): the weighted share of pairs of a treated and a control row in which the treated one has the
 *  larger score, equal scores counting half. 0.5 = the score tells nothing apart, 1 = no overlap.
 *  score: Float64Array(n), finite; treated: 0/1; weight ≥ 0 (default 1), the weight of a pair is the product.
 *  Throws EstimationError if an arm has no row of positive weight. O(n). Source: Hanley & McNeil 1982, Radiology 143:29. */
export function estimateCStatistic(score: Float64Array, treated: Uint8Array, weight?: Float64Array): number {
  const weightOf = (row: number) => weight?.[row] ?? 1;
  const order = orderByValue(score, {});
  const totals = [0, 0];
  const shares = new Float64Array(order.length);
  for (let from = 0; from < order.length; ) {
    const run = [0, 0];
    let to = from;
    for (; to < order.length && score[order[to]!] === score[order[from]!]; to += 1) {
      run[treated[order[to]!]!]! += weightOf(order[to]!);
    }
    shares[from] = run[1]! * (totals[0]! + run[0]! / 2);
    totals[0]! += run[0]!;
    totals[1]! += run[1]!;
    from = to;
  }
  if (!(totals[0]! > 0 && totals[1]! > 0)) {
    throw new EstimationError("a c-statistic needs rows of positive weight in both arms");
  }
  return sum(shares) / (totals[0]! * totals[1]!);
}
