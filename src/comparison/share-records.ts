import { makeNotEstimable, makeStatistic } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import type { CountedProportion } from "../stats/diagnostic-accuracy.js";
import type { comparisonPlace } from "./comparison-place.js";
import { withLimits } from "./estimate-records.js";

/** A share with its counts: patients, those with the property, the share and its limits. */
export function shareRecords(
  place: ReturnType<typeof comparisonPlace>,
  share: CountedProportion | null,
  reason: string,
  params: { readonly from_table: string; readonly level: number },
): ResultRecord[] {
  const detail = { params, method: "Wilson", note: null };
  if (share === null) return withLimits("proportion").map((name) => makeNotEstimable(place, name, reason, detail));
  const counted = { params: { from_table: params.from_table }, unit: "patients" };
  return [
    makeStatistic(place, "n", share.n, counted),
    makeStatistic(place, "responders", share.events, counted),
    ...withLimits("proportion").map((name, k) =>
      makeStatistic(place, name, [share.estimate, share.lower, share.upper][k]!, detail),
    ),
  ];
}
