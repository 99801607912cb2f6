import type { AssessmentRecord, SubjectRecord } from "../endpoints/derive-assessments.js";
import { DataError } from "../errors.js";
import type { DeriveOptions } from "../spec/derive-options.js";
import { openStore } from "../store/open-store.js";
import { quoteIdentifier } from "../store/quote-identifier.js";
import type { Store } from "../store/store.js";
import { loadCsv, requireColumns } from "./derive-files.js";

type AssessmentInput = Extract<DeriveOptions["input"], { shape: "assessments" }>;

/** The subjects and assessments of two CSV files, subjects by id. Throws DataError for what is missing or is no date. */
export async function readAssessmentFiles(
  folder: string,
  input: AssessmentInput,
): Promise<{ readonly subjects: readonly SubjectRecord[]; readonly assessments: readonly AssessmentRecord[] }> {
  const store = await openStore();
  try {
    return {
      subjects: await readSubjects(store, folder, input),
      assessments: await readAssessments(store, folder, input),
    };
  } finally {
    store.close();
  }
}

async function readSubjects(store: Store, folder: string, { subjects }: AssessmentInput): Promise<SubjectRecord[]> {
  const { file, subject, start, death, lastAlive, newTherapy, treatmentStop } = subjects;
  await loadCsv(store, "subjects", { folder, file });
  const named = [subject, start, death, lastAlive, newTherapy, treatmentStop].filter((name) => name !== undefined);
  await requireColumns(store, "subjects", named, file);
  const ids = await textOf(store, "subjects", subject, file);
  const read = async (column: string | undefined, required: boolean) =>
    column === undefined ? ids.map(() => null) : daysOf(store, "subjects", { column, file, required });
  const starts = await read(start, true);
  const dates = {
    death: await read(death, false),
    lastAlive: await read(lastAlive, false),
    newTherapy: await read(newTherapy, false),
    treatmentStop: await read(treatmentStop, false),
  };
  return ids
    .map((id, i) => ({
      subject: id,
      start: starts[i]!,
      death: dates.death[i]!,
      lastAlive: dates.lastAlive[i]!,
      newTherapy: dates.newTherapy[i]!,
      treatmentStop: dates.treatmentStop[i]!,
    }))
    .sort((a, b) => (a.subject < b.subject ? -1 : a.subject > b.subject ? 1 : 0));
}

async function readAssessments(
  store: Store,
  folder: string,
  { assessments: { file, subject, date, response, notDone } }: AssessmentInput,
): Promise<AssessmentRecord[]> {
  await loadCsv(store, "assessments", { folder, file });
  await requireColumns(store, "assessments", [subject, date, response], file);
  const ids = await textOf(store, "assessments", subject, file);
  const responses = await textOf(store, "assessments", response, file);
  const days = await daysOf(store, "assessments", { column: date, file, required: true });
  const rows = ids.map((id, i) => ({ subject: id, day: days[i]!, response: responses[i]! }));
  return notDone === "drop" ? rows.filter((row) => row.response !== "ND") : rows;
}

async function textOf(store: Store, table: string, column: string, file: string): Promise<string[]> {
  const found = (await store.query(`select ${quoteIdentifier(column)} as value from ${table} order by "row"`)).text(
    "value",
  );
  const missing = found.filter((value) => value === null).length;
  if (missing > 0) throw new DataError(`${file}: ${column} must not be empty; it is in ${missing} rows`);
  return found.map((value) => value ?? "");
}

/** A column of dates as days since 1970-01-01. */
async function daysOf(
  store: Store,
  table: string,
  { column, file, required }: { readonly column: string; readonly file: string; readonly required: boolean },
): Promise<(number | null)[]> {
  const value = quoteIdentifier(column);
  const found = await store.query(`select
  cast(try_cast(left(${value}, 10) as date) - date '1970-01-01' as integer) as day,
  ${value} is not null and not coalesce(regexp_matches(${value}, '^\\d{4}-\\d{2}-\\d{2}(T.*)?$'), false) as is_wrong
from ${table}
order by "row"`);
  const day = found.int32("day");
  const wrong = found.boolean("is_wrong").values.reduce((sum, is) => sum + is, 0);
  const empty = required ? day.missing.reduce((sum, is) => sum + is, 0) : 0;
  if (wrong + empty > 0)
    throw new DataError(
      `${file}: ${column} must be a date as YYYY-MM-DD; it is not in ${wrong + empty} rows (an empty field is ${required ? "one of them" : "allowed"})`,
    );
  return Array.from(day.values, (value, i) => (day.missing[i] === 1 ? null : value));
}
