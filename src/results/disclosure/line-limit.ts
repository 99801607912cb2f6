import type { ResultRecord } from "../records.js";

/**
 * The small-cell limit in lines of therapy. Where patients may stand in as many as k rows, a count of lines at or above (limit − 1) k + 1 is of `limit` patients
 * at least. Where rows are patients, the limit itself.
 */
export function lineLimit(records: readonly ResultRecord[], limit: number): number {
  if (limit === 0) return 0;
  const most = records.reduce(
    (k, record) =>
      record.kind === "statistic" && record.statistic === "most_lines" ? Math.max(k, record.value ?? 1) : k,
    1,
  );
  return (limit - 1) * most + 1;
}

/**
 * The records without numbers of patients behind lines that differ from those of the eligible: beside these they would tell how few patients were left out, which
 * no count of lines tells.
 */
export function withoutFurtherPatients(records: readonly ResultRecord[]): ResultRecord[] {
  const key = ({ variant, group }: ResultRecord): string => JSON.stringify([variant, group]);
  const eligible = new Map(
    records.flatMap((record) =>
      record.kind === "statistic" && record.statistic === "n_patients" && record.stage === "cohort"
        ? [[key(record), record.value] as const]
        : [],
    ),
  );
  return records.filter(
    (record) =>
      record.kind !== "statistic" ||
      record.statistic !== "n_patients" ||
      record.stage === "cohort" ||
      record.value === eligible.get(key(record)),
  );
}
