import type { Criteria } from "../recist/criteria.js";
import { NONE } from "../recist/lesion-rows.js";
import { RULE_IDS } from "../recist/rules.js";
import { TIMEPOINT_FLAG } from "../recist/workspace.js";
import type { RowSink, SubjectDates } from "./table-columns.js";
import type { DatedChange, SequenceChange, TimepointColumns } from "./timepoint-log.js";

export interface TimepointContext extends SubjectDates {
  readonly criteria: Criteria;
  readonly readers: readonly string[];
}

const byMeasurement = "RECIST by measurement";

/** The overall response of one timepoint as a row of ADRS. */
export function putResponseRow(
  sink: RowSink,
  columns: TimepointColumns,
  row: number,
  { criteria: { labels, title }, readers, subject, date, aseq }: TimepointContext & { readonly aseq: number },
): void {
  const patient = columns.patient[row]!;
  const day = columns.day[row]!;
  const response = columns.response[row]!;
  const at = (name: keyof TimepointColumns) => columns[name][row]!;
  sink("adrs", [
    subject(patient),
    "OVRLRESP",
    `Overall response by ${title}`,
    aseq,
    readers[at("reader")]!,
    flagOf(at("isChosen")),
    at("timepoint"),
    date(patient, day),
    day,
    labels[response]!,
    response,
    labels[at("target")]!,
    RULE_IDS[at("targetRule")]!,
    labels[at("nonTarget")]!,
    RULE_IDS[at("nonTargetRule")]!,
    flagOf(at("newLesion")),
    RULE_IDS[at("newLesionRule")]!,
    at("tableRow") === 0 ? null : at("tableRow"),
    "N5",
    flagNames(at("flags")),
    null,
    null,
    byMeasurement,
    at("sourceRow") === 0 ? null : "LESION_MEASUREMENT",
    at("sourceRow") === 0 ? null : at("sourceRow"),
  ]);
}

/** The target sum of baseline or one timepoint as a row of ADTR; nothing where the sequence has no target. */
export function putSumRow(
  sink: RowSink,
  columns: TimepointColumns,
  row: number,
  { readers, subject, date }: TimepointContext,
): void {
  const at = (name: keyof TimepointColumns) => columns[name][row]!;
  const sum = at("sum");
  if (sum === NONE) return;
  const patient = at("patient");
  const isBaseline = at("timepoint") === 0;
  const base = at("base");
  const nadir = at("nadir");
  const isComplete = at("missing") === 0;
  const compares = isComplete && base > 0 && !isBaseline;
  sink("adtr", [
    subject(patient),
    "SDIAM",
    "Sum of target diameters (mm)",
    readers[at("reader")]!,
    flagOf(at("isChosen")),
    at("timepoint"),
    date(patient, at("day")),
    at("day"),
    sum / 100,
    base === NONE ? null : base / 100,
    compares ? (sum - base) / 100 : null,
    compares ? (100 * (sum - base)) / base : null,
    nadir === NONE || isBaseline ? null : nadir / 100,
    isComplete && nadir > 0 && !isBaseline ? (100 * (sum - nadir)) / nadir : null,
    at("missing"),
    flagOf(isComplete ? 1 : 0),
    isBaseline ? "Y" : null,
    isBaseline ? "B6" : RULE_IDS[at("targetRule")]!,
  ]);
}

/** Depth of response and early shrinkage of a sequence as rows of ADTR. */
export function putChangeRows(
  sink: RowSink,
  { patient, reader, isChosen, depth, early }: SequenceChange,
  context: TimepointContext,
): void {
  const put = (code: string, name: string, change: DatedChange | null): void => {
    if (change === null) return;
    sink("adtr", [
      context.subject(patient),
      code,
      name,
      context.readers[reader]!,
      flagOf(isChosen ? 1 : 0),
      change.timepoint + 1,
      context.date(patient, change.day),
      change.day,
      change.percent,
      null,
      null,
      change.percent,
      null,
      null,
      0,
      "Y",
      null,
      "C6",
    ]);
  };
  put("DEPTH", "Depth of response: largest change of the sum (%)", depth);
  put("ESHRINK", "Early change of the sum (%)", early);
}

function flagOf(is: number): "Y" | "N" {
  return is === 1 ? "Y" : "N";
}

function flagNames(bits: number): string | null {
  const names = Object.entries(TIMEPOINT_FLAG)
    .filter(([, bit]) => (bits & bit) !== 0)
    .map(([name]) => name);
  return names.length === 0 ? null : names.join(" ");
}
