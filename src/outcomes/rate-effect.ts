import { EstimationError } from "../errors.js";
import type { ResultRecord } from "../results/records.js";
import { measures } from "../spec/measures.js";
import { type RateMethod, rateMethodOf } from "../spec/rate-method.js";
import { describeAdjustedVariance, type StandardisedArms, standardiseArms } from "./adjusted-means.js";
import { takeInt32 } from "./analysis-rows.js";
import { describeRate, describeStandardisedRates } from "./describe-rate.js";
import { effectRecords, refusedEffect } from "./effect.js";
import type { RateInput } from "./measure-input.js";
import { contrastRates } from "./rate-contrast.js";
import { countStrata, gatherRates, type RateRows, requireRates } from "./rate-rows.js";
import { describeReplicates } from "./replicates.js";
import { weightVarianceOf } from "./standard-error.js";
import { numberStrata } from "./strata.js";
import { testStrata } from "./stratified-rates.js";
import { describeVariance } from "./variance-words.js";

/** Difference, ratio or odds ratio of the rates of both arms, trial against control, with each arm's rate. */
export function estimateRateEffect(input: RateInput): ResultRecord[] {
  const { place, estimate, design, role, patients, covariates, data, weights, replicates } = input;
  const { level, armInterval: interval = "clopper-pearson" } = estimate;
  const method = rateMethodOf(estimate, design);
  const strata = "strata" in estimate ? estimate.strata : undefined;
  const words = { modelBased: "influence function", robust: "influence function", patients };
  const params = {
    endpoint: estimate.endpoint,
    design: estimate.design,
    level,
    ...(method === "wald" ? { variance: describeVariance(estimate, weights.kind, words) } : {}),
    ...(estimate.adjustment === undefined
      ? {}
      : { variance: describeAdjustedVariance(estimate, estimate.adjustment, patients) }),
    ...(strata === undefined ? {} : { strata: strata.join(", ") }),
  };
  const detail = { role, params };
  const rows = gatherRates(patients, data, weights);
  const arm = { ...detail, level, interval, weights, variance: weightVarianceOf(estimate) };
  const records = [
    ...describeRate({ ...place, group: "trial" }, rows, 1, arm),
    ...describeRate({ ...place, group: "control" }, rows, 0, arm),
  ];
  const measure = measures[estimate.measure];
  const stratum = strata === undefined ? null : takeInt32(numberStrata(covariates, strata), rows.rows);
  try {
    requireRates(rows);
    refuseIndependence(method, rows);
    const standardised = standardise(input, rows);
    const effect = contrastRates(method, estimate, rows, { weights, stratum, replicates, standardised });
    return [
      ...records,
      ...(standardised === null ? [] : describeStandardisedRates(place, standardised, rows, arm)),
      ...effectRecords(place, measure, effect, detail),
      ...describeReplicates(place, replicates, detail),
      ...(stratum === null ? [] : testStrata(place, countStrata(rows, stratum, level), detail)),
    ];
  } catch (error) {
    if (!(error instanceof EstimationError)) throw error;
    return [...records, ...refusedEffect(place, measure, error.message, detail)];
  }
}

/** A score interval takes rows as independent, or as pairs. */
function refuseIndependence(method: RateMethod, { patients }: RateRows): void {
  if (patients !== undefined && method !== "wald" && method !== "adjusted")
    throw new EstimationError(
      `an interval ${method} takes rows as independent, and patients have several lines of therapy; name interval wald, which is clustered by patient`,
    );
}

function standardise({ estimate, design, covariates }: RateInput, rows: RateRows): StandardisedArms | null {
  const { adjustment } = estimate;
  if (adjustment === undefined) return null;
  return standardiseArms({ adjustment, design, covariates, model: "logistic" }, rows, Float64Array.from(rows.value));
}
