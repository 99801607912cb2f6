import { EstimationError } from "../errors.js";
import { normalIntervalFactor } from "../math/normal.js";
import { sum } from "../math/sum.js";
import type { ProportionInterval } from "./proportion.js";

/**
 * Share of units that hold, with a score interval that allows for units coming in clusters (scans of a patient): Wilson's interval at the
 * effective number of units n* = p(1 − p)/V, V = Σ (y_i − p m_i)²/(Σ m_i)² the linearised variance of the ratio, at most Σ m_i; where
 * p is 0 or 1, and V says nothing, the number of clusters. With one unit a cluster it is Wilson's interval.
 * held, units: length k clusters, whole numbers, 0 <= held[i] <= units[i]; clusters without units do not count.
 * Throws EstimationError if there is no unit. Not validated: that the counts are whole.
 * Source: Wilson 1927; Kish 1965, Survey Sampling, §2.6 and §6.3 (effective size, ratio); Korn & Graubard 1998, Survey Methodology 24:193.
 */
export function estimateClusteredWilson(
  held: ArrayLike<number>,
  units: ArrayLike<number>,
  level = 0.95,
): ProportionInterval {
  const clusters = Array.from({ length: units.length }, (_, i) => i).filter((i) => units[i]! > 0);
  const total = sum(Float64Array.from(clusters, (i) => units[i]!));
  if (total === 0) throw new EstimationError("a share needs at least one unit; got none");
  const p = sum(Float64Array.from(clusters, (i) => held[i]!)) / total;
  const variance = sum(Float64Array.from(clusters, (i) => (held[i]! - p * units[i]!) ** 2)) / total ** 2;
  const n = p === 0 || p === 1 ? clusters.length : Math.min(total, (p * (1 - p)) / variance);
  const z2 = normalIntervalFactor(level) ** 2;
  const root = Math.sqrt(z2 * (z2 + 4 * n * p * (1 - p)));
  return {
    estimate: p,
    lower: p === 0 ? 0 : (2 * n * p + z2 - root) / (2 * (n + z2)),
    upper: p === 1 ? 1 : (2 * n * p + z2 + root) / (2 * (n + z2)),
  };
}
