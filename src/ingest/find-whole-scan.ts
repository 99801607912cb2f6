import type { Derivation } from "./derivation.js";
import { isMerged } from "./merge-contributions.js";

/**
 * The derivation that alone fills a table, from every row of one file in its order: record n, counted from 0, is row n + 1 of the file, so that
 * the lineage of a large table need not be carried through it. Null where there is no such derivation.
 */
export function findWholeScan(derivations: readonly Derivation[], table: string): Derivation | null {
  const [first, ...others] = derivations.filter((derivation) => derivation.table === table);
  return !isMerged(table, derivations) && others.length === 0 && first?.isWhole === true ? first : null;
}
