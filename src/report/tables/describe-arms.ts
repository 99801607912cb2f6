import type { Covariate } from "../../spec/covariate.js";
import {
  decimalsOfData,
  formatCount,
  formatDecimals,
  formatInterval,
  formatPercent,
  meanDecimals,
  sdDecimals,
} from "../format.js";
import { notApplicable, printStatistic } from "../print-statistic.js";
import type { ReportInput } from "../records/read-results.js";
import { type Group, groups, type RecordPlace } from "../records/record-index.js";

/** One line that describes both arms: its label and a text per arm. */
export interface DescribedLine {
  readonly label: string;
  readonly cells: readonly string[];
}

/**
 * What a population looks like in one covariate. Continuous: mean (SD), and where they were recorded median (Q1, Q3) and range.
 * Binary and each level: n (%), or the weighted percentage where the population is weighted and has no count.
 */
export function describeArms(
  input: ReportInput,
  population: string,
  variable: string,
  covariate: Covariate,
): readonly DescribedLine[] {
  const at = (group: Group, level?: string): RecordPlace => ({
    variant: "main",
    population,
    group,
    variable,
    ...(level === undefined ? {} : { level }),
  });
  if (covariate.type !== "continuous") {
    const levels = covariate.type === "binary" ? [undefined] : covariate.levels;
    return levels.map((level) => ({
      label: level ?? "",
      cells: groups.map((group) => printShare(input, at(group, level))),
    }));
  }
  const decimals = decimalsOfCovariate(input, variable);
  const lines: DescribedLine[] = [
    { label: "Mean (SD)", cells: groups.map((group) => printMean(input, at(group), decimals)) },
    { label: "Median (Q1, Q3)", cells: groups.map((group) => printMedian(input, at(group), decimals)) },
    { label: "Minimum, maximum", cells: groups.map((group) => printRange(input, at(group), decimals)) },
  ];
  return lines.filter(({ cells }) => cells.some((cell) => cell !== notApplicable));
}

function printShare(input: ReportInput, place: RecordPlace): string {
  const share = printStatistic(input.records.getStatistic(place, "proportion"), (value) => `${formatPercent(value)}%`);
  const count = input.records.findStatistic(place, "n");
  return count === null ? share : `${printStatistic(count, formatCount)} (${share})`;
}

function printMean(input: ReportInput, place: RecordPlace, decimals: number): string {
  const mean = printStatistic(input.records.getStatistic(place, "mean"), (value) =>
    formatDecimals(value, meanDecimals(decimals)),
  );
  const sd = printStatistic(input.records.findStatistic(place, "sd"), (value) =>
    formatDecimals(value, sdDecimals(decimals)),
  );
  return `${mean} (${sd})`;
}

function printMedian(input: ReportInput, place: RecordPlace, decimals: number): string {
  const [median, q1, q3] = ["median", "q1", "q3"].map((name) => input.records.findStatistic(place, name));
  if (median === undefined || median === null) return notApplicable;
  const format = (value: number): string => formatDecimals(value, meanDecimals(decimals));
  return `${printStatistic(median, format)} ${formatInterval(printStatistic(q1 ?? null, format), printStatistic(q3 ?? null, format))}`;
}

function printRange(input: ReportInput, place: RecordPlace, decimals: number): string {
  const [least, greatest] = ["min", "max"].map((name) => input.records.findStatistic(place, name));
  if (least === undefined || least === null) return notApplicable;
  const format = (value: number): string => formatDecimals(value, decimals);
  return `${printStatistic(least, format)}, ${printStatistic(greatest ?? null, format)}`;
}

/** Decimals of the recorded values, told by the eligible patients' least and greatest. */
function decimalsOfCovariate(input: ReportInput, variable: string): number {
  const values = groups.flatMap((group) =>
    ["min", "max"].map((name) => {
      const place = { variant: "main", population: "eligible", group, variable };
      return input.records.findStatistic(place, name)?.value ?? 0;
    }),
  );
  return decimalsOfData(values);
}
