import type { ResultRecord, Statistic } from "../records.js";
import type { CountBook } from "./count-book.js";

export type ArmPlace = Pick<Statistic, "variant" | "population" | "group" | "variable">;
export type CellPlace = ArmPlace & Pick<Statistic, "level">;

/** What the rules for other numbers ask of the counts. A place is of one arm of one population. */
export interface ArmFacts {
  readonly isHidden: (record: ResultRecord) => boolean;
  /** Whether the named statistic of a cell is hidden. */
  readonly isHiddenAt: (place: CellPlace, statistic: string) => boolean;
  /** Whether any level of a variable is. */
  readonly isTableHidden: (place: ArmPlace) => boolean;
  /** Whether the number of patients of an arm is hidden, in a population or in an estimate. */
  readonly isArmHidden: (place: ArmPlace) => boolean;
  /** Whether the number without a value of a covariate is hidden in the arm. */
  readonly isMissingHidden: (place: ArmPlace) => boolean;
  /** Whether patients of an arm weigh differently, so that its shares and means are no counts over counts. */
  readonly isUneven: (place: ArmPlace) => boolean;
  /** Whether a covariate is described by counts. */
  readonly isCounted: (place: ArmPlace) => boolean;
  /** Patients of an arm that have a value of the covariate, or are analysed. */
  readonly knownOf: (place: ArmPlace) => number | null;
}

const armKey = ({ variant, population, group, variable }: ArmPlace): string =>
  JSON.stringify([variant, population, group, variable]);
const cellKey = ({ level, ...place }: CellPlace, statistic: string): string =>
  `${armKey(place)}${JSON.stringify([level, statistic])}`;

/** Gathers the facts once, so that each record is judged by look-ups. `hidden` holds the records whose own number is. */
export function gatherArmFacts(
  records: readonly ResultRecord[],
  { statistics, find, numberOf }: CountBook,
  hidden: ReadonlySet<ResultRecord>,
): ArmFacts {
  const cells = new Set<string>();
  const tables = new Set<string>();
  const uneven = new Set<string>();
  const counted = new Set<string>();
  const sums = new Map<string, number>();
  const ofLines = new Set<string>();
  for (const record of records) {
    if (record.kind !== "statistic" || record.level !== null) continue;
    if (record.statistic === "sum_of_weights" && record.value !== null) sums.set(armKey(record), record.value);
    if (record.statistic === "n" && record.unit === "lines") ofLines.add(armKey(record));
  }
  for (const record of records) {
    if (record.kind !== "statistic") continue;
    if (hidden.has(record)) {
      cells.add(cellKey(record, record.statistic));
      if (record.level !== null) tables.add(armKey(record));
    }
    if (record.statistic !== "effective_sample_size" || record.value === null) continue;
    const n = find({ ...record, level: null, statistic: "n" });
    if (n === undefined || record.value >= numberOf(n) * (1 - 1e-9)) continue;
    // Of lines the effective sample size is the patients', below the lines whatever they weigh: there their weights must not add up to their number.
    const sum = sums.get(armKey(record)) ?? numberOf(n);
    if (!ofLines.has(armKey(record)) || Math.abs(sum - numberOf(n)) > 1e-9 * numberOf(n)) uneven.add(armKey(record));
  }
  for (const { record } of statistics)
    if (record.stage === "design" && record.statistic === "n" && record.variable !== null)
      counted.add(armKey({ ...record, population: "" }));
  const ofArm = (place: ArmPlace): CellPlace => ({ ...place, variable: null, level: null });
  const isHiddenAt = (place: CellPlace, statistic: string): boolean => cells.has(cellKey(place, statistic));
  return {
    isHidden: (record) => hidden.has(record),
    isHiddenAt,
    isTableHidden: (place) => tables.has(armKey(place)),
    isArmHidden: (place) =>
      isHiddenAt(ofArm(place), "n") ||
      (place.variable !== null &&
        !counted.has(armKey({ ...place, population: "" })) &&
        isHiddenAt({ ...place, level: null }, "n")),
    isMissingHidden: (place) => isHiddenAt({ ...place, population: "eligible", level: null }, "n_missing"),
    isUneven: (place) => uneven.has(armKey(place)) || uneven.has(armKey(ofArm(place))),
    isCounted: (place) => counted.has(armKey({ ...place, population: "" })),
    knownOf: ({ variant, population, group, variable }) => {
      const own = find({ variant, population, group, variable, statistic: "n" });
      if (own !== undefined) return numberOf(own);
      const all = find({ variant, population, group, statistic: "n" });
      const missing = find({ variant, population: "eligible", group, variable, statistic: "n_missing" });
      return all === undefined ? null : numberOf(all) - (missing === undefined ? 0 : numberOf(missing));
    },
  };
}
