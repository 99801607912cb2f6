import type { ResultRecord, Series } from "../records.js";
import type { CountBook } from "./count-book.js";
import { countRank } from "./count-system.js";

const groups = ["trial", "control"] as const;

/**
 * The bins of the propensity histograms: those of an arm make up the patients who have a score; sums of weights that are whole numbers throughout are counts too, of
 * whom the design keeps.
 */
export function relateHistograms(book: CountBook, records: readonly ResultRecord[]): void {
  for (const [index, record] of records.entries()) {
    if (record.kind !== "series" || record.series !== "propensity_histogram") continue;
    for (const group of groups) {
      const before = addBins(book, record, index, group, group);
      const after = addBins(book, record, index, `${group}_weighted`, group);
      for (const [row, bin] of after.entries()) {
        const whole = before.get(row);
        if (whole !== undefined) book.system.nest([whole], [bin]);
      }
    }
  }
}

/** The bins of one column, by row, tied to the arm. None where they are no whole numbers. */
function addBins(book: CountBook, record: Series, index: number, column: string, group: string): Map<number, number> {
  const { system, find, numberOf, isGuarded } = book;
  const { variant, population } = record;
  const values = record.columns[column]?.values ?? [];
  const bins = new Map<number, number>();
  if (!values.every((value) => value !== null && Number.isInteger(value))) return bins;
  const guarded = isGuarded(variant, group);
  for (const [row, value] of values.entries()) {
    const place = { record: index, kind: "series", column, row } as const;
    bins.set(row, system.add(value ?? 0, guarded, guarded ? countRank.bin : countRank.trial, place));
  }
  const cells = [...bins.values()];
  const sum = cells.reduce((all, bin) => all + numberOf(bin), 0);
  const totals = ["eligible", population].flatMap(
    (name) => find({ variant, population: name, group, statistic: "n" }) ?? [],
  );
  const known = totals.filter((total) => numberOf(total) === sum);
  for (const total of known) system.tie([total], cells);
  if (known.length === 0) system.tie(cells, [], sum);
  return bins;
}
