import type { OutcomeData } from "../frame/outcome-data.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import type { Estimate } from "../spec/estimate.js";
import { fitTwoArmCox, prepareTwoArmRows } from "../stats/two-arm-cox.js";

/**
 * The log hazard ratio of a resample, told by how often each patient is in it and the weight of one copy (length n). Null where the
 * likelihood has no maximum there: `estimatePointEffect` on the rows written out then says why.
 */
export type ResampledHazardRatio = (count: Int32Array, weight: Float64Array) => number | null;

/**
 * What repeats `estimatePointEffect` of a hazard ratio on resamples without writing their rows out: they are sorted by
 * day once, and each fit starts at the estimate of the sample with `weight`. Null of any other measure, of strata, of censoring weights and of delayed entry.
 */
export function prepareResampledHazardRatio(
  estimate: Estimate,
  { patients, data, weight }: { patients: PatientFrame; data: OutcomeData; weight: Float64Array },
): ResampledHazardRatio | null {
  if (estimate.measure !== "hazard-ratio" || estimate.strata !== undefined) return null;
  if (estimate.censoringWeights !== undefined) return null;
  if (data.kind !== "survival" || data.entryDays !== undefined) return null;
  const rows = Array.from(data.available.keys()).filter((row) => data.available[row] === 1);
  const prepared = prepareTwoArmRows({ time: data.timeDays, status: data.status, arm: patients.trial }, rows);
  const { ties } = estimate;
  const once = new Int32Array(patients.n).fill(1);
  const start = fitTwoArmCox(prepared, { count: once, weight, ties, start: 0 }) ?? 0;
  return (count, own) => fitTwoArmCox(prepared, { count, weight: own, ties, start });
}
