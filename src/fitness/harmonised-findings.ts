import type { ResultRecord, Statistic } from "../results/records.js";
import type { Threshold } from "./indicator.js";
import type { Finding } from "./judge.js";

const atChance: Threshold = {
  direction: "at-least",
  met: 0.05,
  caution: Number.NEGATIVE_INFINITY,
  basis: "F test of the batches after harmonisation, p ≥ 0.05; proposal",
};

/** R3.7: what is left of scanner effects in each radiomic covariate after its harmonisation, from the cohort's records. */
export function findHarmonised(cohort: readonly ResultRecord[]): Finding[] {
  return cohort
    .filter(
      (record): record is Statistic =>
        record.kind === "statistic" && record.statistic === "batch_p" && record.level === "after",
    )
    .map(({ variable, value, note }) => ({
      id: "R3.7",
      variable: `residual.${variable}`,
      label: `what scanners still explain of ${variable}, p`,
      population: "eligible",
      group: null,
      value,
      unit: "p",
      threshold: atChance,
      ...(value === null ? { note: note ?? "not estimable" } : {}),
    }));
}
