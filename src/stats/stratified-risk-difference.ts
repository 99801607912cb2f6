import { bisect } from "../math/bisect.js";
import { normalIntervalFactor, normalTwoSided } from "../math/normal.js";
import { sum } from "../math/sum.js";
import { fitConstrainedDifference } from "./constrained-difference.js";
import type { RiskDifference } from "./miettinen-nurminen.js";
import { type StratifiedTwoProportions, selectInformativeStrata } from "./stratified-two-proportions.js";
import type { TwoProportions } from "./two-proportions.js";

/** How strata are weighed: "mantel-haenszel" n₁n₀/N; "miettinen-nurminen" by the information about the difference, found by iteration. */
export type StratumWeights = "mantel-haenszel" | "miettinen-nurminen";

export interface StratifiedRiskDifference extends RiskDifference {
  /** Strata with patients of both arms; the others are left out. */
  readonly strata: number;
}

/**
 * Common difference of two proportions over strata (1 less 0) with the stratified score interval of Miettinen & Nurminen: all δ with
 * |Σ w (d − δ)| <= z √Σ w² V(δ), V per stratum at its maximum likelihood under δ, times N/(N − 1).
 * Mantel–Haenszel weights are fixed; Miettinen–Nurminen weights 1/(R₁(1 − R₁)/n₁ + R₀(1 − R₀)/n₀), up to a common factor, depend on δ
 * through R₁, R₀, the weighted means of the constrained proportions. The estimate is the δ at which the statistic is 0.
 * Throws EstimationError if no stratum has both arms. One stratum gives `estimateRiskDifference`.
 * Source: Miettinen & Nurminen 1985, §“stratified”, eq. 18; Mantel–Haenszel limits agree with ratesci 1.1.
 */
export function estimateStratifiedRiskDifference(
  input: StratifiedTwoProportions & { readonly weights: StratumWeights },
): StratifiedRiskDifference {
  const tables = selectInformativeStrata(input, "stratified risk difference");
  const z = normalIntervalFactor(input.level ?? 0.95);
  const score = (delta: number) => scoreAt(tables, delta, input.weights);
  const estimate =
    input.weights === "mantel-haenszel" ? meanDifference(tables) : bisect((delta) => score(delta).excess > 0, -1, 1);
  const exceeds = (delta: number, factor: number) => {
    const { excess, variance } = score(delta);
    return excess > factor * Math.sqrt(variance);
  };
  const { excess, variance } = score(0);
  return {
    estimate,
    lower: bisect((delta) => exceeds(delta, z), -1, estimate),
    upper: bisect((delta) => exceeds(delta, -z), estimate, 1),
    p: variance === 0 ? 1 : normalTwoSided(excess / Math.sqrt(variance)),
    strata: tables.length,
  };
}

function mantelHaenszelWeights(tables: readonly TwoProportions[]): number[] {
  return tables.map(({ n1, n0 }) => (n1 / (n1 + n0)) * n0);
}

function meanDifference(tables: readonly TwoProportions[]): number {
  const w = mantelHaenszelWeights(tables);
  return sum(tables.map((t, j) => w[j]! * (t.events1 / t.n1 - t.events0 / t.n0))) / sum(w);
}

/** Σ w (d − δ) and its variance under δ. */
function scoreAt(tables: readonly TwoProportions[], delta: number, weights: StratumWeights) {
  const p0 = tables.map((t) => fitConstrainedDifference(t.events1, t.n1, t.events0, t.n0, delta));
  const p1 = p0.map((p) => p + delta);
  const w = weights === "mantel-haenszel" ? mantelHaenszelWeights(tables) : iterateWeights(tables, p1, p0);
  const excess = sum(tables.map((t, j) => w[j]! * (t.events1 / t.n1 - t.events0 / t.n0 - delta)));
  const variance = sum(
    tables.map(({ n1, n0 }, j) => {
      const binomial = (p1[j]! * (1 - p1[j]!)) / n1 + (p0[j]! * (1 - p0[j]!)) / n0;
      return w[j]! ** 2 * binomial * ((n1 + n0) / (n1 + n0 - 1));
    }),
  );
  return { excess, variance };
}

/** Miettinen–Nurminen weights at constrained proportions p1, p0, from Mantel–Haenszel weights on; those stay where no mean has a variance. */
function iterateWeights(tables: readonly TwoProportions[], p1: readonly number[], p0: readonly number[]): number[] {
  let w = mantelHaenszelWeights(tables);
  for (let iteration = 0; iteration < 100; iteration += 1) {
    const total = sum(w);
    const r1 = sum(w.map((weight, j) => weight * p1[j]!)) / total;
    const r0 = sum(w.map((weight, j) => weight * p0[j]!)) / total;
    const [v1, v0] = [r1 * (1 - r1), r0 * (1 - r0)];
    if (!(v1 > 0 || v0 > 0)) return w;
    // Without a common factor they sum to 1: what is compared are shares.
    const next = tables.map(({ n1, n0 }) => 1 / (Math.max(0, v1) / n1 + Math.max(0, v0) / n0));
    const scale = sum(next);
    const shares = next.map((weight) => weight / scale);
    const change = shares.reduce((most, share, j) => Math.max(most, Math.abs(share - w[j]! / total)), 0);
    w = shares;
    if (change < 1e-15) break;
  }
  return w;
}
