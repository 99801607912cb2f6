import { readCrossLevel } from "../cross-level.js";
import type { CountBook } from "./count-book.js";
import { type CountFamily, familyKey } from "./relate-families.js";

/**
 * The cells of `<endpoint>.best_change`, bands of change by best response: each column makes up a best response, and the bands of one shrinkage (params.shrinkage)
 * make up its level.
 */
export function relateChanges(book: CountBook, families: ReadonlyMap<string, CountFamily>): void {
  const margins = new Map<number, number[]>();
  for (const { record, count } of book.statistics) {
    const { variant, group, variable, level, statistic, params } = record;
    const cell = readCrossLevel(level);
    if (statistic !== "n" || cell === null || variable?.endsWith(".best_change") !== true) continue;
    const marginOf = (what: string, of: string): number | undefined =>
      families.get(familyKey(variant, group, variable.replace("best_change", what)))?.levels.get(of);
    for (const margin of [marginOf("best_response", cell[1]), marginOf("shrinkage", String(params.shrinkage))])
      if (margin !== undefined) margins.set(margin, [...(margins.get(margin) ?? []), count]);
  }
  for (const [margin, cells] of margins) book.system.tie([margin], cells);
}
