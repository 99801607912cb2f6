import { sum } from "../math/sum.js";
import { clusterTotals } from "./cluster-totals.js";

/**
 * Variance of an estimate from the influence of each row, Σ_c (Σ_{i in c} φ_i)²; each row its own cluster where `cluster` is null.
 * influence: Float64Array(n), φ_i = weight × derivative. cluster: any integers; equal = same patient or matched set.
 * No small-sample factor (HC0, as R's coxph robust). Right for many clusters. Source: Huber 1967; Liang & Zeger 1986; Jaeckel 1972.
 */
export function influenceVariance(influence: Float64Array, cluster: Int32Array | null): number {
  if (cluster === null) return sum(influence.map((phi) => phi * phi));
  if (cluster.length !== influence.length) {
    throw new RangeError(`a cluster is needed per row; got ${cluster.length} for ${influence.length} rows`);
  }
  return sum(clusterTotals(influence, cluster).map((total) => total ** 2));
}
