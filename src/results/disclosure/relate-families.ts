import { readCrossLevel } from "../cross-level.js";
import type { Statistic } from "../records.js";
import type { CountBook } from "./count-book.js";

const stages = ["endpoints", "comparison", "sensitivity"];

/** Who has controls of the same time or place; what else the cohort counts by level are steps of its attrition. */
const isOfConcurrency = ({ stage, variable }: Statistic): boolean =>
  stage === "cohort" && variable?.startsWith("concurrency.") === true;

/** The levels of one variable in one arm. */
export interface CountFamily {
  readonly first: Statistic;
  readonly levels: Map<string, number>;
}

/**
 * The levels of whatever is counted by level after index make up those it is counted of: everyone eligible, or a part of them that stands elsewhere. The lines of a cross
 * table add up to margins that stand elsewhere too. Returns the families by variant, group and variable.
 */
export function relateFamilies(book: CountBook): Map<string, CountFamily> {
  const families = familiesOf(book);
  for (const { first, levels } of families.values()) {
    const cells = [...levels.values()];
    const totals = totalsOf(book, first, sumOf(book, cells), families);
    for (const total of totals) book.system.tie([total], cells);
    if (totals.length === 0) tieToMargin(book, cells);
    for (const line of linesOf(levels)) tieToMargin(book, line);
  }
  return families;
}

export const familyKey = (variant: string, group: string | null, variable: string, statistic = "n"): string =>
  JSON.stringify([variant, group, variable, statistic]);

function familiesOf({ statistics }: CountBook): Map<string, CountFamily> {
  const families = new Map<string, CountFamily>();
  for (const { record, count } of statistics) {
    const { variant, group, variable, statistic, level, stage } = record;
    if (level === null || variable === null || !(stages.includes(stage) || isOfConcurrency(record))) continue;
    const key = familyKey(variant, group, variable, statistic);
    const family = families.get(key) ?? { first: record, levels: new Map<string, number>() };
    family.levels.set(level, count);
    families.set(key, family);
  }
  return families;
}

/** The counts a family's sum is known by: its arm, or who is evaluable in its comparison. */
function totalsOf(
  book: CountBook,
  { variant, stage, population, group, variable, statistic }: Statistic,
  sum: number,
  families: ReadonlyMap<string, CountFamily>,
): number[] {
  const found: (number | undefined)[] = [];
  if (statistic === "n") {
    found.push(book.find({ variant, population: "eligible", group, statistic: "n" }));
    found.push(book.find({ variant, population, group, statistic: "n" }));
    const name = (variable ?? "").split(".")[0]!;
    for (const what of ["availability", "evaluable_by_charts", "evaluable_by_scans"]) {
      const { levels } = families.get(familyKey(variant, group, `${name}.${what}`)) ?? {};
      if (!variable?.endsWith(what)) found.push(...(levels?.values() ?? []));
    }
  }
  if (stage === "comparison" && statistic === "agreeing")
    for (const { record, count } of book.statistics)
      if (
        record.statistic === statistic &&
        record.level === null &&
        record.population === population &&
        record.group === group
      )
        found.push(count);
  return [...new Set(found.filter((count): count is number => count !== undefined && book.numberOf(count) === sum))];
}

const sumOf = ({ numberOf }: CountBook, cells: readonly number[]): number =>
  cells.reduce((sum, count) => sum + numberOf(count), 0);

/** Takes the sum of some cells as known, though it stands in no record here. A small sum is known to nobody. */
function tieToMargin(book: CountBook, cells: readonly number[]): void {
  const margin = sumOf(book, cells);
  if (margin === 0 || margin >= book.limit) book.system.tie(cells, [], margin);
}

/** The rows and the columns of a cross table. */
function linesOf(levels: ReadonlyMap<string, number>): number[][] {
  const lines = new Map<string, number[]>();
  for (const [level, count] of levels)
    for (const [side, category] of readCrossLevel(level)?.entries() ?? []) {
      const key = `${side} ${category}`;
      lines.set(key, [...(lines.get(key) ?? []), count]);
    }
  return [...lines.values()];
}
