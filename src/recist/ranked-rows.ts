import { DataError } from "../errors.js";
import { NONE } from "./lesion-rows.js";

/**
 * One candidate of a ranked choice: which rows qualify, and what the choice then is. Rules of one rank compete by date
 * only. S: the sequence, P: the parameters of the choice.
 */
export interface RankedRule<S, P, R> {
  readonly rank: number;
  readonly result: R;
  /** Which of the qualifying rows stands for the rule: the first (default) or the last. */
  readonly pick?: "first" | "last";
  readonly qualifies: (sequence: S, row: number, range: RowRange, parameters: P) => boolean;
}

export interface RowRange {
  readonly from: number;
  readonly to: number;
}

export interface RankedChoice<R> {
  readonly result: R;
  readonly row: number;
  /** Place of the rule in the list. */
  readonly rule: number;
}

/**
 * The best of the rows of one group: the lowest rank that any row qualifies for, there the earliest row (the latest
 * with `pick: "last"`), there the rule listed first; null where nothing qualifies. Rows of the range are in ascending
 * order of `sequence.day`. `onTie: "refuse"` throws DataError where two qualifying rows of the chosen rule share the
 * day that decides, as admiral does with check_type = "error". This is admiral's derive_extreme_event with its order
 * “event number, date”; rules of one rank give “date, event number”.
 */
export function chooseRankedRow<S extends { readonly day: ArrayLike<number> }, P, R>(
  rules: readonly RankedRule<S, P, R>[],
  sequence: S,
  range: RowRange,
  options: { readonly parameters: P; readonly pick?: "first" | "last"; readonly onTie?: "keep" | "refuse" },
): RankedChoice<R> | null {
  const wantsLast = options.pick === "last";
  let best: RankedChoice<R> | null = null;
  let bestRank = Number.POSITIVE_INFINITY;
  for (let rule = 0; rule < rules.length; rule += 1) {
    const { rank, result, pick, qualifies } = rules[rule]!;
    if (rank > bestRank) continue;
    const isLast = (pick ?? options.pick) === "last";
    const row = findRow(range, isLast, (candidate) => qualifies(sequence, candidate, range, options.parameters));
    if (row === NONE) continue;
    if (options.onTie === "refuse")
      refuseTie(sequence, range, row, (other) => qualifies(sequence, other, range, options.parameters));
    if (best !== null && rank === bestRank && !precedes(sequence, row, best.row, wantsLast)) continue;
    best = { result, row, rule };
    bestRank = rank;
  }
  return best;
}

function findRow({ from, to }: RowRange, isLast: boolean, test: (row: number) => boolean): number {
  if (isLast) {
    for (let row = to - 1; row >= from; row -= 1) if (test(row)) return row;
    return NONE;
  }
  for (let row = from; row < to; row += 1) if (test(row)) return row;
  return NONE;
}

function precedes({ day }: { readonly day: ArrayLike<number> }, a: number, b: number, wantsLast: boolean): boolean {
  return wantsLast ? day[a]! > day[b]! : day[a]! < day[b]!;
}

function refuseTie(
  { day }: { readonly day: ArrayLike<number> },
  { from, to }: RowRange,
  row: number,
  test: (row: number) => boolean,
): void {
  for (let other = from; other < to; other += 1) {
    if (other === row || day[other] !== day[row] || !test(other)) continue;
    throw new DataError(
      "one row per date must qualify for an event; got two of one date: remove the duplicate records",
    );
  }
}
