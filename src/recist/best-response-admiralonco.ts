import { type BestResponse, withoutAssessment } from "./best-response.js";
import type { ConfirmationOptions } from "./confirmation.js";
import { followResponse, isConfirmedComplete, isConfirmedPartial } from "./confirmation.js";
import { NONE } from "./lesion-rows.js";
import { chooseRankedRow, type RankedRule, type RowRange } from "./ranked-rows.js";
import { RESPONSE, type ResponseColumns } from "./response.js";

/**
 * What admiralonco's derivations are told: confirmation, the window before which a response is not SD, and from when it
 * counts.
 */
export interface AdmiraloncoOptions extends ConfirmationOptions {
  readonly minimumStableDays: number;
  /** The day the window counts from (reference_date); 0 = the start. */
  readonly referenceDay?: number;
  readonly missingAsNotEvaluable: boolean;
}

export type ResponseRule = RankedRule<ResponseColumns, AdmiraloncoOptions, number>;

/** CR and PR as they stand. */
export const UNCONFIRMED_RESPONSES: readonly ResponseRule[] = [
  rule(RESPONSE.cr, (columns, row) => columns.response[row] === RESPONSE.cr),
  rule(RESPONSE.pr, (columns, row) => columns.response[row] === RESPONSE.pr),
];

/** CR and PR that are confirmed. */
export const CONFIRMED_RESPONSES: readonly ResponseRule[] = [
  rule(RESPONSE.cr, (columns, row, { to }, options) => isConfirmedComplete(columns, row, to, options)),
  rule(RESPONSE.pr, (columns, row, { to }, options) => isConfirmedPartial(columns, row, to, options)),
];

/**
 * What ranks below the responses: SD (a CR or PR that is not confirmed is SD), NON-CR/NON-PD, PD, NE (also what came
 * too early), ND. The rank is the response code.
 */
export const BELOW_RESPONSES: readonly ResponseRule[] = [
  rule(
    RESPONSE.sd,
    (columns, row, _, options) => isStableOrBetter(columns.response[row]!) && isLateEnough(columns, row, options),
  ),
  rule(
    RESPONSE.nonCrNonPd,
    (columns, row, _, options) => columns.response[row] === RESPONSE.nonCrNonPd && isLateEnough(columns, row, options),
  ),
  rule(RESPONSE.pd, (columns, row) => columns.response[row] === RESPONSE.pd),
  rule(RESPONSE.ne, (columns, row) => columns.response[row] === RESPONSE.ne || isBenefit(columns.response[row]!)),
  rule(RESPONSE.nd, (columns, row) => columns.response[row] === RESPONSE.nd),
];

const CONFIRMED_BEST = [...CONFIRMED_RESPONSES, ...BELOW_RESPONSES];
const UNCONFIRMED_BEST = [...UNCONFIRMED_RESPONSES, ...BELOW_RESPONSES];

/**
 * Confirmed best overall response as admiralonco 1.4 derive_param_confirmed_bor: candidates ranked CR, PR, SD,
 * NON-CR/NON-PD, PD, NE, ND, and MISSING without a row; the earliest row of the winning rank. Rows: those that count,
 * up to the first PD.
 */
export function deriveConfirmedBestAdmiralonco(
  columns: ResponseColumns,
  range: RowRange,
  options: AdmiraloncoOptions,
): BestResponse {
  return choose(CONFIRMED_BEST, columns, range, options);
}

/** Best overall response without confirmation as admiralonco 1.4 derive_param_bor. */
export function deriveBestAdmiralonco(
  columns: ResponseColumns,
  range: RowRange,
  options: AdmiraloncoOptions,
): BestResponse {
  return choose(UNCONFIRMED_BEST, columns, range, options);
}

/** Row of the earliest confirmed CR or PR (derive_param_confirmed_resp), NONE without. */
export function findConfirmedResponse(
  columns: ResponseColumns,
  { from, to }: RowRange,
  options: ConfirmationOptions,
): number {
  for (let row = from; row < to; row += 1) {
    if (isConfirmedComplete(columns, row, to, options) || isConfirmedPartial(columns, row, to, options)) return row;
  }
  return NONE;
}

/** Row of the first CR or PR (derive_param_response), NONE without. */
export function findResponse(columns: ResponseColumns, { from, to }: RowRange): number {
  for (let row = from; row < to; row += 1) {
    if (columns.response[row] === RESPONSE.cr || columns.response[row] === RESPONSE.pr) return row;
  }
  return NONE;
}

/**
 * The responses that count as clinical benefit once the window has passed, as derive_param_clinbenefit has them by
 * default.
 */
export const BENEFIT_RESPONSES: readonly number[] = [RESPONSE.cr, RESPONSE.pr, RESPONSE.sd, RESPONSE.nonCrNonPd];

/**
 * Day of clinical benefit (derive_param_clinbenefit), or null: the earlier of the response, whatever its date, and the
 * first of `benefit` after the window. responseDay: day of the response as derived before, null without.
 */
export function findClinicalBenefitDay(
  columns: ResponseColumns,
  { from, to }: RowRange,
  options: Pick<AdmiraloncoOptions, "minimumStableDays" | "referenceDay"> & {
    readonly responseDay: number | null;
    readonly benefit?: readonly number[];
  },
): number | null {
  const benefit = options.benefit ?? BENEFIT_RESPONSES;
  let row = from;
  while (row < to && !(benefit.includes(columns.response[row]!) && isLateEnough(columns, row, options))) row += 1;
  if (row === to) return options.responseDay;
  return Math.min(columns.day[row]!, options.responseDay ?? columns.day[row]!);
}

/** Whether a CR is followed by a PR, of which admiralonco warns: the CR may have been wrong. */
export function hasPartialAfterComplete({ response }: ResponseColumns, { from, to }: RowRange): boolean {
  let seenComplete = false;
  for (let row = from; row < to; row += 1) {
    if (response[row] === RESPONSE.cr) seenComplete = true;
    else if (seenComplete && response[row] === RESPONSE.pr) return true;
  }
  return false;
}

function choose(
  rules: readonly ResponseRule[],
  columns: ResponseColumns,
  range: RowRange,
  options: AdmiraloncoOptions,
): BestResponse {
  const choice = chooseRankedRow(rules, columns, range, { parameters: options });
  if (choice === null) return withoutAssessment(options);
  const { result: response, row } = choice;
  const isConfirmed = rules === CONFIRMED_BEST && response <= RESPONSE.pr;
  if (isConfirmed) {
    return { response, row, confirmedBy: followResponse(columns, row, range.to, options).row, rule: "C1" };
  }
  return {
    response,
    row,
    confirmedBy: NONE,
    rule: response === RESPONSE.sd || response === RESPONSE.nonCrNonPd ? "C2" : "N5",
  };
}

function rule(response: number, qualifies: ResponseRule["qualifies"]): ResponseRule {
  return Object.freeze({ rank: response, result: response, qualifies });
}

function isStableOrBetter(code: number): boolean {
  return code === RESPONSE.cr || code === RESPONSE.pr || code === RESPONSE.sd;
}

function isBenefit(code: number): boolean {
  return isStableOrBetter(code) || code === RESPONSE.nonCrNonPd;
}

function isLateEnough(
  { day }: ResponseColumns,
  row: number,
  { minimumStableDays, referenceDay = 0 }: Pick<AdmiraloncoOptions, "minimumStableDays" | "referenceDay">,
): boolean {
  return day[row]! >= referenceDay + minimumStableDays;
}
