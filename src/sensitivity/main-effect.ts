import type { ResultRecord, Statistic } from "../results/records.js";
import type { Estimate } from "../spec/estimate.js";
import { measures } from "../spec/measures.js";

/** An effect of the main analysis as its records state it. */
export interface MainEffect {
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
  /** Standard error of the logarithm of a ratio; null where the interval is not made from one. */
  readonly logSe: number | null;
}

/** The effect of one estimate among its records, or why there is none to start from. */
export function readMainEffect(
  records: readonly ResultRecord[],
  name: string,
  measure: Estimate["measure"],
): { readonly effect: MainEffect } | { readonly reason: string } {
  const { effect } = measures[measure];
  const find = (statistic: string) =>
    records.find(
      (record): record is Statistic =>
        record.kind === "statistic" &&
        record.variable === name &&
        record.group === null &&
        record.statistic === statistic,
    );
  const [estimate, lower, upper] = [effect, `${effect}_lower`, `${effect}_upper`].map(find);
  const missing = [estimate, lower, upper].find((statistic) => statistic?.value == null);
  if (estimate?.value == null || lower?.value == null || upper?.value == null)
    return { reason: `the estimate has no effect with interval: ${missing?.note ?? "it was not made"}` };
  return {
    effect: {
      estimate: estimate.value,
      lower: lower.value,
      upper: upper.value,
      logSe: find(`log_${effect}_se`)?.value ?? null,
    },
  };
}
