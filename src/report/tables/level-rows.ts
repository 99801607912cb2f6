import type { Statistic } from "../../results/records.js";
import type { Row } from "../document/model.js";
import { formatCount, formatCountOf } from "../format.js";
import { notApplicable, printStatistic } from "../print-statistic.js";
import { hasSource, type LevelCounts } from "../records/endpoint-counts.js";
import type { ReportInput } from "../records/read-results.js";
import { type Group, groups } from "../records/record-index.js";
import { bodyRow, indented } from "./columns.js";

/** A row for each level with n (%) of the eligible patients of both arms. `words`: what a level is called. */
export const levelRows = (
  input: ReportInput,
  levels: readonly LevelCounts[],
  words: (level: string) => string = (level) => level,
): readonly Row[] =>
  levels.map(({ level, counts }) =>
    bodyRow(indented(words(level)), ...groups.map((group) => printShareOfEligible(input, counts[group], group))),
  );

/** The same for an endpoint, with a dash in the column of an arm whose data cannot tell of it. */
export const endpointRows = (
  input: ReportInput,
  endpoint: string,
  levels: readonly LevelCounts[],
  words: (level: string) => string,
): readonly Row[] =>
  levels.map(({ level, counts }) =>
    bodyRow(
      indented(words(level)),
      ...groups.map((group) =>
        hasSource(input, endpoint, group) ? printShareOfEligible(input, counts[group], group) : notApplicable,
      ),
    ),
  );

/** `41 (22.8%)` of the arm's eligible patients. */
export function printShareOfEligible(input: ReportInput, count: Statistic | null, group: Group): string {
  const n = input.records.findStatistic({ variant: "main", population: "eligible", group }, "n")?.value ?? null;
  return printStatistic(count, (value) => (n === null ? formatCount(value) : formatCountOf(value, n)));
}
