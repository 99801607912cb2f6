import { chiSquaredQuantile } from "./chi-squared.js";
import { normalQuantile } from "./normal.js";
import type { Stream } from "./stream.js";

/** Half the spacing of a 53-bit uniform: keeps 0 out of quantiles. */
const SMALLEST = 2 ** -54;

/** A standard normal deviate, by inversion of one uniform. */
export function normalDeviate(stream: Stream): number {
  return normalQuantile(Math.max(stream.uniform(), SMALLEST));
}

/** A chi-squared deviate with `df` > 0 degrees of freedom, by inversion of one uniform. */
export function chiSquaredDeviate(stream: Stream, df: number): number {
  return chiSquaredQuantile(Math.max(stream.uniform(), SMALLEST), df);
}

/** A deviate of the multivariate normal with mean 0 and precision L Lᵀ × 1/scale², L lower triangular of full rank (p × p, row-major): scale L⁻ᵀ z. */
export function deviateOfPrecision(stream: Stream, lower: Float64Array, p: number, scale = 1): Float64Array {
  const x = Float64Array.from({ length: p }, () => scale * normalDeviate(stream));
  for (let i = p - 1; i >= 0; i -= 1) {
    for (let k = i + 1; k < p; k += 1) x[i]! -= lower[k * p + i]! * x[k]!;
    x[i]! /= lower[i * p + i]!;
  }
  return x;
}
