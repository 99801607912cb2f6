import { NEVER } from "../recist/lesion-rows.js";
import { RULE_IDS } from "../recist/rules.js";
import type { TableEndpoint } from "../spec/derive-options.js";
import type { ResponseTable } from "./response-table.js";
import type { RowSink, SubjectDates } from "./table-columns.js";
import { analysisDays, type TimeTable } from "./time-table.js";

export interface ParameterContext extends SubjectDates {
  readonly code: string;
  readonly endpoint: TableEndpoint;
  readonly labels: readonly string[];
  /** ASEQ of the patient's row of ADRS that holds an assessment; null where ADRS holds none. */
  readonly aseqOf: (row: number) => number | null;
}

const kinds: Readonly<Record<TableEndpoint["kind"], string>> = {
  response: "Response",
  "best-response": "Best overall response",
  "clinical-benefit": "Clinical benefit",
  "progression-free-survival": "Progression-free survival",
  "time-to-progression": "Time to progression",
  "duration-of-response": "Duration of response",
  "time-to-response": "Time to response",
  "overall-survival": "Overall survival",
};

/** What is told of where a parameter comes from: the two are never blurred. */
function evidenceOf(endpoint: TableEndpoint): string | null {
  if (!("by" in endpoint)) return null;
  return endpoint.by === "imaging" ? "RECIST by measurement" : `real-world: ${endpoint.anchors.join(", ")}`;
}

function nameOf(endpoint: TableEndpoint): string {
  if (endpoint.label !== undefined) return endpoint.label;
  const isRecords = "by" in endpoint && endpoint.by === "ehr";
  return isRecords ? `Real-world ${kinds[endpoint.kind].toLowerCase()}` : kinds[endpoint.kind];
}

/** One patient's best response, response or benefit as a row of ADRS. */
export function putResponseParameter(
  sink: RowSink,
  table: ResponseTable,
  patient: number,
  context: ParameterContext & { readonly aseq: number },
): void {
  const { endpoint, code, subject, date, labels, aseqOf, aseq } = context;
  const isBest = endpoint.kind === "best-response";
  const row = isBest ? table.row[patient]! : table.firstRow[patient]!;
  const isYes = table.isResponder[patient] === 1;
  const hasDay = isBest ? row >= 0 : isYes && row >= 0;
  const day = isBest ? table.day[patient]! : table.firstDay[patient]!;
  const isConfirmed = isBest && table.confirmedBy[patient]! >= 0;
  const source = isBest || endpoint.kind === "clinical-benefit" ? row : table.firstRow[patient]!;
  const answer = table.available[patient] === 0 ? "NOT COUNTED" : isYes ? "Y" : "N";
  sink("adrs", [
    subject(patient),
    code,
    nameOf(endpoint),
    aseq,
    null,
    null,
    null,
    hasDay ? date(patient, day) : null,
    hasDay ? day : null,
    isBest ? labels[table.best[patient]!]! : answer,
    isBest ? table.best[patient]! : isYes ? 1 : 0,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    endpoint.kind === "clinical-benefit" ? "C5" : RULE_IDS[table.rule[patient]!]!,
    null,
    isConfirmed ? date(patient, table.confirmedDay[patient]!) : null,
    isConfirmed ? table.confirmedDay[patient]! : null,
    evidenceOf(endpoint),
    hasDay ? "ADRS" : null,
    hasDay ? aseqOf(source) : null,
  ]);
}

const sources = {
  assessment: ["ADRS", "ADT"],
  vital_status: ["VITAL_STATUS", "DIED_ON"],
  therapy_line: ["THERAPY_LINE", "STARTED_ON"],
  index: ["INDEX", null],
} as const;

/** One patient's time to an event as a row of ADTTE; nothing where the endpoint is not the patient's. */
export function putTimeParameter(sink: RowSink, table: TimeTable, patient: number, context: ParameterContext): void {
  if (table.available[patient] === 0) return;
  const { endpoint, code, subject, date, aseqOf } = context;
  const ending = table.endings[table.ending[patient]!]!;
  const startDay = table.startDay[patient]!;
  const day = Math.max(table.day[patient]!, startDay);
  const isRecords = "by" in endpoint && endpoint.by === "ehr" && ending.source === "assessment";
  const [domain, variable] = isRecords ? (["EHR_ASSESSMENT", "ASSESSED_ON"] as const) : sources[ending.source];
  const isAlive = ending.source === "vital_status" && ending.cnsr !== 0;
  const right = table.interval?.right[patient];
  sink("adtte", [
    subject(patient),
    code,
    nameOf(endpoint),
    date(patient, startDay),
    startDay,
    date(patient, day),
    day,
    analysisDays(table, patient),
    "DAYS",
    ending.cnsr,
    ending.description,
    ending.censorDescription,
    ending.situation,
    ending.rule,
    table.interval?.left[patient] ?? null,
    right === undefined || right === NEVER ? null : right,
    evidenceOf(endpoint),
    domain,
    isAlive ? "LAST_KNOWN_ALIVE_ON" : variable,
    sequenceOf(table, patient, { isRecords, aseqOf }),
  ]);
}

function sequenceOf(
  table: TimeTable,
  patient: number,
  { isRecords, aseqOf }: { readonly isRecords: boolean; readonly aseqOf: ParameterContext["aseqOf"] },
): number | null {
  const row = table.row[patient]!;
  if (row < 0) return null;
  return isRecords ? table.sourceRow[patient]! : aseqOf(row);
}
