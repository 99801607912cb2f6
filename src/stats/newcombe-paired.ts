import { countPairs, type PairedProportions } from "./paired-proportions.js";
import type { ProportionInterval } from "./proportion.js";
import { estimateWilson } from "./wilson.js";

/**
 * Difference of two proportions in matched pairs (trial less control) with Newcombe's hybrid score interval: the Wilson limits of each
 * arm, squared and added less 2 φ times their product, φ the correlation within pairs with Newcombe's continuity correction (0 where an
 * arm has no variance). Defined for every table. Throws EstimationError if there is no pair.
 * Source: Newcombe 1998, Statistics in Medicine 17:2635, method 10.
 */
export function estimatePairedNewcombeDifference(pairs: PairedProportions): ProportionInterval {
  const n = countPairs(pairs, "Newcombe's paired interval");
  const { both, onlyTrial, onlyControl, level = 0.95 } = pairs;
  const trial = estimateWilson(both + onlyTrial, n, level);
  const control = estimateWilson(both + onlyControl, n, level);
  const phi = correctedPhi(pairs, n);
  const difference = (onlyTrial - onlyControl) / n;
  const distance = (a: number, b: number) => Math.sqrt(Math.max(0, a * a - 2 * phi * a * b + b * b));
  return {
    estimate: difference,
    lower: difference - distance(trial.estimate - trial.lower, control.upper - control.estimate),
    upper: difference + distance(trial.upper - trial.estimate, control.estimate - control.lower),
  };
}

function correctedPhi({ both, onlyTrial, onlyControl, neither }: PairedProportions, n: number): number {
  const margins = (both + onlyTrial) * (onlyControl + neither) * (both + onlyControl) * (onlyTrial + neither);
  if (margins === 0) return 0;
  const excess = both * neither - onlyTrial * onlyControl;
  return (excess > 0 ? Math.max(0, excess - n / 2) : excess) / Math.sqrt(margins);
}
