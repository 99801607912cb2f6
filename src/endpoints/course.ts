import { findConfirmedProgression, findOpenProgression } from "../recist/irecist-best-response.js";
import { NONE } from "../recist/lesion-rows.js";
import type { PatientTimeline } from "../recist/progression-free-survival.js";
import { RESPONSE, type ResponseColumns } from "../recist/response.js";
import type { FollowUp } from "./follow-up.js";

/**
 * The assessments of one patient by one source, on their way through the endpoints. Handed from patient to patient: whoever
 * wants to keep something copies it.
 */
export interface Course {
  /** Place in the frame. */
  patient: number;
  /** Assessments after baseline: the rows [0, count) in ascending order of day. */
  columns: ResponseColumns;
  count: number;
  hasBaseline: boolean;
  /** A target lesion could be measured at baseline. */
  isMeasurable: boolean;
  /** The row of the data that decided each assessment (1 = first); 0 where it is not one row. */
  sourceRow: ArrayLike<number>;
}

/** A course of nothing: nobody read this patient's scans, or no record speaks of a response. */
export function emptyCourse(patient: number, hasBaseline: boolean): Course {
  return {
    patient,
    columns: { day: [], response: [] },
    count: 0,
    hasBaseline,
    isMeasurable: false,
    sourceRow: [],
  };
}

/** The course with the follow-up of its patient, as the times to progression are read from it. */
export function timelineOf({ patient, columns, count, hasBaseline }: Course, followUp: FollowUp): PatientTimeline {
  return {
    columns: withDatedProgression(columns, count),
    from: 0,
    to: count,
    hasBaseline,
    deathDay: followUp.deathDay[patient]!,
    newTherapyDay: followUp.newTherapyDay[patient]!,
    treatmentStopDay: followUp.treatmentStopDay[patient]!,
  };
}

/**
 * iRECIST: progression is the first iUPD that an iCPD confirmed, or that nothing after it refuted; another iUPD is an assessment
 * like any other. Columns without iUPD, which is all of RECIST 1.1, are returned as they are.
 */
function withDatedProgression(columns: ResponseColumns, count: number): ResponseColumns {
  let hasUnconfirmed = false;
  for (let row = 0; row < count && !hasUnconfirmed; row += 1)
    hasUnconfirmed = columns.response[row] === RESPONSE.unconfirmedPd;
  if (!hasUnconfirmed) return columns;
  const range = { from: 0, to: count };
  const confirmed = findConfirmedProgression(columns, range);
  const progression = confirmed === NONE ? findOpenProgression(columns, range) : confirmed;
  const response = Uint8Array.from({ length: count }, (_, row) => {
    if (row === progression) return RESPONSE.pd;
    return columns.response[row] === RESPONSE.unconfirmedPd ? RESPONSE.sd : columns.response[row]!;
  });
  return { ...columns, response };
}
