import { influenceVariance } from "../../stats/influence-variance.js";

/** The standard error that a derivative by the weights gives: of single rows, or of clusters of them. */
export function standardErrorOf(
  derivative: Float64Array,
  weight: Float64Array,
  cluster: Int32Array | null = null,
): number {
  const influence = derivative.map((d, i) => d * weight[i]!);
  return Math.sqrt(influenceVariance(influence, cluster));
}
