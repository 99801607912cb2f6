import { EstimationError } from "../errors.js";
import { normalIntervalFactor } from "../math/normal.js";
import { type AgreementCoefficient, type AgreementTable, shareAgreement } from "./agreement-table.js";

/** What a disagreement counts: "none" all alike; by its distance in categories, or by the square of it. */
export type KappaWeights = "none" | "linear" | "quadratic";

export interface CohenKappa extends AgreementCoefficient {
  /** Standard error if there were no agreement beyond chance, for the test of that. */
  readonly nullSe: number;
}

/**
 * Cohen's κ of two sources, weighted or not: (p_o − p_e)/(1 − p_e), p_o = Σ w_ij p_ij, p_e = Σ w_ij p_i. p_.j, with agreement weights
 * w_ij = 1 − |i − j|/(k − 1) (linear), its square of distance (quadratic), or 1 on the diagonal and 0 elsewhere.
 * Variance of Fleiss, Cohen & Everitt, large-sample, subjects independent. A category nobody used counts in k and so in the weights.
 * Throws EstimationError without subjects, and where p_e = 1: both sources used one and the same category only.
 * Source: Cohen 1960, 1968; Fleiss, Cohen & Everitt 1969, Psychological Bulletin 72:323, eq. 8–9.
 */
export function estimateCohenKappa(table: AgreementTable, weights: KappaWeights): CohenKappa {
  const { k, level = 0.95 } = table;
  const { n, cell, row, column } = shareAgreement(table, "κ");
  const w = agreementWeights(k, weights);
  const sumOver = (term: (i: number, j: number) => number) => {
    let total = 0;
    for (let i = 0; i < k; i += 1) for (let j = 0; j < k; j += 1) total += term(i, j);
    return total;
  };
  const observed = sumOver((i, j) => w[i * k + j]! * cell[i * k + j]!);
  const expected = sumOver((i, j) => w[i * k + j]! * row[i]! * column[j]!);
  if (!(1 - expected > EQUAL))
    throw new EstimationError("κ is undefined: both sources put every subject into one and the same category");
  const estimate = (observed - expected) / (1 - expected);
  const meanOfRow = row.map((_, i) => sumOver((a, j) => (a === i ? w[i * k + j]! * column[j]! : 0)));
  const meanOfColumn = column.map((_, j) => sumOver((i, b) => (b === j ? w[i * k + j]! * row[i]! : 0)));
  const means = (i: number, j: number) => meanOfRow[i]! + meanOfColumn[j]!;
  const spread = sumOver((i, j) => cell[i * k + j]! * (w[i * k + j]! - means(i, j) * (1 - estimate)) ** 2);
  const nullSpread = sumOver((i, j) => row[i]! * column[j]! * (w[i * k + j]! - means(i, j)) ** 2);
  const seOf = (variance: number) => Math.sqrt(Math.max(0, variance) / n) / (1 - expected);
  const isComplete = 1 - observed < EQUAL;
  const se = isComplete ? 0 : seOf(spread - (estimate - expected * (1 - estimate)) ** 2);
  const half = normalIntervalFactor(level) * se;
  return {
    estimate: isComplete ? 1 : estimate,
    observed,
    expected,
    se,
    nullSe: seOf(nullSpread - expected * expected),
    lower: se === 0 ? null : estimate - half,
    upper: se === 0 ? null : Math.min(1, estimate + half),
    n,
  };
}

/** Shares that differ from 1 by less are 1: sums of a few cells are off by rounding only. */
const EQUAL = 1e-12;

function agreementWeights(k: number, weights: KappaWeights): Float64Array {
  return Float64Array.from({ length: k * k }, (_, cell) => {
    const distance = Math.abs(Math.floor(cell / k) - (cell % k)) / (k - 1);
    if (weights === "none") return distance === 0 ? 1 : 0;
    return 1 - (weights === "linear" ? distance : distance * distance);
  });
}
