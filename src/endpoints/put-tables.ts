import { RESPONSE_LABELS } from "../recist/response.js";
import type { TableEndpoint } from "../spec/derive-options.js";
import type { DerivedEndpoints } from "./derive-endpoints.js";
import { type ParameterContext, putResponseParameter, putTimeParameter } from "./parameter-rows.js";
import type { Reading } from "./reading.js";
import type { RowSink, SubjectDates } from "./table-columns.js";
import type { TimepointLog } from "./timepoint-log.js";
import { putChangeRows, putResponseRow, putSumRow } from "./timepoint-rows.js";

export interface TableParameter {
  readonly code: string;
  readonly endpoint: TableEndpoint;
}

export interface TablesOfSlice {
  readonly from: number;
  readonly to: number;
  readonly derived: Pick<DerivedEndpoints, "tables">;
  readonly parameters: readonly TableParameter[];
  readonly log: TimepointLog;
  readonly reading: Reading;
  readonly readers: readonly string[];
  /** Rows of readers that do not count are left out unless this is set. */
  readonly everyReader: boolean;
  readonly dates: SubjectDates;
  readonly sink: RowSink;
}

/**
 * Writes the rows of the patients [from, to): per patient the timepoints of each reader, then the parameters in the order in which
 * they were asked for. ASEQ counts the rows of ADRS of a patient, so that ADTTE can name the one a date comes from.
 */
export function putTables(tables: TablesOfSlice): void {
  const { from, to, log } = tables;
  const columns = log.columns();
  const changes = log.changes();
  let row = 0;
  let change = 0;
  for (let patient = from; patient < to; patient += 1) {
    const first = row;
    while (row < log.count() && columns.patient[row] === patient) row += 1;
    const accepted = putTimepoints(tables, first, row);
    while (change < changes.length && changes[change]!.patient === patient) {
      const own = changes[change]!;
      if (own.isChosen || tables.everyReader) putChangeRows(tables.sink, own, contextOf(tables));
      change += 1;
    }
    putParameters(tables, patient, accepted);
  }
}

/** ASEQ of the rows of ADRS written for a patient so far, and of each timepoint of the reading that counts. */
interface AssessmentRows {
  next: number;
  readonly chosen: number[];
}

function putTimepoints(tables: TablesOfSlice, from: number, to: number): AssessmentRows {
  const { log, sink, everyReader } = tables;
  const columns = log.columns();
  const context = contextOf(tables);
  const rows: AssessmentRows = { next: 1, chosen: [] };
  for (let row = from; row < to; row += 1) {
    const isChosen = columns.isChosen[row] === 1;
    if (!isChosen && !everyReader) continue;
    putSumRow(sink, columns, row, context);
    if (columns.timepoint[row] === 0) continue;
    if (isChosen) rows.chosen.push(rows.next);
    putResponseRow(sink, columns, row, { ...context, aseq: rows.next });
    rows.next += 1;
  }
  return rows;
}

function contextOf({ reading, readers, dates }: TablesOfSlice) {
  return { criteria: reading.criteria, readers, ...dates };
}

function putParameters(tables: TablesOfSlice, patient: number, rows: AssessmentRows): void {
  const { derived, parameters, dates, sink, reading } = tables;
  for (const { code, endpoint } of parameters) {
    const table = derived.tables.get(code)!;
    const isByScans = "by" in endpoint && endpoint.by === "imaging";
    const context: ParameterContext = {
      ...dates,
      code,
      endpoint,
      labels: isByScans ? reading.criteria.labels : RESPONSE_LABELS,
      aseqOf: (row) => (isByScans ? (rows.chosen[row] ?? null) : null),
    };
    if (table.kind === "time") putTimeParameter(sink, table, patient, context);
    else {
      putResponseParameter(sink, table, patient, { ...context, aseq: rows.next });
      rows.next += 1;
    }
  }
}
