import type { ResultRecord } from "../results/records.js";
import type { CurveVariant, PlanVariant } from "../spec/plan.js";

/** Whether a variant is one combination of a specification curve. */
export const isOfCurve = (variant: PlanVariant): variant is CurveVariant => "curve" in variant;

/** What of a combination is kept: how many patients, events and how much information, gates, warnings, the effect with its interval. */
const kept = new Set(["n", "events", "responders", "effective_sample_size", "largest_smd"]);
const ofEffect = /(_lower|_upper|_se)?$/;

/** The records that a curve is drawn from. Curves, tables of balance and tests of hundreds of combinations are not kept. */
export function keepCurveRecords(records: readonly ResultRecord[], effect?: string): ResultRecord[] {
  return records.filter((record) => {
    if (record.kind === "indicator" || record.kind === "warning") return true;
    if (record.kind !== "statistic" || record.level !== null) return false;
    return kept.has(record.statistic) || record.statistic.replace(ofEffect, "") === effect;
  });
}
