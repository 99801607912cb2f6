import type { Statistic } from "../../results/records.js";
import type { Design } from "../../spec/design.js";
import type { Cell } from "../document/model.js";
import { formatDifference } from "../format.js";
import { printStatistic } from "../print-statistic.js";
import { covariateRows } from "../records/covariate-rows.js";
import { countImputations } from "../records/imputations.js";
import type { ReportInput } from "../records/read-results.js";
import type { RecordPlace } from "../records/record-index.js";

/** Above this a standardised mean difference is printed bold. */
export const notableSmd = 0.1;
/** Above this it is flagged as well: adjustment by regression is no longer safe there (Rubin 2001). */
export const largeSmd = 0.25;
const flag = " †";

/** An SMD as a cell, bold above 0.1 and flagged above 0.25 by its unrounded size, or by `sized`, the mean of its sizes over imputations. */
export function smdCell(smd: Statistic | null, sized: Statistic | null = smd): Cell {
  const size = Math.abs(sized?.value ?? 0);
  const text = printStatistic(smd, formatDifference);
  return size > notableSmd ? { text: size > largeSmd ? `${text}${flag}` : text, strong: true } : { text };
}

/** What the marks on an SMD mean. */
export const smdMarks = `Bold: SMD above ${notableSmd} in size; †: above ${largeSmd}.`;

/** What an SMD is: its sign, its denominator as recorded, and that the denominator does not follow the estimand. */
export function describeSmd(input: ReportInput, population: string): string {
  const first = input.plan.variants[0];
  const rows = first === undefined ? [] : covariateRows(first);
  const methods = rows.map(({ name, level }) => {
    const place = { variant: "main", population, variable: name, ...(level === null ? {} : { level }) };
    return input.records.findStatistic(place, "smd")?.method ?? null;
  });
  const stated = [...new Set(methods.filter((method): method is string => method !== null))];
  const denominator = stated.length === 0 ? "" : `, ${stated.join("; ")}`;
  return `SMD: trial minus control${denominator}${describeOtherEstimand(first?.designs[population])}.`;
}

/** The trial arm's SD fits the effect in the trial's patients; of a design for another population it is said that it stays. */
export function describeOtherEstimand(design: Design | undefined): string {
  if (design === undefined || !("estimand" in design) || design.estimand === "ATT") return "";
  return `; this SD is kept for the estimand ${design.estimand} too, so that all designs are measured on one scale, where other software divides by a standard deviation of both arms`;
}

/** The statistic that tells the size of an SMD: over imputations the mean of the sizes, since a mean of differences of either sign tells less. */
export const smdSize = (input: ReportInput, place: RecordPlace): Statistic | null =>
  input.records.findStatistic(place, "smd_mean_size") ?? input.records.findStatistic(place, "smd");

/** What sizes are under multiple imputation; null elsewhere. */
export function describeSizes(input: ReportInput, population: string): string | null {
  const of = countImputations(input, "main", population);
  if (of === 0) return null;
  const worst = input.records.statistics.filter(
    (record) =>
      record.variant === "main" && record.population === population && record.statistic === "smd_largest_size",
  );
  const largest = Math.max(0, ...worst.map(({ value }) => value ?? 0));
  return `After adjustment, the size of an SMD is the mean of its sizes over ${of} imputations (largest in any one: ${formatDifference(largest)}); before, values that are there are compared.`;
}
