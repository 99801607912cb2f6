import type { Statistic } from "../../results/records.js";
import type { Cell } from "../document/model.js";
import { formatDifference } from "../format.js";
import { printStatistic } from "../print-statistic.js";
import { covariateRows } from "../records/covariate-rows.js";
import type { ReportInput } from "../records/read-results.js";

/** Above this a standardised mean difference is printed bold. */
export const notableSmd = 0.1;
/** Above this it is flagged as well: adjustment by regression is no longer safe there (Rubin 2001). */
export const largeSmd = 0.25;
const flag = " †";

/** An SMD as a cell, bold above 0.1 and flagged above 0.25 by its unrounded size. */
export function smdCell(smd: Statistic | null): Cell {
  const size = Math.abs(smd?.value ?? 0);
  const text = printStatistic(smd, formatDifference);
  return size > notableSmd ? { text: size > largeSmd ? `${text}${flag}` : text, strong: true } : { text };
}

/** What the marks on an SMD mean. */
export const smdMarks = `Bold: SMD above ${notableSmd} in size; †: above ${largeSmd}.`;

/** What an SMD is: its sign, and its denominator as recorded. */
export function describeSmd(input: ReportInput, population: string): string {
  const first = input.plan.variants[0];
  const rows = first === undefined ? [] : covariateRows(first);
  const methods = rows.map(({ name, level }) => {
    const place = { variant: "main", population, variable: name, ...(level === null ? {} : { level }) };
    return input.records.findStatistic(place, "smd")?.method ?? null;
  });
  const stated = [...new Set(methods.filter((method): method is string => method !== null))];
  return `SMD: trial minus control${stated.length === 0 ? "" : `, ${stated.join("; ")}`}.`;
}
