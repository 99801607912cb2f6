import type { CountBook, CountedStatistic } from "./count-book.js";

/**
 * The levels of a subgroup (variable `estimate.subgroup`): their patients with those in no level make up the estimate's, and their events or responders are a part of
 * its; within a level the others are those without.
 */
export function relateSubgroups({ system, find, statistics }: CountBook): void {
  const families = new Map<string, { readonly first: CountedStatistic["record"]; readonly cells: number[] }>();
  for (const { record, count } of statistics) {
    const { stage, variant, population, group, variable, statistic, level } = record;
    if (stage !== "outcomes" || level === null || variable === null) continue;
    const key = JSON.stringify([variant, population, group, variable, statistic]);
    const family = families.get(key) ?? { first: record, cells: [] };
    family.cells.push(count);
    families.set(key, family);
    const n = find({ ...record, statistic: "n" });
    if (n !== undefined && statistic !== "n") system.nest([n], [count]);
  }
  for (const { first, cells } of families.values()) {
    const whole = find({ ...first, variable: first.variable!.split(".")[0]!, level: null });
    const missing = find({ ...first, level: null, statistic: "n_missing" });
    if (whole === undefined) continue;
    if (first.statistic === "n") system.tie([whole], missing === undefined ? cells : [...cells, missing]);
    else system.nest([whole], cells);
  }
}
