import { EstimationError } from "../errors.js";
import { normalUpper } from "../math/normal.js";
import type { PValueBounds } from "./rosenbaum-bounds.js";

/**
 * Bounds on the one-sided p-value of Wilcoxon's signed-rank test of matched pairs under a hidden bias Γ, by the normal approximation
 * without continuity correction. difference: trial less control, a pair each; pairs of difference 0 are dropped, ties share their mean
 * rank. gamma: >= 1. Throws EstimationError where every difference is 0.
 * Source: Rosenbaum 2002, Observational Studies, 4.3.3; agrees with rbounds 2.2 psens.
 */
export function boundSignedRank(difference: ArrayLike<number>, gamma: number): PValueBounds {
  if (!(gamma >= 1 && gamma < Number.POSITIVE_INFINITY)) throw new RangeError(`Γ must be >= 1; got ${gamma}`);
  const kept = Array.from(difference).filter((d) => d !== 0);
  if (kept.length === 0) throw new EstimationError("signed-rank bounds need pairs that differ; got none");
  const order = kept.map(Math.abs).sort((a, b) => a - b);
  const rankOf = new Map<number, number>();
  for (let i = 0; i < order.length; ) {
    let end = i;
    while (end < order.length && order[end] === order[i]) end += 1;
    rankOf.set(order[i]!, (i + 1 + end) / 2);
    i = end;
  }
  let statistic = 0;
  let total = 0;
  let squares = 0;
  for (const d of kept) {
    const rank = rankOf.get(Math.abs(d))!;
    total += rank;
    squares += rank * rank;
    if (d > 0) statistic += rank;
  }
  const tail = (p: number) => normalUpper((statistic - p * total) / Math.sqrt(p * (1 - p) * squares));
  return { lower: tail(1 / (1 + gamma)), upper: tail(gamma / (1 + gamma)) };
}
