import { DataError } from "../errors.js";

/**
 * Response categories as codes for typed arrays. The codes rank them: a smaller one is the better response, so the best
 * of a set is its minimum. `pd` is iCPD and `unconfirmedPd` iUPD under iRECIST. `notApplicable`: no such lesions at
 * baseline.
 */
export const RESPONSE = {
  none: 0,
  cr: 1,
  pr: 2,
  sd: 3,
  nonCrNonPd: 4,
  pd: 5,
  unconfirmedPd: 6,
  ne: 7,
  nd: 8,
  missing: 9,
  notApplicable: 10,
} as const;

export type ResponseCode = (typeof RESPONSE)[keyof typeof RESPONSE];

/** Labels of RECIST 1.1 by code, as CDISC spells them. An empty label has no meaning under RECIST 1.1. */
export const RESPONSE_LABELS = ["", "CR", "PR", "SD", "NON-CR/NON-PD", "PD", "", "NE", "ND", "MISSING", "NA"] as const;

/**
 * Responses of assessments in columns; one patient and reader is a row range in ascending order of day, one row per
 * day. The timepoints of a workspace are such columns, as are ready assessments.
 */
export interface ResponseColumns {
  /** Days from the start, integer. */
  readonly day: ArrayLike<number>;
  /** Response codes. */
  readonly response: ArrayLike<number>;
  /** 1 where a PR stands only because it is held (T9). Such a row confirms nothing. */
  readonly held?: ArrayLike<number>;
  /** 1 where disease after a CR is a node that waits for the next scan (T10), and so no reappearance yet. */
  readonly awaited?: ArrayLike<number>;
}

/**
 * Codes of assessed responses given as labels.
 * labels: the values an assessment may have (default CR, PR, SD, NON-CR/NON-PD, PD, NE, ND), in `RESPONSE` codes.
 * Throws DataError where there is no row at all or where a value is not among them.
 */
export function codeResponses(
  values: readonly (string | null)[],
  labels: Readonly<Record<string, number>> = ASSESSED,
): Uint8Array {
  if (values.length === 0) {
    throw new DataError("assessments must hold at least one row; got 0 after filtering: check the filter");
  }
  const codes = new Uint8Array(values.length);
  let unknown = 0;
  for (let i = 0; i < values.length; i += 1) {
    const code = labels[values[i] ?? ""];
    if (code === undefined) unknown += 1;
    else codes[i] = code;
  }
  if (unknown > 0) {
    const allowed = Object.keys(labels).join(", ");
    throw new DataError(`response must be one of ${allowed}; got ${unknown} row(s) with another value`);
  }
  return codes;
}

const ASSESSED: Readonly<Record<string, number>> = Object.freeze({
  CR: RESPONSE.cr,
  PR: RESPONSE.pr,
  SD: RESPONSE.sd,
  "NON-CR/NON-PD": RESPONSE.nonCrNonPd,
  PD: RESPONSE.pd,
  NE: RESPONSE.ne,
  ND: RESPONSE.nd,
});
