import type { PatientListing } from "../../results/patient-listings.js";
import type { ReportInput } from "./read-results.js";
import type { Group } from "./record-index.js";

type Value = string | number | boolean | null;

/** The rows of a listing of single patients of one arm as objects; none where the plan asks for none, or the small-cell rule holds them back. */
export function readPatientRows<Name extends string>(
  input: ReportInput,
  endpoint: string,
  group: Group,
  listing: PatientListing,
  names: readonly Name[],
): readonly Readonly<Record<Name, Value>>[] {
  const place = { variant: "main", population: "eligible", group, variable: endpoint };
  const found = input.records.findListing(place, listing);
  if (found === null) return [];
  const at = names.map((name) => found.columns.findIndex((column) => column.name === name));
  return found.rows.map(
    (cells) => Object.fromEntries(names.map((name, i) => [name, cells[at[i] ?? -1] ?? null])) as Record<Name, Value>,
  );
}
