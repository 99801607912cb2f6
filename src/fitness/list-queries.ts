import { fillPlace } from "../results/make-records.js";
import type { Listing } from "../results/records.js";
import type { ShareQuery } from "./share-query.js";

/** The queries behind the indicators, as the report prints them. what: the data they read, up to index or all. */
export function listQueries(
  what: "baseline" | "follow_up",
  queries: readonly Pick<ShareQuery, "id" | "variable" | "sql" | "values">[],
): Listing {
  return {
    kind: "listing",
    ...fillPlace({ variant: "main", stage: "fitness", population: "analysis", variable: what }),
    listing: "fitness_sql",
    columns: ["indicator", "part", "sql", "values"].map((name) => ({ name, label: name })),
    rows: queries.map(({ id, variable, sql, values }) => [id, variable, sql, JSON.stringify(values)]),
  };
}
