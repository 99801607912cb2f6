import { NEVER } from "../recist/lesion-rows.js";
import { RESPONSE } from "../recist/response.js";
import type { EvidenceLevel } from "../spec/endpoint.js";
import type { Store } from "../store/store.js";
import { type Course, emptyCourse } from "./course.js";
import type { PatientSlice } from "./follow-up.js";
import { codeOf, dayNumber, givenPatients } from "./given-patients.sql.js";

const responses = {
  CR: RESPONSE.cr,
  PR: RESPONSE.pr,
  SD: RESPONSE.sd,
  "NON-CR/NON-PD": RESPONSE.nonCrNonPd,
  PD: RESPONSE.pd,
  NE: RESPONSE.ne,
  ND: RESPONSE.nd,
};
const levels = { physician_note: 1, radiology_report: 2, treatment_change: 3, claims: 4 } as const satisfies Record<
  EvidenceLevel,
  number
>;

/** Assessments in health records of the given patients ($1). Grain: assessment, named by its rowid. Order: patient_no, day, id. */
const ehrAssessmentsSql = `with ${givenPatients}
select
  g.patient_no,
  ${dayNumber("a", "assessed")} as day,
  ${codeOf("a.response", responses)} as response,
  ${codeOf("a.evidence", levels)} as evidence,
  cast(a.rowid as integer) as assessment
from rwid.ehr_assessment as a
join given as g on g.patient_id = a.patient_id
order by g.patient_no, day, a.ehr_assessment_id`;

/** What became of the rows of ehr_assessment under one set of anchors. Rows in = used + set aside. */
export interface EhrRowCounts {
  rows: number;
  used: number;
  undated: number;
  /** On or before the day of index. */
  beforeIndex: number;
  noResponse: number;
  /** Evidence other than the anchors, or not stated. */
  otherEvidence: number;
  /** Another row of the same day counted. */
  sameDay: number;
}

export interface EhrSource {
  readonly anchors: readonly EvidenceLevel[];
  readonly counts: EhrRowCounts;
  readonly take: (course: Course) => void;
}

export function openEhrCounts(): EhrRowCounts {
  return { rows: 0, used: 0, undated: 0, beforeIndex: 0, noResponse: 0, otherEvidence: 0, sameDay: 0 };
}

/**
 * The courses of a slice of patients by health records: assessments after index with one of the anchors. Of several on one day
 * the anchor named first counts; of one anchor, PD before any other, else the lesser response, NE and ND last. There is no baseline
 * scan to miss: what a clinician writes, he compares himself.
 */
export async function readEhrCourses(store: Store, slice: PatientSlice, sources: readonly EhrSource[]): Promise<void> {
  const found = await store.query(ehrAssessmentsSql, [slice.ids]);
  const column = (name: string): Int32Array => found.int32(name).values;
  const rows = {
    patient: column("patient_no"),
    day: column("day"),
    response: column("response"),
    evidence: column("evidence"),
    assessment: column("assessment"),
  };
  for (const source of sources) {
    let from = 0;
    for (let p = 0; p < slice.indexDay.length; p += 1) {
      let to = from;
      while (to < rows.patient.length && rows.patient[to] === p) to += 1;
      source.take(courseOf(rows, { from, to }, slice.indexDay[p]!, source, slice.from + p));
      from = to;
    }
  }
}

interface EhrRows {
  readonly day: Int32Array;
  readonly response: Int32Array;
  readonly evidence: Int32Array;
  readonly assessment: Int32Array;
}

function courseOf(
  rows: EhrRows,
  { from, to }: { readonly from: number; readonly to: number },
  indexDay: number,
  { anchors, counts }: EhrSource,
  patient: number,
): Course {
  const rank = new Map<number, number>(anchors.map((anchor, i) => [levels[anchor], i]));
  const kept: number[] = [];
  for (let row = from; row < to; row += 1) {
    counts.rows += 1;
    const fault = faultOf(rows, row, indexDay, rank);
    if (fault !== null) counts[fault] += 1;
    else {
      const last = kept.at(-1);
      if (last === undefined || rows.day[last] !== rows.day[row]) kept.push(row);
      else {
        counts.sameDay += 1;
        if (precedes(rows, row, last, rank)) kept[kept.length - 1] = row;
      }
    }
  }
  counts.used += kept.length;
  return {
    ...emptyCourse(patient, true),
    columns: {
      day: Int32Array.from(kept, (row) => rows.day[row]! - indexDay),
      response: Uint8Array.from(kept, (row) => rows.response[row]!),
    },
    count: kept.length,
    sourceRow: kept.map((row) => rows.assessment[row]! + 1),
  };
}

function faultOf(
  { day, response, evidence }: EhrRows,
  row: number,
  indexDay: number,
  rank: ReadonlyMap<number, number>,
): "undated" | "beforeIndex" | "noResponse" | "otherEvidence" | null {
  if (day[row] === NEVER) return "undated";
  if (day[row]! <= indexDay) return "beforeIndex";
  if (response[row] === 0) return "noResponse";
  return rank.has(evidence[row]!) ? null : "otherEvidence";
}

function precedes({ response, evidence }: EhrRows, a: number, b: number, rank: ReadonlyMap<number, number>): boolean {
  const byAnchor = rank.get(evidence[a]!)! - rank.get(evidence[b]!)!;
  return byAnchor !== 0 ? byAnchor < 0 : gravity(response[a]!) > gravity(response[b]!);
}

/** PD weighs most; an assessment that evaluated nothing weighs least. */
function gravity(response: number): number {
  return response > RESPONSE.pd ? -response : response;
}
