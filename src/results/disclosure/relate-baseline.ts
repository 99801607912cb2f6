import type { Statistic } from "../records.js";
import type { CountBook, CountedStatistic } from "./count-book.js";
import { countRank } from "./count-system.js";

/** The cells of one covariate in one arm of one population. */
interface Cells {
  readonly first: Statistic;
  readonly levels: { readonly level: string | null; readonly count: number }[];
}

/**
 * The cells of each covariate with the missing make up the arm; of a binary covariate those without the property stand nowhere but follow; and what a design
 * keeps of a cell is a part of what the eligible have of it. `shares`: the proportion recorded beside a count, by the record.
 */
export function relateBaseline(book: CountBook, shares: (cell: Statistic) => number | null): void {
  const families = familiesOf(book);
  const rests = new Map<string, number>();
  for (const [key, cells] of families) {
    const without = relateCells(book, cells, shares);
    if (without !== null) rests.set(key, without);
  }
  for (const [key, { first, levels }] of families) {
    if (first.population === "eligible") continue;
    const whole = keyOf({ ...first, population: "eligible" });
    for (const { level, count } of levels) {
      const parent = families.get(whole)?.levels.find((each) => each.level === level);
      if (parent !== undefined) book.system.nest([parent.count], [count]);
    }
    const [mine, theirs] = [rests.get(key), rests.get(whole)];
    if (mine !== undefined && theirs !== undefined) book.system.nest([theirs], [mine]);
  }
}

function familiesOf({ statistics }: CountBook): Map<string, Cells> {
  const families = new Map<string, Cells>();
  const isCell = ({ record }: CountedStatistic): boolean =>
    record.stage === "design" && record.statistic === "n" && record.variable !== null;
  for (const { record, count } of statistics.filter(isCell)) {
    const key = keyOf(record);
    const cells = families.get(key) ?? { first: record, levels: [] };
    cells.levels.push({ level: record.level, count });
    families.set(key, cells);
  }
  return families;
}

const keyOf = ({ variant, population, group, variable }: Omit<Statistic, never>): string =>
  JSON.stringify([variant, population, group, variable]);

/** Ties one covariate's cells to its arm. Returns the count of those without the property, where it is a binary covariate and they can be told. */
function relateCells(
  book: CountBook,
  { first, levels }: Cells,
  shares: (cell: Statistic) => number | null,
): number | null {
  const { system, find, numberOf } = book;
  const { variant, population, group, variable } = first;
  const all = find({ variant, population, group, statistic: "n" });
  if (all === undefined) return null;
  const missing = find({ variant, population: "eligible", group, variable, statistic: "n_missing" });
  const told = levels.reduce((sum, { count }) => sum + numberOf(count), 0);
  const isBinary = levels.length === 1 && levels[0]!.level === null;
  const known = isBinary
    ? knownOf(first, shares(first), {
        all: numberOf(all),
        missing: missing === undefined ? 0 : numberOf(missing),
        population,
      })
    : told;
  const guarded = book.isGuarded(variant, group);
  const cells = levels.map(({ count }) => count);
  const parts = [...cells];
  let without: number | null = null;
  if (isBinary && known !== null && known > told) {
    without = system.add(known - told, guarded, countRank.cell);
    parts.push(without);
  }
  const left = numberOf(all) - (known ?? told);
  if (missing !== undefined && left === numberOf(missing) && (left > 0 || population === "eligible"))
    parts.push(missing);
  else if (left > 0) parts.push(system.add(left, guarded, countRank.cell));
  system.tie([all], parts);
  return without;
}

/** How many have a value of a binary covariate; null where that cannot be told. */
function knownOf(
  cell: Statistic,
  share: number | null,
  arm: { readonly all: number; readonly missing: number; readonly population: string },
): number | null {
  if (arm.population === "eligible" || arm.missing === 0) return arm.all - arm.missing;
  return cell.value !== null && cell.value > 0 && share !== null ? Math.round(cell.value / share) : null;
}
