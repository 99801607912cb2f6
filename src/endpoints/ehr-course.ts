import { NEVER } from "../recist/lesion-rows.js";
import { RESPONSE } from "../recist/response.js";
import type { EvidenceLevel } from "../spec/endpoint.js";
import { type Course, emptyCourse } from "./course.js";

/** Codes of the words of ehr_assessment. */
export const ehrResponses = {
  CR: RESPONSE.cr,
  PR: RESPONSE.pr,
  SD: RESPONSE.sd,
  "NON-CR/NON-PD": RESPONSE.nonCrNonPd,
  PD: RESPONSE.pd,
  NE: RESPONSE.ne,
  ND: RESPONSE.nd,
};
export const ehrEvidence = {
  physician_note: 1,
  radiology_report: 2,
  treatment_change: 3,
  claims: 4,
} as const satisfies Record<EvidenceLevel, number>;

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

/** Rows of ehr_assessment; `day` NEVER where undated, codes 0 where a word is none or missing. */
export interface EhrRows {
  readonly day: Int32Array;
  readonly response: Int32Array;
  readonly evidence: Int32Array;
  /** Number of the row in the data, from 0. */
  readonly assessment: Int32Array;
}

/**
 * The course of one patient, whose rows [from, to) stand in order of day, by health records: assessments after index with one of the
 * anchors. Of several on one day the anchor named first counts; of one anchor, PD before any other, else the lesser response, NE and ND
 * last. There is no baseline scan to miss: what a clinician writes, he compares himself. Adds to the source's counts.
 */
export function takeEhrCourse(
  rows: EhrRows,
  { from, to }: { readonly from: number; readonly to: number },
  { patient, indexDay }: { readonly patient: number; readonly indexDay: number },
  { anchors, counts }: Pick<EhrSource, "anchors" | "counts">,
): Course {
  const rank = new Map<number, number>(anchors.map((anchor, i) => [ehrEvidence[anchor], i]));
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
