import type { Listing } from "../../results/records.js";
import type { ReportInput } from "./read-results.js";

type Value = string | number | boolean | null;

/** The listing of the datasets that the arms come from. */
export const datasetsListing = (input: ReportInput): Listing =>
  input.records.getListing({ variant: "main", population: "datasets" }, "datasets");

/** One column of a listing by name, or nulls where the listing has no such column. */
export function listingColumn(listing: Listing, name: string): readonly Value[] {
  const index = listing.columns.findIndex((column) => column.name === name);
  return listing.rows.map((row) => row[index] ?? null);
}

/** The latest data cut-off (ISO date) of the datasets, or null where none has a calendar date. */
export function latestCutoff(input: ReportInput): string | null {
  const dates = listingColumn(datasetsListing(input), "data_cutoff").filter(
    (value): value is string => typeof value === "string" && /^\d{4}-\d{2}-\d{2}/.test(value),
  );
  return dates.reduce<string | null>((latest, date) => (latest === null || date > latest ? date : latest), null);
}

/** The data cut-off of each dataset in one phrase, without a full stop. */
export function dataCutoffs(input: ReportInput): string {
  const listing = datasetsListing(input);
  const ids = listingColumn(listing, "dataset_id");
  const dates = listingColumn(listing, "data_cutoff");
  if (latestCutoff(input) === null) return "Data cut-off: no calendar dates in these data";
  return `Data cut-off: ${ids.map((id, i) => `${id} ${dates[i] ?? "no calendar dates"}`).join("; ")}`;
}
