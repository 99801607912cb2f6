import type { DesignWeights } from "../frame/design-weights.js";
import type { OutcomeData } from "../frame/outcome-data.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { stream } from "../math/stream.js";
import type { Place } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import { estimatePercentileInterval, type PercentileInterval } from "../stats/percentile-interval.js";
import { estimateRmst } from "../stats/rmst.js";
import { designRows, openDesignSample } from "./design-sample.js";
import { type Contrast, type EffectRows, effectOf, weightedRate } from "./effect-of.js";
import { estimateRecords, limitValues, withLimits } from "./estimate-records.js";
import { orNull } from "./or-null.js";

/** One way to ascertain the outcome held against scans in both arms, under one design. */
export interface EffectComparison {
  readonly place: Place;
  /** The scenario, as level of its records. */
  readonly scenario: string;
  readonly measure: Contrast;
  readonly patients: PatientFrame;
  readonly weights: DesignWeights;
  /** The outcome as the scenario has it, and by scans in both arms. */
  readonly data: OutcomeData;
  readonly reference: OutcomeData;
  /** τ of the controls' restricted mean, days; not read for a yes/no outcome. */
  readonly horizonDays: number | null;
  readonly level: number;
  readonly replicates: number;
  readonly seed: number;
}

/** Which way a difference lies that is above or below 0, or that its interval does not tell from 0. */
export type Direction = "above" | "below" | "not distinguishable" | "not estimable";

export interface EffectComparisonResult {
  readonly records: readonly ResultRecord[];
  /** “Above”: the scenario makes the controls look better than scans do. */
  readonly control: Direction;
  /** “Above”: the effect is larger on its linear scale (a hazard ratio nearer to infinity, a risk difference nearer to 1). */
  readonly effect: Direction;
}

/**
 * Output 5: the scenario's effect less that by scans, of the patients who have both, under the same weights or sets; and the shift of
 * the control arm (response rate, restricted mean) that makes it. Percentile intervals over samples of patients or sets within the design;
 * the design itself is held.
 */
export function compareEffect(input: EffectComparison): EffectComparisonResult {
  const { patients, weights, data, reference, place, scenario, measure, level, replicates } = input;
  const rows = designRows(patients, weights, (row) => data.available[row] === 1 && reference.available[row] === 1);
  const of = (sample: Int32Array): EffectRows => ({ rows: sample, trial: patients.trial, weight: weights.weight });
  const difference = (sample: Int32Array) =>
    effectOf(measure, data, of(sample)) - effectOf(measure, reference, of(sample));
  const shift = (sample: Int32Array) => controlShift(input, of(sample));
  const detail = {
    level: scenario,
    role: "sensitivity" as const,
    params: { level, replicates, patients: rows.length },
    method: "less the effect by scans, same patients and design; percentile interval",
  };
  const words = boundWords(input, rows.length);
  const isRatio = measure !== "risk-difference";
  const estimate = { difference: orNull(() => difference(rows)), shift: orNull(() => shift(rows)) };
  const bounds = bootstrap(input, rows, [
    estimate.difference === null ? null : difference,
    estimate.shift === null ? null : shift,
  ]);
  const value = (name: string, point: number | null, interval: PercentileInterval | null, back = (x: number) => x) => ({
    values: limitValues(name, {
      estimate: point === null ? null : back(point),
      lower: point === null || interval === null ? null : back(interval.lower),
      upper: point === null || interval === null ? null : back(interval.upper),
    }),
    reason: words,
  });
  const control = { ...place, group: "control" };
  const unit = data.kind === "survival" ? "days" : "probability";
  const records = [
    ...estimateRecords(place, [...withLimits("effect_difference"), "effect_difference_se"], detail, () => ({
      values: {
        ...value("effect_difference", estimate.difference, bounds[0]!).values,
        effect_difference_se: estimate.difference === null ? null : (bounds[0]?.se ?? null),
      },
      reason: words,
    })),
    ...(isRatio
      ? estimateRecords(place, withLimits("ratio_of_effects"), detail, () =>
          value("ratio_of_effects", estimate.difference, bounds[0]!, Math.exp),
        )
      : []),
    ...estimateRecords(control, withLimits("control_difference"), { ...detail, unit }, () =>
      value("control_difference", estimate.shift, bounds[1]!),
    ),
  ];
  return {
    records,
    control: directionOf(estimate.shift, bounds[1]!),
    effect: directionOf(estimate.difference, bounds[0]!),
  };
}

/** Controls by the scenario less by scans: their response rate, or their restricted mean. */
function controlShift(
  { data, reference, horizonDays, patients, weights }: EffectComparison,
  set: EffectRows,
): number | null {
  if (data.kind === "binary" && reference.kind === "binary")
    return weightedRate((row) => data.value[row]!, set, 0) - weightedRate((row) => reference.value[row]!, set, 0);
  if (data.kind !== "survival" || reference.kind !== "survival" || horizonDays === null) return null;
  const rows = set.rows.filter((row) => patients.trial[row] === 0);
  const weight = Float64Array.from(rows, (row) => weights.weight[row]!);
  const mean = ({ timeDays, status }: typeof data) =>
    estimateRmst({
      time: rows.map((row) => timeDays[row]!),
      status: Uint8Array.from(rows, (row) => status[row]!),
      weight,
      tau: horizonDays,
    }).rmst;
  return mean(data) - mean(reference);
}

/** Intervals of several statistics over the same samples; null where there is none, or no statistic. */
function bootstrap(
  { patients, weights, level, replicates, seed }: EffectComparison,
  rows: Int32Array,
  statistics: readonly (((sample: Int32Array) => number | null) | null)[],
): (PercentileInterval | null)[] {
  const draw = rows.length === 0 ? null : openDesignSample(patients, weights, rows);
  if (draw === null || replicates === 0) return statistics.map(() => null);
  const draws = stream(seed, `bootstrap/${weights.design}`);
  const values: (number | null)[][] = statistics.map(() => []);
  for (let replicate = 0; replicate < replicates; replicate += 1) {
    const sample = draw(draws);
    for (const [k, statistic] of statistics.entries())
      if (statistic !== null) values[k]!.push(orNull(() => statistic(sample)));
  }
  return values.map((column) => orNull(() => estimatePercentileInterval(column, level)));
}

function boundWords({ weights, replicates }: EffectComparison, patients: number): string {
  if (patients === 0) return "no patient of this design has the outcome by both sources";
  if (weights.kind === "matching-with-replacement")
    return "no bootstrap of patients is valid after matching with replacement";
  if (replicates === 0) return "no bootstrap was asked for";
  return "an arm is empty or without events, or too few samples have a value";
}

function directionOf(estimate: number | null, interval: PercentileInterval | null): Direction {
  if (estimate === null || interval === null) return "not estimable";
  if (interval.lower > 0) return "above";
  return interval.upper < 0 ? "below" : "not distinguishable";
}
