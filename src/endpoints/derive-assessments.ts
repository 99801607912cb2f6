import { DataError } from "../errors.js";
import { NEVER } from "../recist/lesion-rows.js";
import { RECIST11 } from "../recist/recist11.js";
import { codeResponses, RESPONSE, RESPONSE_LABELS } from "../recist/response.js";
import type { DeriveOptions } from "../spec/derive-options.js";
import type { Course } from "./course.js";
import { type EndpointTable, openEndpoint } from "./endpoint-filler.js";
import { createFollowUp, type FollowUp } from "./follow-up.js";
import { type ParameterContext, putResponseParameter, putTimeParameter } from "./parameter-rows.js";
import type { TableParameter } from "./put-tables.js";
import type { RowSink, SubjectDates } from "./table-columns.js";

/** A subject with its dates as days since 1970-01-01; null where it did not come or is not known. */
export interface SubjectRecord {
  readonly subject: string;
  readonly start: number;
  readonly death: number | null;
  readonly lastAlive: number | null;
  readonly newTherapy: number | null;
  readonly treatmentStop: number | null;
}

/** A ready overall response: CR, PR, SD, NON-CR/NON-PD, PD, NE or ND. */
export interface AssessmentRecord {
  readonly subject: string;
  readonly day: number;
  readonly response: string;
}

/**
 * Derives the parameters asked for from ready assessments and writes the rows of ADRS and ADTTE, subjects in the order given.
 * Every subject has a baseline and is in every denominator: what was assessed cannot be looked into here.
 * Throws DataError for a subject that stands twice, an assessment of nobody, a response of another name, or two on one day.
 */
export function deriveFromAssessments(
  subjects: readonly SubjectRecord[],
  assessments: readonly AssessmentRecord[],
  { imaging }: Pick<DeriveOptions, "imaging">,
  {
    parameters,
    dates,
    sink,
  }: { readonly parameters: readonly TableParameter[]; readonly dates: SubjectDates; readonly sink: RowSink },
): void {
  const courses = coursesOf(subjects, assessments);
  const followUp = followUpOf(subjects);
  const setting = { criteria: RECIST11, options: imaging.options, schedule: imaging.schedule, followUp };
  const fillers = parameters.map(({ code, endpoint }) => openEndpoint(code, subjects.length, endpoint, setting));
  for (const course of courses) for (const filler of fillers) filler.take(course);
  const tables = fillers.map(({ table }) => table);
  for (const course of courses) putSubject(course, { parameters, tables, dates, sink });
}

function coursesOf(subjects: readonly SubjectRecord[], assessments: readonly AssessmentRecord[]): Course[] {
  const places = new Map(subjects.map(({ subject }, i) => [subject, i]));
  if (places.size < subjects.length)
    throw new DataError(
      `subjects must name each subject once; ${subjects.length - places.size} stand twice: remove the repeated rows`,
    );
  const own: { day: number; response: number; row: number }[][] = subjects.map(() => []);
  const codes = assessments.length === 0 ? [] : codeResponses(assessments.map(({ response }) => response));
  let strangers = 0;
  assessments.forEach(({ subject, day }, row) => {
    const place = places.get(subject);
    if (place === undefined) strangers += 1;
    else own[place]!.push({ day: day - subjects[place]!.start, response: codes[row]!, row: row + 1 });
  });
  if (strangers > 0)
    throw new DataError(
      `assessments.subject must be a subject of the other table; ${strangers} rows name none of them`,
    );
  let repeated = 0;
  const courses = own.map((rows, patient): Course => {
    rows.sort((a, b) => a.day - b.day || a.row - b.row);
    repeated += rows.filter((row, i) => row.day === rows[i - 1]?.day).length;
    return {
      patient,
      columns: { day: rows.map(({ day }) => day), response: rows.map(({ response }) => response) },
      count: rows.length,
      hasBaseline: true,
      isMeasurable: true,
      sourceRow: rows.map(({ row }) => row),
    };
  });
  if (repeated > 0)
    throw new DataError(
      `assessments must hold one row per subject and date; ${repeated} rows repeat a date: keep the one that counts`,
    );
  return courses;
}

function followUpOf(subjects: readonly SubjectRecord[]): FollowUp {
  const followUp = createFollowUp(subjects.length);
  subjects.forEach(({ start, death, lastAlive, newTherapy, treatmentStop }, i) => {
    const days = (day: number | null): number => (day === null ? NEVER : day - start);
    followUp.deathDay[i] = days(death);
    followUp.lastAliveDay[i] = days(lastAlive);
    followUp.newTherapyDay[i] = days(newTherapy);
    followUp.treatmentStopDay[i] = days(treatmentStop);
  });
  return followUp;
}

function putSubject(
  { patient, columns, count, sourceRow }: Course,
  {
    parameters,
    tables,
    dates,
    sink,
  }: {
    readonly parameters: readonly TableParameter[];
    readonly tables: readonly EndpointTable[];
    readonly dates: SubjectDates;
    readonly sink: RowSink;
  },
): void {
  for (let row = 0; row < count; row += 1) {
    const day = columns.day[row]!;
    const response = columns.response[row]!;
    const none = [null, null, null, null, null, null, null];
    sink("adrs", [
      dates.subject(patient),
      "OVRLRESP",
      "Overall response as given",
      row + 1,
      null,
      null,
      row + 1,
      dates.date(patient, day),
      day,
      RESPONSE_LABELS[response]!,
      response === RESPONSE.none ? null : response,
      ...none,
      null,
      null,
      null,
      null,
      "as given",
      "ASSESSMENTS",
      sourceRow[row]!,
    ]);
  }
  let aseq = count + 1;
  parameters.forEach(({ code, endpoint }, i) => {
    const table = tables[i]!;
    const context: ParameterContext = { ...dates, code, endpoint, labels: RESPONSE_LABELS, aseqOf: (row) => row + 1 };
    if (table.kind === "time") putTimeParameter(sink, table, patient, context);
    else {
      putResponseParameter(sink, table, patient, { ...context, aseq });
      aseq += 1;
    }
  });
}
