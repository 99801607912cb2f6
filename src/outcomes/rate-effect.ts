import { EstimationError } from "../errors.js";
import type { DesignWeights } from "../frame/design-weights.js";
import type { ResultRecord } from "../results/records.js";
import { measures } from "../spec/measures.js";
import { rateMethodOf } from "../spec/rate-method.js";
import { describeRate } from "./describe-rate.js";
import { effectRecords, refusedEffect } from "./effect.js";
import type { RateInput } from "./measure-input.js";
import { contrastRates } from "./rate-contrast.js";
import { gatherRates, requireRates } from "./rate-rows.js";

/** How a normal interval's variance is found, by what the design did. */
const variances: Record<DesignWeights["kind"], string> = {
  unadjusted: "influence function",
  weighting: "influence function (weights taken as known)",
  matching: "influence function, clustered by matched set",
  "matching-with-replacement": "influence function (not validated after matching with replacement)",
};

/** Difference, ratio or odds ratio of the rates of both arms, trial against control, with each arm's rate. */
export function estimateRateEffect(input: RateInput): ResultRecord[] {
  const { place, estimate, design, role, patients, data, weights } = input;
  const { level } = estimate;
  const method = rateMethodOf(estimate, design);
  const variance = method === "wald" ? { variance: variances[weights.kind] } : {};
  const params = { endpoint: estimate.endpoint, design: estimate.design, level, ...variance };
  const rows = gatherRates(patients, data, weights);
  const interval = estimate.arms ?? "clopper-pearson";
  const records = [
    ...describeRate({ ...place, group: "trial" }, rows, 1, { role, level, params, interval }),
    ...describeRate({ ...place, group: "control" }, rows, 0, { role, level, params, interval }),
  ];
  const measure = measures[estimate.measure];
  try {
    requireRates(rows);
    const effect = contrastRates(method, estimate.measure, rows, level);
    return [...records, ...effectRecords(place, measure, effect, { role, params })];
  } catch (error) {
    if (!(error instanceof EstimationError)) throw error;
    return [...records, ...refusedEffect(place, measure, error.message, { role, params })];
  }
}
