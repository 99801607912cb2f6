import type { ResultRecord } from "./records.js";

/** The records with the unit of what they count: of an arm in which a patient stands in several rows, one a line of therapy, these are lines. */
export function nameLines(records: readonly ResultRecord[]): ResultRecord[] {
  const arms = new Set(
    records.flatMap((record) =>
      record.kind === "statistic" && record.statistic === "most_lines" ? [armOf(record)] : [],
    ),
  );
  if (arms.size === 0) return [...records];
  return records.map((record) => {
    if (!arms.has(armOf(record))) return record;
    if (record.kind === "statistic" && record.unit === "patients" && !ofPatients.has(record.statistic))
      return { ...record, unit: "lines" };
    if (record.kind !== "series") return record;
    const columns = Object.entries(record.columns).map(
      ([name, column]) => [name, column.unit === "patients" ? { ...column, unit: "lines" } : column] as const,
    );
    return { ...record, columns: Object.fromEntries(columns) };
  });
}

/** What is counted by patient though rows are lines. */
const ofPatients = new Set(["n_patients", "n_patients_remaining", "n_patients_removed", "effective_sample_size"]);

const armOf = ({ variant, group }: ResultRecord): string => JSON.stringify([variant, group]);
