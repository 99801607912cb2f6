import { RESPONSE, type ResponseColumns } from "./response.js";

/** How a response is confirmed (C1, C3). */
export interface ConfirmationOptions {
  readonly confirmationDays: number;
  readonly maxNotEvaluableBetween: number;
  readonly maxStableBetween: number;
}

/**
 * What followed a response: the row that confirmed it or broke it off (`to` where rows ran out), and which of the two.
 */
export interface Confirmation {
  readonly row: number;
  readonly isConfirmed: boolean;
}

/**
 * Follows the CR or PR at row i through the rows up to `to` until one confirms it or breaks it off. CR: confirmed by
 * the first CR at least `confirmationDays` later; only CR and up to `maxNotEvaluableBetween` NE may be passed. PR: by
 * the first CR or PR; CR, PR, that many NE and up to `maxStableBetween` SD may be passed, but no PR after a CR. A row
 * that is too early to confirm is passed. ND breaks it off. There is no upper limit on the gap. A held PR confirms
 * nothing (T9) but may be passed. Source: RECIST 1.1 §4.6; the passing rules are those of admiralonco 1.4
 * derive_param_confirmed_resp.
 */
export function followResponse(
  columns: ResponseColumns,
  i: number,
  to: number,
  options: ConfirmationOptions,
): Confirmation {
  const { day, response, held } = columns;
  const isComplete = response[i] === RESPONSE.cr;
  const from = day[i]! + options.confirmationDays;
  let notEvaluable = 0;
  let stable = 0;
  let passedComplete = false;
  for (let row = i + 1; row < to; row += 1) {
    const code = response[row];
    if (code === RESPONSE.pr && (isComplete || passedComplete)) return { row, isConfirmed: false };
    if (code === RESPONSE.cr || code === RESPONSE.pr) {
      if (day[row]! >= from && held?.[row] !== 1) return { row, isConfirmed: true };
      if (code === RESPONSE.cr) passedComplete = true;
    } else if (code === RESPONSE.ne) {
      notEvaluable += 1;
      if (notEvaluable > options.maxNotEvaluableBetween) return { row, isConfirmed: false };
    } else if (code === RESPONSE.sd && !isComplete) {
      stable += 1;
      if (stable > options.maxStableBetween) return { row, isConfirmed: false };
    } else return { row, isConfirmed: false };
  }
  return { row: to, isConfirmed: false };
}

/** Whether row i is a CR that is confirmed. */
export function isConfirmedComplete(
  columns: ResponseColumns,
  i: number,
  to: number,
  options: ConfirmationOptions,
): boolean {
  return columns.response[i] === RESPONSE.cr && followResponse(columns, i, to, options).isConfirmed;
}

/** Whether row i is a PR that is confirmed, be it by a CR. A held PR is none (T9). */
export function isConfirmedPartial(
  columns: ResponseColumns,
  i: number,
  to: number,
  options: ConfirmationOptions,
): boolean {
  const isPartial = columns.response[i] === RESPONSE.pr && columns.held?.[i] !== 1;
  return isPartial && followResponse(columns, i, to, options).isConfirmed;
}
