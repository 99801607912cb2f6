import { bisect } from "../math/bisect.js";
import { normalIntervalFactor, normalTwoSided } from "../math/normal.js";
import type { RiskDifference } from "./miettinen-nurminen.js";
import { countPairs, type PairedProportions } from "./paired-proportions.js";

/**
 * Difference of two proportions in matched pairs (trial less control) with Tango's score interval: all δ with |d − δ| <= z √V(δ), V the
 * variance at the maximum likelihood under that δ. The test of no difference is McNemar's, without continuity correction (1 where no
 * pair is discordant). Defined for every table; limits to the last bit of the bisection. For 1:1 pairs; not for sets of unequal size.
 * Throws EstimationError if there is no pair. Source: Tango 1998, Statistics in Medicine 17:891, eq. 4–6; McNemar 1947.
 */
export function estimateTangoDifference(pairs: PairedProportions): RiskDifference {
  const n = countPairs(pairs, "Tango's interval");
  const { onlyTrial, onlyControl, level = 0.95 } = pairs;
  const difference = (onlyTrial - onlyControl) / n;
  const discordant = onlyTrial + onlyControl;
  const z = normalIntervalFactor(level);
  const distance = (delta: number) => z * Math.sqrt(scoreVariance(onlyTrial, onlyControl, n, delta));
  return {
    estimate: difference,
    lower: bisect((delta) => difference - delta > distance(delta), -1, difference),
    upper: bisect((delta) => delta - difference < distance(delta), difference, 1),
    p: discordant === 0 ? 1 : normalTwoSided((onlyTrial - onlyControl) / Math.sqrt(discordant)),
  };
}

/** Variance of the observed difference if the true one is δ: (2q + δ − δ²)/n, q the constrained probability of “control only”. */
function scoreVariance(onlyTrial: number, onlyControl: number, n: number, delta: number): number {
  const b = (2 * n - onlyTrial + onlyControl) * delta - onlyTrial - onlyControl;
  const c = -onlyControl * delta * (1 - delta);
  const root = Math.sqrt(Math.max(0, b * b - 8 * n * c));
  // Of the two forms of the quadratic's root the one that subtracts no like numbers.
  const q = b > 0 ? (-2 * c) / (root + b) : (root - b) / (4 * n);
  return Math.max(0, 2 * q + delta * (1 - delta)) / n;
}
