import { EstimationError } from "../errors.js";
import type { LinearisedEstimate } from "./linearised-estimate.js";

/** The scale on which two rates are compared: their difference, or the difference of their logarithms or logits. */
export type RateScale = "difference" | "log-ratio" | "log-odds-ratio";

interface Link {
  readonly value: (rate: number) => number;
  readonly slope: (rate: number) => number;
}

const links: Record<RateScale, Link> = {
  difference: { value: (rate) => rate, slope: () => 1 },
  "log-ratio": { value: Math.log, slope: (rate) => 1 / rate },
  "log-odds-ratio": { value: (rate) => Math.log(rate / (1 - rate)), slope: (rate) => 1 / (rate * (1 - rate)) },
};

/**
 * Contrast of two linearised rates (1 less 0) on `scale`, with its derivative by each row's weight (delta method).
 * one, zero: from the same n rows. Throws EstimationError where the scale is infinite: a rate of 0 (both ratios) or 1 (odds ratio).
 */
export function contrastRates(scale: RateScale, one: LinearisedEstimate, zero: LinearisedEstimate): LinearisedEstimate {
  const { value, slope } = links[scale];
  const estimate = value(one.estimate) - value(zero.estimate);
  const slopes = [slope(one.estimate), slope(zero.estimate)] as const;
  if (![estimate, ...slopes].every(Number.isFinite)) {
    throw new EstimationError(
      `the ${scale === "log-ratio" ? "ratio of rates" : "odds ratio"} needs rates above 0${scale === "log-ratio" ? "" : " and below 1"} in both arms; got ${one.estimate} (trial) and ${zero.estimate} (control)`,
    );
  }
  return {
    estimate,
    derivative: one.derivative.map((d, i) => slopes[0] * d - slopes[1] * zero.derivative[i]!),
  };
}
