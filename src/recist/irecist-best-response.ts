import { type BestResponse, withoutAssessment } from "./best-response.js";
import {
  type AdmiraloncoOptions,
  BELOW_RESPONSES,
  CONFIRMED_RESPONSES,
  type ResponseRule,
  UNCONFIRMED_RESPONSES,
} from "./best-response-admiralonco.js";
import type { ResponseSequence } from "./best-response-recist11.js";
import { followResponse } from "./confirmation.js";
import { endOfCountable } from "./countable-rows.js";
import { NEVER, NONE } from "./lesion-rows.js";
import type { RecistOptions } from "./options.js";
import { chooseRankedRow, type RowRange } from "./ranked-rows.js";
import { RESPONSE, type ResponseColumns } from "./response.js";

/** Confirmed progression is dated at the iUPD it confirms, unconfirmed at its own. */
const PROGRESSIONS: readonly ResponseRule[] = [
  {
    rank: RESPONSE.pd,
    result: RESPONSE.pd,
    qualifies: (columns, row, { to }) => confirmingRow(columns, row, to) !== NONE,
  },
  {
    rank: RESPONSE.unconfirmedPd,
    result: RESPONSE.unconfirmedPd,
    qualifies: (columns, row) => columns.response[row] === RESPONSE.unconfirmedPd,
  },
];

const BELOW = [...BELOW_RESPONSES.filter(({ result }) => result !== RESPONSE.pd), ...PROGRESSIONS];
const CONFIRMED = [...CONFIRMED_RESPONSES, ...BELOW];
const UNCONFIRMED = [...UNCONFIRMED_RESPONSES, ...BELOW];

/**
 * iBOR with confirmed iCR and iPR: ranked iCR, iPR, iSD, NON-iCR/NON-iUPD, iCPD, iUPD, NE; the earliest row of the best
 * rank. An iUPD that is not confirmed does not end the sequence: what comes after it counts. Rows up to the first iCPD
 * count. Source: Seymour et al. 2017; the ranking as in admiralonco's iRECIST vignette.
 */
export function deriveConfirmedBestIrecist(sequence: ResponseSequence, options: RecistOptions): BestResponse {
  return choose(CONFIRMED, sequence, options);
}

/** iBOR without confirmation of iCR and iPR. */
export function deriveUnconfirmedBestIrecist(sequence: ResponseSequence, options: RecistOptions): BestResponse {
  return choose(UNCONFIRMED, sequence, options);
}

/**
 * Row of the first iUPD that an iCPD confirms with only iUPD and NE between: the date of confirmed progression. NONE
 * without.
 */
export function findConfirmedProgression(columns: ResponseColumns, { from, to }: RowRange): number {
  for (let row = from; row < to; row += 1) if (confirmingRow(columns, row, to) !== NONE) return row;
  return NONE;
}

/**
 * Row of the first iUPD with nothing but iUPD and NE up to the end: progression that was never confirmed nor refuted.
 */
export function findOpenProgression({ response }: ResponseColumns, { from, to }: RowRange): number {
  let first: number = NONE;
  for (let row = from; row < to; row += 1) {
    if (response[row] === RESPONSE.unconfirmedPd) first = first === NONE ? row : first;
    else if (response[row] !== RESPONSE.ne) first = NONE;
  }
  return first;
}

/** The iCPD that confirms the iUPD at row i with only iUPD and NE between, or NONE. */
function confirmingRow({ response }: ResponseColumns, i: number, to: number): number {
  if (response[i] !== RESPONSE.unconfirmedPd) return NONE;
  for (let row = i + 1; row < to; row += 1) {
    if (response[row] === RESPONSE.pd) return row;
    if (response[row] !== RESPONSE.unconfirmedPd && response[row] !== RESPONSE.ne) return NONE;
  }
  return NONE;
}

function choose(
  rules: readonly ResponseRule[],
  { columns, from, to, newTherapyDay = NEVER }: ResponseSequence,
  options: AdmiraloncoOptions,
): BestResponse {
  const range = { from, to: endOfCountable(columns, from, to, newTherapyDay) };
  const choice = chooseRankedRow(rules, columns, range, { parameters: options });
  if (choice === null) return withoutAssessment(options);
  const { result: response, row } = choice;
  let confirmedBy: number = NONE;
  if (response === RESPONSE.pd) confirmedBy = confirmingRow(columns, row, range.to);
  else if (rules === CONFIRMED && response <= RESPONSE.pr) {
    confirmedBy = followResponse(columns, row, range.to, options).row;
  }
  return { response, row, confirmedBy, rule: confirmedBy === NONE ? "C2" : "C1" };
}
