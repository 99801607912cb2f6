import type { DesignWeights } from "../frame/design-weights.js";
import { makeStatistic } from "../results/make-records.js";
import type { ResultRecord, Statistic } from "../results/records.js";
import { type EffectInput, estimateEffect } from "./estimate-effect.js";

/**
 * The range of an effect over the matched sets that other orders of breaking ties give, the reported set among them: how much of the estimate is the tie order's.
 * `alternatives` holds the other sets, each once. No records where the effect itself is not estimable.
 */
export function estimateTieRange(
  input: EffectInput,
  estimated: readonly ResultRecord[],
  alternatives: readonly DesignWeights[],
): ResultRecord[] {
  const own = effectOf(estimated);
  if (own?.value == null) return [];
  const others = alternatives
    .map((weights) => effectOf(estimateEffect({ ...input, weights }))?.value)
    .filter((value) => value != null);
  const values = [own.value, ...others];
  const place = { variant: own.variant, stage: own.stage, population: own.population, variable: own.variable };
  const detail = { role: own.role, params: own.params, method: "range over orders of breaking ties" };
  return [
    makeStatistic(place, "tie_sets", values.length, { ...detail, unit: "matched sets" }),
    makeStatistic(place, `${own.statistic}_tie_minimum`, Math.min(...values), detail),
    makeStatistic(place, `${own.statistic}_tie_maximum`, Math.max(...values), detail),
  ];
}

/** The effect itself: the first statistic of both arms together. */
function effectOf(records: readonly ResultRecord[]): Statistic | undefined {
  return records.find((record): record is Statistic => record.kind === "statistic" && record.group === null);
}
