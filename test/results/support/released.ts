import type { ResultRecord } from "../../../src/results/records.js";

/** The key of a printed statistic. */
export const keyOf = (record: ResultRecord): string =>
  record.kind === "statistic"
    ? JSON.stringify([record.variant, record.stage, record.population, record.variable, record.level, record.statistic])
    : "";

/** What the records, as released, tell by key. */
export function readReleased(records: readonly ResultRecord[]): Map<string, number> {
  const told = new Map<string, number>();
  for (const record of records) {
    if (record.kind === "statistic" && record.value !== null && record.statistic !== "proportion")
      told.set(keyOf(record), record.value);
    if (record.kind === "listing" && typeof record.rows[0]![2] === "number") told.set("dataset", record.rows[0]![2]);
    if (record.kind === "series")
      for (const [bin, n] of (record.columns.control?.values ?? []).entries())
        if (n !== null) told.set(`${record.variant}/bin ${bin}`, n);
  }
  return told;
}
