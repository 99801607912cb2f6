import { EstimationError } from "../errors.js";
import type { DesignWeights } from "../frame/design-weights.js";
import { sum } from "../math/sum.js";
import { makeNotEstimable, makeStatistic, type Place } from "../results/make-records.js";
import type { Params, ResultRecord, Role } from "../results/records.js";
import type { RateEstimate } from "../spec/rate-method.js";
import { estimateClopperPearson } from "../stats/clopper-pearson.js";
import { clusterTotals } from "../stats/cluster-totals.js";
import { effectiveSampleSize } from "../stats/effective-sample-size.js";
import { estimateJeffreys } from "../stats/jeffreys.js";
import { logitLimits } from "../stats/logit-limits.js";
import type { ProportionInterval } from "../stats/proportion.js";
import { deriveWeightedRate } from "../stats/weighted-rate.js";
import { estimateWilson } from "../stats/wilson.js";
import type { StandardisedArms } from "./adjusted-means.js";
import { takeInt32 } from "./analysis-rows.js";
import type { RateRows } from "./rate-rows.js";
import { standardErrorOf, standardErrorOfInfluence, type WeightVariance } from "./standard-error.js";

/** Intervals of the rate of an unweighted arm, by the spec's id. */
const intervals = {
  "clopper-pearson": { words: "Clopper–Pearson", estimate: estimateClopperPearson },
  wilson: { words: "Wilson", estimate: estimateWilson },
  jeffreys: { words: "Jeffreys", estimate: estimateJeffreys },
} as const satisfies Record<NonNullable<RateEstimate["armInterval"]>, unknown>;

export interface RateDetail {
  readonly role: Role;
  readonly level: number;
  readonly params: Params;
  readonly weights: DesignWeights;
  readonly variance: WeightVariance;
  /** Of an unweighted arm. */
  readonly interval: NonNullable<RateEstimate["armInterval"]>;
}

/** Patients, responders and rate of one arm; where the arm is weighted its rate is weighted, with a logit interval and its effective sample size; rows that are lines of fewer patients have a logit interval clustered by patient. No records for an empty arm. */
export function describeRate(place: Place, rows: RateRows, side: 0 | 1, detail: RateDetail): ResultRecord[] {
  const { role, params, level } = detail;
  const mine = Array.from(rows.arm.keys()).filter((i) => rows.arm[i] === side && rows.weight[i]! > 0);
  const n = mine.length;
  if (n === 0) return [];
  const events = mine.reduce((total, i) => total + rows.value[i]!, 0);
  const weight = Float64Array.from(mine, (i) => rows.weight[i]!);
  const count = (name: string, value: number, unit = "patients") =>
    makeStatistic(place, name, value, { role, params, unit });
  const own = rows.patients === undefined || rows.set === null ? null : takeInt32(rows.set, Int32Array.from(mine));
  const clusters = own === null ? n : new Set(own).size;
  const records: ResultRecord[] = [count("n", n), count("responders", events)];
  if (clusters < n) {
    records.push(count("n_patients", clusters));
    if (weight.every((w) => w === 1))
      return [...records, ...describeWeightedRate(place, rows, side, { ...detail, byPatient: true })];
  }
  if (weight.every((w) => w === 1)) {
    const { words, estimate } = intervals[detail.interval];
    return [...records, ...limitRecords(place, estimate(events, n, level), { role, params, method: words })];
  }
  records.push(
    count("sum_of_weights", sum(weight), "weight"),
    count("effective_sample_size", effectiveSampleSize(clusterTotals(weight, own))),
  );
  return [...records, ...describeWeightedRate(place, rows, side, { ...detail, byPatient: clusters < n })];
}

/** Each arm's rate carried to the design's population by the outcome model, with a logit interval. */
export function describeStandardisedRates(
  place: Place,
  standardised: StandardisedArms,
  rows: RateRows,
  { role, params, level, weights, variance }: RateDetail,
): ResultRecord[] {
  return (["trial", "control"] as const).flatMap((group) => {
    const mean = standardised[group];
    const method = "rate in the design's population by the outcome model, logit interval";
    const detail = { role, params, method };
    const at = { ...place, group };
    const se = standardErrorOfInfluence(mean, rows, weights, variance);
    return rateRecords(at, "proportion_standardised", mean.estimate, se, level, detail);
  });
}

function describeWeightedRate(
  place: Place,
  rows: RateRows,
  side: 0 | 1,
  { role, params, level, weights, variance, byPatient }: RateDetail & { readonly byPatient: boolean },
): ResultRecord[] {
  const words = `influence-function standard error${variance === "influence" ? " (weights estimated)" : ""}${byPatient ? ", clustered by patient" : ""}`;
  const detail = { role, params, method: `weighted rate (Hájek), logit interval, ${words}` };
  const linear = deriveWeightedRate(rows.value, rows.weight, rows.arm, side);
  const { estimate } = linear;
  const se = standardErrorOf(linear, rows, weights, variance);
  return rateRecords(place, "proportion", estimate, se, level, detail);
}

interface LimitDetail {
  readonly role: Role;
  readonly params: Params;
  readonly method: string;
}

/** A rate with its logit interval, or with the reason why it has none. */
function rateRecords(
  place: Place,
  name: string,
  estimate: number,
  se: number,
  level: number,
  detail: LimitDetail,
): ResultRecord[] {
  try {
    return limitRecords(place, logitLimits(estimate, se, level), detail, name);
  } catch (error) {
    if (!(error instanceof EstimationError)) throw error;
    return [
      makeStatistic(place, name, estimate, detail),
      ...["lower", "upper"].map((side) => makeNotEstimable(place, `${name}_${side}`, error.message, detail)),
    ];
  }
}

function limitRecords(
  place: Place,
  { estimate, lower, upper }: ProportionInterval,
  detail: LimitDetail,
  name = "proportion",
): ResultRecord[] {
  return [
    makeStatistic(place, name, estimate, detail),
    makeStatistic(place, `${name}_lower`, lower, detail),
    makeStatistic(place, `${name}_upper`, upper, detail),
  ];
}
