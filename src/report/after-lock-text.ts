import { formatDifference } from "./format.js";
import { printStatistic } from "./print-statistic.js";
import type { EstimateResult } from "./records/estimate-results.js";
import type { ReportInput } from "./records/read-results.js";

/** What an estimate is called whose design was imputed with its outcome: `Survival, weighted (imputed after the lock with the outcome)`. */
export const markAfterLock = (label: string, isAfterLock: boolean): string =>
  isAfterLock ? `${label} (imputed after the lock with the outcome)` : label;

/** What stands under a table of such an estimate; null of any other. */
export function afterLockNote(input: ReportInput, { variant, name, estimate }: EstimateResult): string | null {
  const place = { variant: variant.id, population: estimate.design, variable: name };
  const balance = input.records.findStatistic(place, "after_lock_largest_smd");
  if (balance === null) return null;
  return `Imputed after the lock with the outcome among the predictors, and weighted or matched anew within each imputation: not outcome-blind, and not the design whose balance was checked and locked. Largest mean size of an SMD over these imputations: ${printStatistic(balance, formatDifference)}.`;
}

/** How estimates are made that are imputed with their outcome, for the methods; null where the plan has none. */
export function describeAfterLock(labels: readonly string[]): string | null {
  if (labels.length === 0) return null;
  return `Imputed after the lock with the outcome: ${labels.join(", ")}. The event indicator and the Nelson–Aalen cumulative hazard at the patient's own time (of a yes/no endpoint its value) are added to the predictors (White & Royston 2009), patients are weighted or matched anew within each data set, and effects are pooled as before. This undoes the weakening of what is imputed without an outcome, but these weights or matched sets are not outcome-blind: balance, gates and lock are those of the imputations without it, whose estimate stands beside this one. The models hold no interaction of arm and outcome.`;
}
