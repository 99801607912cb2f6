import { EstimationError } from "../errors.js";
import { checkProportion } from "./proportion.js";
import type { TwoProportions } from "./two-proportions.js";

/** Events of two independent unweighted arms in k strata: 1 = trial, 0 = control; whole numbers, columns of one length. */
export interface StratifiedTwoProportions {
  readonly events1: ArrayLike<number>;
  readonly n1: ArrayLike<number>;
  readonly events0: ArrayLike<number>;
  readonly n0: ArrayLike<number>;
  /** Two-sided; default 0.95. */
  readonly level?: number;
}

/**
 * The strata in which both arms have patients: the others say nothing about a difference. Throws EstimationError if there is none,
 * RangeError for what is no count. `method` opens the message.
 */
export function selectInformativeStrata(strata: StratifiedTwoProportions, method: string): TwoProportions[] {
  const { events1, n1, events0, n0, level = 0.95 } = strata;
  const tables = Array.from(n1, (_, j) => ({ events1: events1[j]!, n1: n1[j]!, events0: events0[j]!, n0: n0[j]! }));
  const informative = tables.filter((table) => table.n1 > 0 && table.n0 > 0);
  if (informative.length === 0) {
    throw new EstimationError(
      `${method} needs a stratum with patients of both arms; got none of ${tables.length} strata`,
    );
  }
  for (const table of informative) {
    checkProportion(table.events1, table.n1, level);
    checkProportion(table.events0, table.n0, level);
  }
  return informative;
}
