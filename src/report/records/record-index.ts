import { DataError } from "../../errors.js";
import type { Indicator, Listing, ResultRecord, Series, Statistic, Warning } from "../../results/records.js";

export type Group = "trial" | "control";
export const groups: readonly Group[] = ["trial", "control"];

/** Where a record stands. What is left out is null in the record. */
export interface RecordPlace {
  readonly variant: string;
  readonly population: string;
  readonly group?: Group;
  readonly variable?: string;
  readonly level?: string;
}

/** The records of one results file, by place and name. `get…` throws a DataError that says which record is missing; `find…` does not. */
export interface RecordIndex {
  readonly findStatistic: (place: RecordPlace, name: string) => Statistic | null;
  readonly getStatistic: (place: RecordPlace, name: string) => Statistic;
  readonly findSeries: (place: RecordPlace, name: string) => Series | null;
  readonly getSeries: (place: RecordPlace, name: string) => Series;
  readonly findListing: (place: RecordPlace, name: string) => Listing | null;
  readonly getListing: (place: RecordPlace, name: string) => Listing;
  /** Statistics of a population and group, whatever their variable, in the file's order. */
  readonly statisticsOf: (variant: string, population: string, group: Group | null) => readonly Statistic[];
  readonly statistics: readonly Statistic[];
  readonly listings: readonly Listing[];
  readonly indicators: readonly Indicator[];
  readonly warnings: readonly Warning[];
}

/** Indexes the records. Throws a DataError where two records claim the same place and name. */
export function indexRecords(records: readonly ResultRecord[]): RecordIndex {
  const byKey = new Map<string, ResultRecord>();
  for (const record of records) {
    if (record.kind === "indicator" || record.kind === "warning") continue;
    const key = keyOf(record.kind, record, nameOf(record), record.kind === "statistic" ? record.level : null);
    if (byKey.has(key)) throw new DataError(`results.json holds two records of ${writeKey(key)}; run analyze again`);
    byKey.set(key, record);
  }
  const find = <R extends ResultRecord>(kind: R["kind"], place: RecordPlace, name: string): R | null =>
    (byKey.get(keyOf(kind, place, name, place.level ?? null)) as R | undefined) ?? null;
  const get = <R extends ResultRecord>(kind: R["kind"], place: RecordPlace, name: string): R => {
    const found = find<R>(kind, place, name);
    if (found !== null) return found;
    const key = keyOf(kind, place, name, place.level ?? null);
    throw new DataError(`results.json lacks ${writeKey(key)}; it was cut short or changed: run analyze again`);
  };
  const statistics = records.filter((record): record is Statistic => record.kind === "statistic");
  return {
    findStatistic: (place, name) => find<Statistic>("statistic", place, name),
    getStatistic: (place, name) => get<Statistic>("statistic", place, name),
    findSeries: (place, name) => find<Series>("series", place, name),
    getSeries: (place, name) => get<Series>("series", place, name),
    findListing: (place, name) => find<Listing>("listing", place, name),
    getListing: (place, name) => get<Listing>("listing", place, name),
    statisticsOf: (variant, population, group) =>
      statistics.filter((s) => s.variant === variant && s.population === population && s.group === group),
    statistics,
    listings: records.filter((record): record is Listing => record.kind === "listing"),
    indicators: records.filter((record): record is Indicator => record.kind === "indicator"),
    warnings: records.filter((record): record is Warning => record.kind === "warning"),
  };
}

type KeyedPlace = Pick<ResultRecord, "variant" | "population"> & { group?: string | null; variable?: string | null };

const keyOf = (kind: string, place: KeyedPlace, name: string, level: string | null): string =>
  JSON.stringify([kind, name, place.variant, place.population, place.group ?? null, place.variable ?? null, level]);

function nameOf(record: Statistic | Series | Listing): string {
  if (record.kind === "statistic") return record.statistic;
  return record.kind === "series" ? record.series : record.listing;
}

function writeKey(key: string): string {
  const [kind, name, variant, population, group, variable, level] = JSON.parse(key) as (string | null)[];
  const parts = [
    `variant ${variant}`,
    `population ${population}`,
    group === null ? null : `group ${group}`,
    variable === null ? null : `variable ${variable}`,
    level === null ? null : `level "${level}"`,
  ];
  return `${kind} ${name} (${parts.filter((part) => part !== null).join(", ")})`;
}
