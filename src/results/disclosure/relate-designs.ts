import type { CountBook } from "./count-book.js";

const groups = ["trial", "control"] as const;
/** The steps at which a design loses patients. */
const steps = ["n_incomplete", "n_outside_support", "n_trimmed", "n_unmatched"];

/** Each design's patients as a part of the eligible: who is left out at which step; and that a matched pair has one of each arm. */
export function relateDesigns({ system, find, statistics }: CountBook): void {
  for (const { record, count } of statistics) {
    const { stage, statistic, variant, population, group, variable } = record;
    if (stage !== "design" || variable !== null || group === null) continue;
    if (statistic !== "n" || population === "eligible") continue;
    const eligible = find({ variant, population: "eligible", group, statistic: "n" });
    if (eligible === undefined) continue;
    const unmatched = group === "trial" ? find({ variant, population, statistic: "unmatched_trial" }) : undefined;
    if (unmatched !== undefined) system.tie([eligible], [count, unmatched]);
    const lost = steps.flatMap((step) => find({ variant, population, group, statistic: step }) ?? []);
    if (lost.length > 0) system.tie([eligible], [count, ...lost]);
    system.nest([eligible], [count]);
  }
  for (const { record, count } of statistics) {
    const { variant, population, statistic } = record;
    const of = (name: string) => groups.map((group) => find({ variant, population: name, group, statistic: "n" }));
    if (statistic === "pairs" && record.stage === "design")
      for (const n of of(population)) if (n !== undefined) system.same(count, n);
    if (statistic !== "trimmed" && statistic !== "outside_support") continue;
    // Both arms together.
    system.tie(
      [count],
      groups.flatMap((group) => find({ variant, population, group, statistic: `n_${statistic}` }) ?? []),
    );
  }
}
