import { EstimationError } from "../errors.js";
import { normalIntervalFactor } from "../math/normal.js";
import { sum } from "../math/sum.js";
import { type StratifiedTwoProportions, selectInformativeStrata } from "./stratified-two-proportions.js";

export interface CommonOddsRatio {
  readonly estimate: number;
  /** Standard error of its logarithm. */
  readonly seLog: number;
  readonly lower: number;
  readonly upper: number;
  readonly strata: number;
}

/**
 * Mantel–Haenszel estimate of a common odds ratio (1 over 0) with the interval of Robins, Breslow & Greenland on the log scale, valid for
 * few large and for many small strata. Throws EstimationError if the estimate is 0, infinite or 0/0, or no stratum has both arms.
 * Source: Mantel & Haenszel 1959; Robins, Breslow & Greenland 1986; R mantelhaen.test.
 */
export function estimateMantelHaenszelOddsRatio(input: StratifiedTwoProportions): CommonOddsRatio {
  const tables = selectInformativeStrata(input, "Mantel–Haenszel odds ratio");
  const terms = tables.map(({ events1, n1, events0, n0 }) => {
    const total = n1 + n0;
    const [none1, none0] = [n1 - events1, n0 - events0];
    return {
      P: (events1 + none0) / total,
      Q: (none1 + events0) / total,
      R: (events1 * none0) / total,
      S: (none1 * events0) / total,
    };
  });
  const R = sum(terms.map((t) => t.R));
  const S = sum(terms.map((t) => t.S));
  if (!(R > 0 && S > 0)) {
    throw new EstimationError(
      `Mantel–Haenszel odds ratio needs events and others on both sides; got ${R > 0 ? "an infinite ratio" : S > 0 ? "a ratio of 0" : "0/0"} over ${tables.length} strata`,
    );
  }
  const seLog = Math.sqrt(
    sum(terms.map((t) => t.P * t.R)) / (2 * R * R) +
      sum(terms.map((t) => t.P * t.S + t.Q * t.R)) / (2 * R * S) +
      sum(terms.map((t) => t.Q * t.S)) / (2 * S * S),
  );
  const estimate = R / S;
  const factor = Math.exp(normalIntervalFactor(input.level ?? 0.95) * seLog);
  return { estimate, seLog, lower: estimate / factor, upper: estimate * factor, strata: tables.length };
}
