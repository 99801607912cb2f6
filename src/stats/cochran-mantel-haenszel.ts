import { EstimationError } from "../errors.js";
import { chiSquaredUpper } from "../math/chi-squared.js";
import { sum } from "../math/sum.js";
import { type StratifiedTwoProportions, selectInformativeStrata } from "./stratified-two-proportions.js";

export interface CochranMantelHaenszelTest {
  readonly chiSquared: number;
  /** 1 degree of freedom. */
  readonly p: number;
  /** Strata with patients of both arms; the others are left out. */
  readonly strata: number;
}

/**
 * Cochran–Mantel–Haenszel test of no association between arm and event in any stratum, **without** continuity correction (R's
 * mantelhaen.test corrects by default, SAS does not): (Σ (events₁ − expected))² / Σ hypergeometric variance.
 * Throws EstimationError if no stratum has both arms, or in each everyone or no one has the event.
 * Source: Mantel & Haenszel 1959; R mantelhaen.test(correct = FALSE).
 */
export function testCochranMantelHaenszel(input: StratifiedTwoProportions): CochranMantelHaenszelTest {
  const tables = selectInformativeStrata(input, "Cochran–Mantel–Haenszel");
  const excess = tables.map(({ events1, n1, events0, n0 }) => events1 - (n1 * (events1 + events0)) / (n1 + n0));
  const variance = tables.map(({ events1, n1, events0, n0 }) => {
    const total = n1 + n0;
    const events = events1 + events0;
    return ((n1 / total) * (n0 / total) * events * (total - events)) / (total - 1);
  });
  if (!(sum(variance) > 0)) {
    throw new EstimationError(
      `Cochran–Mantel–Haenszel needs a stratum with and without events; got none of ${tables.length} strata`,
    );
  }
  const chiSquared = sum(excess) ** 2 / sum(variance);
  return { chiSquared, p: chiSquaredUpper(chiSquared, 1), strata: tables.length };
}
