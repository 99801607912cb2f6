import { EstimationError } from "../errors.js";
import type { CompletedDesign } from "../frame/completed-design.js";
import type { BinaryData } from "../frame/outcome-data.js";
import { normalIntervalFactor } from "../math/normal.js";
import { sum } from "../math/sum.js";
import { makeNotEstimable, makeStatistic, type Place } from "../results/make-records.js";
import type { ResultRecord, Statistic } from "../results/records.js";
import type { RateEstimate } from "../spec/rate-method.js";
import { logitLimits } from "../stats/logit-limits.js";
import { poolRubin } from "../stats/pool-rubin.js";
import { deriveWeightedRate } from "../stats/weighted-rate.js";
import { describeArms } from "./describe-arms.js";
import type { EffectDetail } from "./effect.js";
import type { EffectInput } from "./estimate-effect.js";
import type { CurveEstimate } from "./measure-input.js";
import { gatherRates } from "./rate-rows.js";
import { standardErrorOf, weightVarianceOf } from "./standard-error.js";
import { gatherSurvival } from "./survival-set.js";

const groups = [
  ["trial", 1],
  ["control", 0],
] as const;

/**
 * What is told of each arm under multiple imputation. Counts are of patients who weigh anything in any imputation. Curves, medians, landmarks and
 * numbers at risk are drawn with each patient's mean weight, which makes numbers at risk the means over the imputations; their intervals take
 * these weights as known and hold no uncertainty of the imputation. Rates and restricted means are pooled by Rubin's rules, as the effect is.
 * `each`: the records of every imputation.
 */
export function describeImputedArms(
  place: Place,
  input: EffectInput,
  completed: readonly CompletedDesign[],
  each: readonly (readonly ResultRecord[])[],
  detail: EffectDetail,
): ResultRecord[] {
  const { estimate, data, patients, weights } = input;
  if (weights === null) throw new Error("a design that was carried out has weights");
  if (data.kind === "binary") {
    const rates = { estimate: estimate as RateEstimate, data, input, completed };
    return groups.flatMap(([group, side]) => describePooledRate({ ...place, group }, side, rates, detail));
  }
  const curves = describeArms(
    place,
    gatherSurvival(patients, data, weights),
    withoutVariance(estimate as CurveEstimate),
    weights,
    detail,
  );
  return [
    ...curves.map((record) => ("method" in record ? { ...record, method: drawnWithMeans(record.method) } : record)),
    ...groups.flatMap(([group]) => poolMean({ ...place, group }, each, estimate.level, detail)),
  ];
}

const drawnWithMeans = (method: string | null): string | null =>
  method === null ? null : `${method}; each patient at the mean of the imputations' weights`;

/** Mean weights are known numbers, whatever variance the effect has; the day of a difference is a landmark. */
function withoutVariance(estimate: CurveEstimate): CurveEstimate {
  const { variance: _variance, bootstrap: _bootstrap, ...plain } = estimate;
  if (plain.measure !== "survival-difference") return plain;
  const landmarksDays = [...new Set([plain.timeDays, ...(plain.landmarksDays ?? [])])].sort((a, b) => a - b);
  return { ...plain, landmarksDays };
}

interface PooledRates {
  readonly estimate: RateEstimate;
  readonly data: BinaryData;
  readonly input: EffectInput;
  readonly completed: readonly CompletedDesign[];
}

/** Patients and responders of an arm in any imputation, and its rate pooled, with an interval on the logit. No records of an empty arm. */
function describePooledRate(
  place: Place,
  side: 0 | 1,
  { estimate, data, input: { patients, weights }, completed }: PooledRates,
  detail: EffectDetail,
): ResultRecord[] {
  const isIn = (row: number) => patients.trial[row] === side && weights!.weight[row]! > 0 && data.available[row] === 1;
  const mine = Array.from({ length: patients.n }, (_, row) => row).filter(isIn);
  if (mine.length === 0) return [];
  const counts = { ...detail, unit: "patients", method: "in any imputation" };
  const responders = mine.reduce((total, row) => total + data.value[row]!, 0);
  const records = [
    makeStatistic(place, "n", mine.length, counts),
    makeStatistic(place, "responders", responders, counts),
  ];
  const method = `rate pooled over ${completed.length} imputations by Rubin's rules, logit interval, influence-function standard error`;
  const words = { ...detail, method };
  const limits = ["proportion_lower", "proportion_upper"] as const;
  try {
    const linear = completed.map(({ weights: own }) => {
      const rows = gatherRates(patients, data, own);
      const rate = deriveWeightedRate(rows.value, rows.weight, rows.arm, side);
      return { estimate: rate.estimate, se: standardErrorOf(rate, rows, own, weightVarianceOf(estimate)) };
    });
    const rate = sum(linear.map((one) => one.estimate)) / linear.length;
    records.push(makeStatistic(place, "proportion", rate, words));
    const { se, widened } = poolOne(linear, mine.length - 1, estimate.level);
    const { lower, upper } = logitLimits(rate, se * widened, estimate.level);
    return [...records, makeStatistic(place, limits[0], lower, words), makeStatistic(place, limits[1], upper, words)];
  } catch (error) {
    if (!(error instanceof EstimationError)) throw error;
    const known = records.some(({ statistic }) => statistic === "proportion");
    const names = known ? limits : (["proportion", ...limits] as const);
    return [...records, ...names.map((name) => makeNotEstimable(place, name, error.message, words))];
  }
}

/** An arm's restricted mean, where every imputation has one. */
function poolMean(
  place: Place,
  each: readonly (readonly ResultRecord[])[],
  level: number,
  detail: EffectDetail,
): ResultRecord[] {
  const at = (name: string) =>
    each.flatMap((records) =>
      records.filter(
        (record): record is Statistic =>
          record.kind === "statistic" && record.statistic === name && record.group === place.group,
      ),
    );
  const [means, errors, events] = [at("rmst"), at("rmst_se"), at("events")];
  if (means.length < each.length) return [];
  const linear = means.map(({ value }, k) => ({ estimate: value!, se: errors[k]?.value ?? 0 }));
  const full = {
    ...detail,
    unit: "days",
    method: `${means[0]?.method}, pooled over ${each.length} imputations by Rubin's rules`,
  };
  const mean = sum(linear.map((one) => one.estimate)) / linear.length;
  const point = makeStatistic(place, "rmst", mean, full);
  try {
    const df = Math.min(...events.map(({ value }) => value ?? 0)) - 1;
    const { se, widened } = poolOne(linear, df, level);
    const half = normalIntervalFactor(level) * se * widened;
    return [
      point,
      makeStatistic(place, "rmst_lower", mean - half, full),
      makeStatistic(place, "rmst_upper", mean + half, full),
      makeStatistic(place, "rmst_se", se, full),
    ];
  } catch (error) {
    if (!(error instanceof EstimationError)) throw error;
    return [point, ...["rmst_lower", "rmst_upper"].map((name) => makeNotEstimable(place, name, error.message, full))];
  }
}

/** The pooled standard error, and by how much a t interval is wider than a normal one. */
function poolOne(
  linear: readonly { readonly estimate: number; readonly se: number }[],
  completeDf: number,
  level: number,
) {
  const pooled = poolRubin({
    estimate: linear.map((one) => one.estimate),
    variance: linear.map(({ se }) => se ** 2),
    completeDf,
    level,
  });
  const half = normalIntervalFactor(level) * pooled.se;
  return { se: pooled.se, widened: (pooled.upper - pooled.estimate) / half };
}
