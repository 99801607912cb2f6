import { resolve } from "node:path";
import { deriveFromAssessments } from "../endpoints/derive-assessments.js";
import { type Cell, type RowSink, type TableId, tableColumns } from "../endpoints/table-columns.js";
import { DataError } from "../errors.js";
import type { DeriveOptionsJson } from "../spec/derive-options.js";
import { parseDeriveOptions } from "./derive-files.js";
import { deriveTables } from "./derive-tables.js";
import { type DescribedDerivation, describeDerivation } from "./describe-derivation.js";
import { isoDate } from "./iso-date.js";

/** ADRS, ADTTE and ADTR as lists of rows, each by column name. */
export type EndpointTables = Readonly<Record<TableId, readonly Readonly<Record<string, Cell>>[]>>;

/**
 * The tables that `scanarm derive` writes, in memory: lesions (RWiD or SDTM shape) or ready assessments of a folder. `options` as the
 * JSON file has them. Throws SpecError and DataError.
 */
export async function deriveEndpoints(
  folder: string,
  options: DeriveOptionsJson,
): Promise<EndpointTables & { readonly derivation: DescribedDerivation }> {
  const resolved = parseDeriveOptions(options, "options");
  const { tables, put } = gatherRows();
  const note = await deriveTables(
    { folder: resolve(folder), options: resolved, tempDirectory: null, progress: () => undefined },
    put,
  );
  const counts = { adrs: tables.adrs.length, adtte: tables.adtte.length, adtr: tables.adtr.length };
  return { ...tables, derivation: describeDerivation(resolved, note, counts) };
}

/** A subject of `deriveEndpointsFromAssessments`. Dates as YYYY-MM-DD. */
export interface SubjectInput {
  readonly subject: string;
  readonly start: string;
  readonly death?: string | null;
  readonly lastAlive?: string | null;
  readonly newTherapy?: string | null;
  readonly treatmentStop?: string | null;
}

/** A ready overall response: CR, PR, SD, NON-CR/NON-PD, PD, NE or ND. */
export interface AssessmentInput {
  readonly subject: string;
  readonly date: string;
  readonly response: string;
}

/** The tables of ready assessments that stand in memory; subjects keep their order. Throws SpecError and DataError. */
export function deriveEndpointsFromAssessments(
  subjects: readonly SubjectInput[],
  assessments: readonly AssessmentInput[],
  options: Omit<DeriveOptionsJson, "input">,
): EndpointTables {
  const input = { shape: "assessments", assessments: { file: "memory" }, subjects: { file: "memory" } } as const;
  const resolved = parseDeriveOptions({ ...options, input }, "options");
  const records = subjects.map((subject) => ({
    subject: subject.subject,
    start: dayOf(subject.start, "subjects.start"),
    death: dayOrNull(subject.death, "subjects.death"),
    lastAlive: dayOrNull(subject.lastAlive, "subjects.lastAlive"),
    newTherapy: dayOrNull(subject.newTherapy, "subjects.newTherapy"),
    treatmentStop: dayOrNull(subject.treatmentStop, "subjects.treatmentStop"),
  }));
  const rows = assessments.map(({ subject, date, response }) => ({
    subject,
    day: dayOf(date, "assessments.date"),
    response,
  }));
  const { tables, put } = gatherRows();
  deriveFromAssessments(records, rows, resolved, {
    parameters: Object.entries(resolved.endpoints).map(([code, endpoint]) => ({ code, endpoint })),
    dates: {
      subject: (place) => records[place]!.subject,
      date: (place, day) => isoDate(records[place]!.start + day),
    },
    sink: put,
  });
  return tables;
}

function gatherRows(): { readonly tables: Record<TableId, Record<string, Cell>[]>; readonly put: RowSink } {
  const tables: Record<TableId, Record<string, Cell>[]> = { adrs: [], adtte: [], adtr: [] };
  const put: RowSink = (table, row) => {
    tables[table].push(Object.fromEntries(tableColumns[table].map((column, i) => [column, row[i] ?? null])));
  };
  return { tables, put };
}

function dayOf(date: string, place: string): number {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) / 86_400_000 : Number.NaN;
  if (Number.isNaN(day) || isoDate(day) !== date) throw new DataError(`${place} must be a date as YYYY-MM-DD`);
  return day;
}

function dayOrNull(date: string | null | undefined, place: string): number | null {
  return date == null ? null : dayOf(date, place);
}
