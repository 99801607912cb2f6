import { countUpTo } from "../math/count-up-to.js";
import { take } from "../math/take.js";
import { deriveHazardPath } from "./cox-hazard-path.js";
import type { Ties } from "./cox-risk-sets.js";
import type { CoxRows } from "./cox-rows.js";
import { estimateSandwichCovariance } from "./sandwich-covariance.js";

/**
 * Score residuals L_i, one row of p per row of `rows` (n × p, row-major), not yet multiplied by the weight; Σ w_i L_i is the score.
 * L_i = δ_i (x_i − mean at its event) − exp(x_iβ) ∫ (x_i − mean(t)) dΛ(t) over (entry_i, time_i], with Efron's or Breslow's means and
 * hazard; under Efron an event row meets the hazard of its own time down-weighted.
 * Source: Therneau, Grambsch & Fleming 1990; Therneau & Grambsch 2000 §4.6 and §7.1.
 */
export function deriveScoreResiduals(rows: CoxRows, beta: Float64Array, ties: Ties): Float64Array {
  const { p, X, strata } = rows;
  const path = deriveHazardPath(rows, beta, ties);
  const residuals = new Float64Array(rows.n * p);
  for (let s = 0; s + 1 < strata.length; s += 1) {
    let passed = path.start[s]!;
    for (let i = strata[s]!; i < strata[s + 1]!; i += 1) {
      while (passed < path.start[s + 1]! && path.time[passed]! <= rows.time[i]!) passed += 1;
      const event = rows.status[i] === 1;
      const own = passed - 1;
      const until = (event ? own : passed) + s;
      const since =
        (rows.entry === null ? path.start[s]! : countUpTo(path.time, rows.entry[i]!, path.start[s]!, passed)) + s;
      const hazard = path.cumulative[until]! - path.cumulative[since]! + (event ? path.tiedHazard[own]! : 0);
      const risk = relativeRisk(X, i, beta);
      for (let j = 0; j < p; j += 1) {
        const x = X[i * p + j]!;
        let mean = path.cumulativeMean[until * p + j]! - path.cumulativeMean[since * p + j]!;
        if (event) mean += path.tiedHazardMean[own * p + j]!;
        const observed = event ? x - path.eventMean[own * p + j]! : 0;
        residuals[i * p + j] = observed - risk * (x * hazard - mean);
      }
    }
  }
  return residuals;
}

/**
 * Sandwich covariance of β: D′D of the weighted dfbeta residuals, summed by cluster (Lin & Wei 1989; R survival coxph, robust = TRUE).
 * residuals: n × p from `deriveScoreResiduals`. covariance: p × p. cluster: a number per **input** row, or null: each row its own.
 */
export function estimateRobustCovariance(
  rows: CoxRows,
  residuals: Float64Array,
  covariance: Float64Array,
  cluster: Int32Array | null,
): Float64Array {
  const { n, p } = rows;
  const weighted = new Float64Array(n * p);
  for (let i = 0; i < n; i += 1) {
    for (let j = i * p; j < (i + 1) * p; j += 1) weighted[j] = rows.weight[i]! * residuals[j]!;
  }
  const id = cluster === null ? null : take(cluster, rows.source, new Int32Array(n));
  return estimateSandwichCovariance(weighted, covariance, p, id);
}

function relativeRisk(X: Float64Array, i: number, beta: Float64Array): number {
  let eta = 0;
  for (let j = 0; j < beta.length; j += 1) eta += X[i * beta.length + j]! * beta[j]!;
  return Math.exp(eta);
}
