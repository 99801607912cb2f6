import { EstimationError } from "../errors.js";
import { sum } from "../math/sum.js";
import { makeNotEstimable, makeStatistic, type Place } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import { measures } from "../spec/measures.js";
import { clusterTotals } from "../stats/cluster-totals.js";
import { effectiveSampleSize } from "../stats/effective-sample-size.js";
import { logitLimits } from "../stats/logit-limits.js";
import { requireBothArms, takeFloat64 } from "./analysis-rows.js";
import { type EffectDetail, effectRecords, refusedEffect } from "./effect.js";
import { gatherInResponse, type InResponseSet, inResponseOfArm, linearisedInResponse } from "./in-response-set.js";
import type { InResponseInput } from "./measure-input.js";
import { describeInterval, describeReplicates, effectOf } from "./replicates.js";
import { standardErrorOf, weightVarianceOf } from "./standard-error.js";
import { dependenceWithin } from "./survival-set.js";
import { describeVariance } from "./variance-words.js";

const measure = measures["in-response-difference"];
const curves = "difference of two Kaplan–Meier curves";

/**
 * Difference of the probabilities of being in response at one day, of all patients with a time to progression, with each arm's own probability on that day and on the
 * other days the estimate names. Variance by the influence function, which the kernel's derivative gives.
 */
export function estimateInResponseDifference(input: InResponseInput): ResultRecord[] {
  const { place, estimate, role, patients, data, weights, replicates } = input;
  const { timeDays } = estimate;
  const words = { modelBased: "influence function", robust: "influence function", patients };
  const params = {
    endpoint: estimate.endpoint,
    progression: estimate.progression,
    time_to_response: estimate.timeToResponse,
    design: estimate.design,
    level: estimate.level,
    time_days: timeDays,
    variance: describeVariance(estimate, weights.kind, words),
  };
  const detail = { role, params };
  const records: ResultRecord[] = [];
  try {
    const set = gatherInResponse(patients, data, weights);
    records.push(...describeArms(input, set, detail));
    requireBothArms(patients, set.rows);
    const linear = linearisedInResponse(set, timeDays);
    const se = standardErrorOf(linear, set, weights, weightVarianceOf(estimate));
    const effect = effectOf(measure.kind, { estimate: linear.estimate, se }, estimate, replicates);
    const method = `${curves} in each arm at ${timeDays} days, compared, ${describeInterval(estimate, measure.kind)}`;
    return [
      ...records,
      ...effectRecords(place, measure, { ...effect, method }, detail),
      ...describeReplicates(place, replicates, detail),
    ];
  } catch (error) {
    if (!(error instanceof EstimationError)) throw error;
    return [...records, ...refusedEffect(place, measure, error.message, detail)];
  }
}

/** Counts and probabilities of each arm. No records of an empty arm. */
function describeArms(input: InResponseInput, set: InResponseSet, detail: EffectDetail): ResultRecord[] {
  const { place, estimate } = input;
  const days = [...new Set([estimate.timeDays, ...(estimate.landmarksDays ?? [])])].sort((a, b) => a - b);
  return ([1, 0] as const).flatMap((side) => {
    const mine = Int32Array.from(set.arm.keys()).filter((k) => set.arm[k] === side);
    if (mine.length === 0) return [];
    const { patients, set: own } = dependenceWithin(set, mine);
    const clusters = patients === undefined ? null : own;
    const at = { ...place, group: side === 1 ? "trial" : "control" };
    const weight = takeFloat64(set.weight, mine);
    const count = (name: string, value: number, unit = "patients") =>
      makeStatistic(at, name, value, { ...detail, unit });
    return [
      count("n", mine.length),
      ...(clusters === null ? [] : [count("n_patients", new Set(clusters).size)]),
      count("responders", mine.filter((k) => set.responseDays[k]! > 0).length),
      ...(weight.some((w) => w !== 1)
        ? [
            count("sum_of_weights", sum(weight), "weight"),
            count("effective_sample_size", effectiveSampleSize(clusterTotals(weight, clusters))),
          ]
        : []),
      ...days.flatMap((day) => describeDay(at, input, set, { side, day, detail })),
    ];
  });
}

const names = ["in_response", "in_response_lower", "in_response_upper"] as const;

function describeDay(
  place: Place,
  { estimate, weights }: InResponseInput,
  set: InResponseSet,
  { side, day, detail }: { readonly side: 0 | 1; readonly day: number; readonly detail: EffectDetail },
): ResultRecord[] {
  const params = { ...detail.params, time_days: day };
  const mine = Int32Array.from(set.arm.keys()).filter((k) => set.arm[k] === side);
  const byPatient = dependenceWithin(set, mine).patients === undefined ? "" : ", clustered by patient";
  const full = {
    role: detail.role,
    params,
    level: `${day}`,
    method: `${curves}, logit interval${byPatient}`,
    unit: "probability",
  };
  try {
    const linear = inResponseOfArm(set, side, day);
    const se = standardErrorOf(linear, set, weights, weightVarianceOf(estimate));
    // Nobody in response, or everybody: the logit has no interval, and the probability is shown without one.
    if (!(se > 0) || linear.estimate === 0 || linear.estimate === 1)
      return [makeStatistic(place, names[0], linear.estimate, full)];
    const limits = logitLimits(linear.estimate, se, estimate.level);
    return [limits.estimate, limits.lower, limits.upper].map((value, k) =>
      makeStatistic(place, names[k]!, value, full),
    );
  } catch (error) {
    if (!(error instanceof EstimationError)) throw error;
    return [makeNotEstimable(place, names[0], error.message, full)];
  }
}
