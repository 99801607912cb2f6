import type { ResultRecord, Statistic } from "../records.js";
import { type CountBook, type IsGuarded, openCountBook } from "./count-book.js";
import type { CountSystem } from "./count-system.js";
import { relateAttrition } from "./relate-attrition.js";
import { relateBaseline } from "./relate-baseline.js";
import { relateChanges } from "./relate-changes.js";
import { relateComparisons } from "./relate-comparisons.js";
import { relateDesigns } from "./relate-designs.js";
import { relateFamilies } from "./relate-families.js";
import { relateHistograms } from "./relate-histograms.js";
import { relateOutcomes } from "./relate-outcomes.js";
import { relateRows } from "./relate-rows.js";
import { relateSubgroups } from "./relate-subgroups.js";

/** Every number of patients among the records and every sum that ties them together, across steps, arms, designs, outcomes and variants. */
export interface CountRelations {
  readonly book: CountBook;
  readonly system: CountSystem & { readonly indexOf: (count: number) => number };
}

export function countRelations(records: readonly ResultRecord[], isGuarded: IsGuarded, limit: number): CountRelations {
  const book = openCountBook(records, isGuarded, limit);
  const shares = new Map<string, number>();
  for (const record of records)
    if (record.kind === "statistic" && record.statistic === "proportion" && record.value !== null)
      shares.set(placeOf(record), record.value);
  relateAttrition(book, records);
  relateDesigns(book);
  relateBaseline(book, (cell) => shares.get(placeOf(cell)) ?? null);
  const families = relateFamilies(book);
  relateOutcomes(book, families);
  relateSubgroups(book);
  relateChanges(book, families);
  relateComparisons(book, families);
  relateHistograms(book, records);
  relateRows(book, records);
  return { book, system: book.system.close() };
}

const placeOf = ({ variant, population, group, variable, level }: Statistic): string =>
  JSON.stringify([variant, population, group, variable, level]);
