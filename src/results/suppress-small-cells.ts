import { countRelations } from "./count-relations.js";
import type { ResultRecord, Series, Statistic } from "./records.js";

/**
 * The records with every count from 1 to `limit` − 1 suppressed, and as many further counts as it takes that none can be had back by subtraction (complementary
 * suppression): in every sum that the records state, no count or at least two are hidden. Proportions go with their counts, and what was made from a table
 * (params.from_table: its variable) with any cell of it; Kaplan–Meier and Turnbull curves end where the number at risk falls below the limit. limit = 0 suppresses nothing.
 */
export function suppressSmallCells(records: readonly ResultRecord[], limit: number): ResultRecord[] {
  if (limit === 0) return [...records];
  const hidden = hiddenCounts(records, limit);
  const hiddenPlaces = new Set([...hidden].map(placeOf));
  // What is made from a table of one arm may speak of that arm, or of both.
  const hiddenTables = new Set(
    [...hidden].flatMap((count) => [
      tableOf(count, count.variable),
      tableOf({ ...count, group: null }, count.variable),
    ]),
  );
  const isFromHidden = (record: Statistic | Series) =>
    typeof record.params.from_table === "string" && hiddenTables.has(tableOf(record, record.params.from_table));
  return records.map((record) => {
    if (record.kind === "series")
      return isFromHidden(record) ? emptySeries(record, limit) : suppressSeries(record, limit);
    if (record.kind !== "statistic") return record;
    const isShare = record.statistic.startsWith("proportion") && hiddenPlaces.has(placeOf(record));
    return hidden.has(record) || isFromHidden(record) || isShare ? suppress(record, limit) : record;
  });
}

/** The statistics to hide: the small ones, then the smallest partner in every sum that would give one away. */
function hiddenCounts(records: readonly ResultRecord[], limit: number): Set<Statistic> {
  const small = (value: number) => value > 0 && value < limit;
  const hidden = new Set<Statistic>();
  const { counts, relations, complements } = countRelations(records);
  for (const count of counts) if (small(count.value ?? 0)) hidden.add(count);
  for (const { count, complement } of complements) if (small(complement)) hidden.add(count);
  for (let changed = true; changed; ) {
    changed = false;
    for (const relation of relations) {
      const secret = relation.filter((count) => hidden.has(count));
      if (secret.length !== 1 || relation.length < 2) continue;
      const open = relation.filter((count) => !hidden.has(count)).sort((a, b) => rank(a) - rank(b));
      hidden.add(open[0]!);
      changed = true;
    }
  }
  return hidden;
}

/** Which partner to hide first: the smallest count; zeros last, since a zero hides little. */
const rank = (count: Statistic): number => (count.value === 0 ? Number.MAX_SAFE_INTEGER : (count.value ?? 0));

const placeOf = ({ variant, population, group, variable, level }: Statistic): string =>
  JSON.stringify([variant, population, group, variable, level]);

const tableOf = ({ variant, population, group }: Statistic | Series, variable: string | null): string =>
  JSON.stringify([variant, population, group, variable]);

const noteOf = (limit: number): string =>
  `suppressed: a count below ${limit}, or one from which such a count could be had back`;

function suppress(record: Statistic, limit: number): Statistic {
  return { ...record, value: null, status: "suppressed", note: noteOf(limit) };
}

/** A series with its columns and no row. */
function emptySeries(record: Series, limit: number): Series {
  const columns = Object.fromEntries(
    Object.entries(record.columns).map(([name, column]) => [name, { ...column, values: [] }]),
  );
  return { ...record, columns, params: { ...record.params, small_cell_limit: limit } };
}

function suppressSeries(record: Series, limit: number): Series {
  if (record.series === "propensity_histogram") {
    const columns = Object.entries(record.columns).map(([name, column]) => {
      const counted = name === "trial" || name === "control";
      return [
        name,
        counted
          ? { ...column, values: column.values.map((v) => (v !== null && v > 0 && v < limit ? null : v)) }
          : column,
      ] as const;
    });
    return { ...record, columns: Object.fromEntries(columns) };
  }
  const atRisk = record.columns.at_risk?.values;
  if (atRisk === undefined) return record;
  const end = atRisk.findIndex((n) => n === null || n < limit);
  const kept = end < 0 ? atRisk.length : end;
  const columns = Object.entries(record.columns).map(([name, column]) => {
    const isCurve = record.series === "kaplan_meier" || record.series === "turnbull";
    const perPatient = name === "events" || name === "censored" || (isCurve && name === "at_risk");
    return [
      name,
      { ...column, values: column.values.slice(0, kept).map((value) => (perPatient ? null : value)) },
    ] as const;
  });
  return { ...record, columns: Object.fromEntries(columns), params: { ...record.params, small_cell_limit: limit } };
}
