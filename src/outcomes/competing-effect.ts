import { EstimationError } from "../errors.js";
import { makeNotEstimable, makeStatistic, type Place } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import { measures } from "../spec/measures.js";
import { testGray } from "../stats/grays-test.js";
import { requireBothArms } from "./analysis-rows.js";
import { type CompetingSet, gatherCompeting, linearisedCompeting } from "./competing-set.js";
import { describeIncidence } from "./describe-incidence.js";
import { type EffectDetail, effectRecords, refusedEffect } from "./effect.js";
import type { CompetingEstimate, CompetingInput } from "./measure-input.js";
import { describeInterval, describeReplicates, effectOf } from "./replicates.js";
import { standardErrorOf, weightVarianceOf } from "./standard-error.js";
import { describeVariance } from "./variance-words.js";

/** Subdistribution hazard ratio, or difference of the cumulative incidences at a day, with each arm's curve and Gray's test. */
export function estimateCompetingEffect(input: CompetingInput): ResultRecord[] {
  const { place, estimate, role, patients, data, weights, replicates } = input;
  const words = { modelBased: "influence function", robust: "influence function", patients };
  const params = {
    endpoint: estimate.endpoint,
    design: estimate.design,
    composite: estimate.composite,
    level: estimate.level,
    ...(estimate.measure === "incidence-difference" ? { time_days: estimate.timeDays } : { ties: estimate.ties }),
    variance: describeVariance(estimate, weights.kind, words),
  };
  const detail = { role, params };
  const measure = measures[estimate.measure];
  const records: ResultRecord[] = [];
  try {
    const set = gatherCompeting(patients, data, weights);
    records.push(...describeIncidence(place, set, estimate, weights, detail));
    requireBothArms(patients, set.rows);
    const linear = linearisedCompeting(estimate, set);
    const se = standardErrorOf(linear, set, weights, weightVarianceOf(estimate));
    const effect = effectOf(measure.kind, { estimate: linear.estimate, se }, estimate, replicates);
    return [
      ...records,
      ...effectRecords(place, measure, { ...effect, method: describeMethod(estimate, measure.kind) }, detail),
      ...describeReplicates(place, replicates, detail),
      ...describeGray(place, set, detail),
    ];
  } catch (error) {
    if (!(error instanceof EstimationError)) throw error;
    return [...records, ...refusedEffect(place, measure, error.message, detail)];
  }
}

function describeMethod(estimate: CompetingEstimate, kind: "ratio" | "difference"): string {
  const interval = describeInterval(estimate, kind);
  if (estimate.measure === "incidence-difference")
    return `Aalen–Johansen at ${estimate.timeDays} days compared, ${interval}`;
  const ties = estimate.ties === "efron" ? "Efron" : "Breslow";
  return `Fine–Gray, ${ties} ties, censoring distribution within each arm, ${interval}`;
}

/** The test takes weights as known and goes by matched set; under resampling it stays what it is. */
function describeGray(place: Place, set: CompetingSet, detail: EffectDetail): ResultRecord[] {
  const full = { ...detail, method: "Gray's test (rho 0), influence-function variance, weights taken as known" };
  const names = ["gray_chi_squared", "gray_p"] as const;
  try {
    const { time, cause, arm, weight } = set;
    const { chiSquared, p } = testGray({ time, cause, arm, weight }, set.set);
    return [makeStatistic(place, names[0], chiSquared, full), makeStatistic(place, names[1], p, full)];
  } catch (error) {
    if (!(error instanceof EstimationError)) throw error;
    return names.map((name) => makeNotEstimable(place, name, error.message, full));
  }
}
