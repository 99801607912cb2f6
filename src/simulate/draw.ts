import { normalQuantile } from "../math/normal.js";
import type { Stream } from "../math/stream.js";

/*
 * Random variates, each by inversion of exactly one uniform. A patient's streams so stay in step between worlds that differ
 * in a parameter: the same uniform gives the same quantile of another distribution (common random numbers).
 */

/** Half the spacing of a 53-bit uniform: keeps 0 out of logarithms and quantiles. */
const SMALLEST = 2 ** -54;

/** Normal with this mean and standard deviation. */
export function drawNormal(stream: Stream, mean = 0, sd = 1): number {
  return mean + sd * normalQuantile(Math.max(stream.uniform(), SMALLEST));
}

/** Log-normal with this median and standard deviation of the logarithm. */
export function drawLogNormal(stream: Stream, median: number, sdLog: number): number {
  return median * Math.exp(drawNormal(stream, 0, sdLog));
}

/** Exponential with this mean. */
export function drawExponential(stream: Stream, mean = 1): number {
  return -mean * Math.log1p(-stream.uniform());
}

/** True with this probability. */
export function drawChance(stream: Stream, probability: number): boolean {
  return stream.uniform() < probability;
}

/** Whole number low … high, each as likely. */
export function drawWhole(stream: Stream, low: number, high: number): number {
  return low + stream.integer(high - low + 1);
}

/** Poisson with this mean, at most 20. Meant for means below 5. */
export function drawPoisson(stream: Stream, mean: number): number {
  const u = stream.uniform();
  let probability = Math.exp(-mean);
  let below = probability;
  let count = 0;
  while (u >= below && count < 20) {
    count += 1;
    probability *= mean / count;
    below += probability;
  }
  return count;
}

/** Position in `weights` (≥ 0, not all 0), each with a probability in proportion to its weight. */
export function drawPosition(stream: Stream, weights: readonly number[]): number {
  let total = 0;
  for (const weight of weights) total += weight;
  let left = stream.uniform() * total;
  for (let i = 0; i < weights.length - 1; i += 1) {
    left -= weights[i]!;
    if (left < 0) return i;
  }
  return weights.length - 1;
}

/** 1 / (1 + e^−x). */
export function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
