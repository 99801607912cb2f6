import { DataError } from "../errors.js";
import type { Listing, ResultRecord, Series, Statistic } from "./records.js";

/** Which records: every field given must be equal. */
export type StatisticQuery = Partial<
  Pick<Statistic, "variant" | "stage" | "population" | "group" | "variable" | "level" | "statistic">
>;
export type SeriesQuery = Partial<Pick<Series, "variant" | "stage" | "population" | "group" | "variable" | "series">>;
export type ListingQuery = Partial<
  Pick<Listing, "variant" | "stage" | "population" | "group" | "variable" | "listing">
>;

/** Every statistic that fits, in the order of the records. */
export function selectStatistics(records: readonly ResultRecord[], query: StatisticQuery): Statistic[] {
  return records.filter((record): record is Statistic => record.kind === "statistic" && fits(record, query));
}

/** The one statistic that fits. Throws DataError where there is none or more than one. */
export function selectStatistic(records: readonly ResultRecord[], query: StatisticQuery): Statistic {
  return onlyOne(selectStatistics(records, query), "statistic", query);
}

export function selectSeries(records: readonly ResultRecord[], query: SeriesQuery): Series[] {
  return records.filter((record): record is Series => record.kind === "series" && fits(record, query));
}

export function selectListings(records: readonly ResultRecord[], query: ListingQuery): Listing[] {
  return records.filter((record): record is Listing => record.kind === "listing" && fits(record, query));
}

function fits(record: ResultRecord, query: object): boolean {
  return Object.entries(query).every(([key, value]) => record[key as keyof ResultRecord] === value);
}

function onlyOne<T>(found: readonly T[], what: string, query: object): T {
  if (found.length === 1) return found[0]!;
  throw new DataError(
    `the results must hold one ${what} for ${JSON.stringify(query)}; got ${found.length}: they come from another version of the engine or are incomplete`,
  );
}
