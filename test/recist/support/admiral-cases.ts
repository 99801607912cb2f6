import type { Row, Value } from "./r-expression.js";
import { hasSharedData, readSharedJson } from "./shared-data.js";

/**
 * Cases of admiralonco_cases.json with their tables resolved: dates as days since 1970, datetimes as days and a
 * fraction.
 */
export interface AdmiralCase {
  readonly id: string;
  readonly function: string;
  readonly kind: string;
  readonly params: Parameters;
  readonly input: readonly Row[];
  readonly adsl: readonly Row[];
  readonly sources: Readonly<Record<string, readonly Row[]>>;
  readonly considered: readonly Row[] | null;
  readonly warnings: readonly string[];
  readonly expected: readonly Row[];
}

export interface SourceParameters {
  readonly dataset: string;
  readonly filter?: string;
  readonly date: string;
  readonly CNSR?: number;
  readonly set_values_to?: Readonly<Record<string, string>>;
  readonly consider_end_dates?: boolean;
}

export interface EventParameters {
  readonly class: "event" | "event_joined";
  readonly dataset_name?: string;
  readonly filter_source?: string;
  readonly condition?: string | boolean;
  readonly first_cond_upper?: string;
  readonly join_type?: "after" | "all";
  readonly by_vars?: string | readonly string[];
  readonly mode?: "first" | "last";
  readonly set_values_to?: Readonly<Record<string, string>>;
}

export interface Parameters {
  readonly filter_source?: string;
  readonly filter?: string;
  readonly source_pd?: SourceParameters;
  readonly source_resp?: SourceParameters;
  readonly reference_date?: string;
  readonly ref_start_window?: number;
  readonly ref_confirm?: number;
  readonly max_nr_ne?: number;
  readonly accept_sd?: boolean;
  readonly missing_as_ne?: boolean;
  readonly clinben_vals?: readonly string[];
  readonly by_vars?: string | readonly string[];
  readonly events?: readonly EventParameters[];
  readonly order?: string | readonly string[];
  readonly mode?: "first" | "last";
  readonly check_type?: string;
  readonly start_date?: string;
  readonly event_conditions?: readonly SourceParameters[];
  readonly censor_conditions?: readonly SourceParameters[];
  readonly end_dates?: readonly SourceParameters[];
  readonly event_type?: string;
  readonly set_values_to?: Readonly<Record<string, string>>;
}

interface RawCase {
  readonly id: string;
  readonly function: string;
  readonly kind: string;
  readonly params: Parameters;
  readonly input_dataset?: readonly Row[];
  readonly adsl?: readonly Row[];
  readonly source_datasets?: Readonly<Record<string, readonly Row[] | string>>;
  readonly assessments_considered?: readonly Row[];
  readonly warnings?: readonly string[];
  readonly expected?: readonly Row[];
}

export function readAdmiralCases(): AdmiralCase[] {
  if (!hasSharedData) return [];
  return readSharedJson<{ cases: RawCase[] }>("admiralonco_cases.json").cases.map((raw) => {
    const input = (raw.input_dataset ?? []).map(withDays);
    const adsl = (raw.adsl ?? []).map(withDays);
    const sources: Record<string, readonly Row[]> = {};
    for (const [name, table] of Object.entries(raw.source_datasets ?? {})) {
      sources[name] = typeof table !== "string" ? table.map(withDays) : table === "same_as:adsl" ? adsl : input;
    }
    return {
      id: raw.id,
      function: raw.function,
      kind: raw.kind,
      params: raw.params,
      input,
      adsl,
      sources,
      considered: raw.assessments_considered?.map(withDays) ?? null,
      warnings: raw.warnings ?? [],
      expected: (raw.expected ?? []).map(withDays),
    };
  });
}

/** A list that the file writes as one word or as several. */
export function listOf(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === "string" ? [value] : value;
}

/** Rows of one subject, by the columns given (default USUBJID). */
export function groupsOf(rows: readonly Row[], by: readonly string[] = ["USUBJID"]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = by.map((column) => String(row[column] ?? "")).join("|");
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return groups;
}

/** Columns ending in DT or DTM hold dates; …DTC is text, as in the file. */
function withDays(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]): [string, Value] =>
      /DTM?$/.test(column) && typeof value === "string" ? [column, Date.parse(value) / 86_400_000] : [column, value],
    ),
  );
}
