import { EstimationError } from "../errors.js";
import type { OutcomeData } from "../frame/outcome-data.js";
import { fitCox } from "../stats/cox.js";

/** The contrasts a comparison carries, each with the scale on which two of them are subtracted. */
export type Contrast = "hazard-ratio" | "risk-difference" | "risk-ratio" | "odds-ratio";

/** The rows an effect is made from; a row may stand there several times. */
export interface EffectRows {
  readonly rows: Int32Array;
  /** Of the frame: 1 = trial, and design weights. */
  readonly trial: Uint8Array;
  readonly weight: Float64Array;
}

/**
 * The effect of the trial arm on its linear scale: log hazard ratio (Cox, Efron ties), difference of rates, log of their ratio or odds
 * ratio. Throws EstimationError where it has none.
 */
export function effectOf(measure: Contrast, data: OutcomeData, set: EffectRows): number {
  if (data.kind === "survival") {
    const { rows, trial, weight } = set;
    const fit = fitCox({
      time: rows.map((row) => data.timeDays[row]!),
      status: Uint8Array.from(rows, (row) => data.status[row]!),
      X: Float64Array.from(rows, (row) => trial[row]!),
      p: 1,
      names: ["trial arm"],
      weight: Float64Array.from(rows, (row) => weight[row]!),
    });
    return fit.beta[0]!;
  }
  const [one, zero] = [1, 0].map((side) => weightedRate((row) => data.value[row]!, set, side as 0 | 1));
  return contrastOf(measure, one!, zero!);
}

/** Two rates on the measure's linear scale. Throws EstimationError where that is infinite. */
export function contrastOf(measure: Contrast, one: number, zero: number): number {
  const logit = (p: number) => Math.log(p / (1 - p));
  const value =
    measure === "risk-difference"
      ? one - zero
      : measure === "risk-ratio"
        ? Math.log(one / zero)
        : logit(one) - logit(zero);
  if (!Number.isFinite(value))
    throw new EstimationError(`a ${measure} needs rates between 0 and 1; got ${one} and ${zero}`);
  return value;
}

/** Weighted share of an arm, of a 0/1 value by row. Throws EstimationError for an empty arm. */
export function weightedRate(value: (row: number) => number, { rows, trial, weight }: EffectRows, side: 0 | 1): number {
  let total = 0;
  let sum = 0;
  for (const row of rows) {
    if (trial[row] !== side) continue;
    total += weight[row]!;
    sum += weight[row]! * value(row);
  }
  if (!(total > 0)) throw new EstimationError(`the ${side === 1 ? "trial" : "control"} arm has no such patient`);
  return sum / total;
}
