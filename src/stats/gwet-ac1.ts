import { normalIntervalFactor } from "../math/normal.js";
import { type AgreementCoefficient, type AgreementTable, shareAgreement } from "./agreement-table.js";

/**
 * Gwet's AC1 of two sources: (p_a − p_e)/(1 − p_e), p_a the share of agreement and p_e = Σ π_q (1 − π_q)/(k − 1), π_q the mean share of
 * category q over both sources. Unlike κ it does not fall when nearly all subjects are in one category, and is defined there.
 * Variance by the delta method over subjects, the two sources taken as fixed; irrCAC divides by n − 1 where n stands here.
 * Throws EstimationError without subjects. Source: Gwet 2008, British Journal of Mathematical and Statistical Psychology 61:29, eq. 30.
 */
export function estimateGwetAc1(table: AgreementTable): AgreementCoefficient {
  const { k, level = 0.95 } = table;
  const { n, cell, row, column } = shareAgreement(table, "AC1");
  const share = row.map((p, q) => (p + column[q]!) / 2);
  let observed = 0;
  let expected = 0;
  for (let q = 0; q < k; q += 1) {
    observed += cell[q * k + q]!;
    expected += (share[q]! * (1 - share[q]!)) / (k - 1);
  }
  const isComplete = 1 - observed < 1e-12;
  const estimate = isComplete ? 1 : (observed - expected) / (1 - expected);
  const se = isComplete ? 0 : Math.sqrt(varianceOf(cell, share, { k, estimate, expected }) / n);
  const half = normalIntervalFactor(level) * se;
  return {
    estimate,
    observed,
    expected,
    se,
    lower: se === 0 ? null : estimate - half,
    upper: se === 0 ? null : Math.min(1, estimate + half),
    n,
  };
}

/** n times the variance: that of a subject's influence, ([agrees] − (1 − AC1)(1 − π_i − π_j)/(k − 1))/(1 − p_e). */
function varianceOf(
  cell: Float64Array,
  share: Float64Array,
  { k, estimate, expected }: { readonly k: number; readonly estimate: number; readonly expected: number },
): number {
  let mean = 0;
  let square = 0;
  for (let i = 0; i < k; i += 1) {
    for (let j = 0; j < k; j += 1) {
      const chance = (1 - share[i]! - share[j]!) / (k - 1);
      const value = (i === j ? 1 : 0) - (1 - estimate) * chance;
      mean += cell[i * k + j]! * value;
      square += cell[i * k + j]! * value * value;
    }
  }
  return Math.max(0, square - mean * mean) / (1 - expected) ** 2;
}
