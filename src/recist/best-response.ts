import { NONE } from "./lesion-rows.js";
import type { RecistOptions } from "./options.js";
import { RESPONSE } from "./response.js";
import type { RuleId } from "./rules.js";

/** Best overall response of one sequence, with the assessments it rests on. */
export interface BestResponse {
  /** Response code; `missing` without any assessment. */
  readonly response: number;
  /** The assessment that dates it, and the one that confirmed it: rows of the columns, NONE without. */
  readonly row: number;
  readonly confirmedBy: number;
  readonly rule: RuleId;
}

/** The best response of a sequence without a single row (C5). */
export function withoutAssessment({
  missingAsNotEvaluable,
}: Pick<RecistOptions, "missingAsNotEvaluable">): BestResponse {
  return { response: missingAsNotEvaluable ? RESPONSE.ne : RESPONSE.missing, row: NONE, confirmedBy: NONE, rule: "C5" };
}

/** C5: CR and PR, as they stand after the confirmation asked for, are the responders. */
export function isResponder({ response }: BestResponse): boolean {
  return response === RESPONSE.cr || response === RESPONSE.pr;
}

/** C5: disease control is CR, PR or SD of the minimum duration. NON-CR/NON-PD, of patients without a target, is not. */
export function isDiseaseControl(best: BestResponse): boolean {
  return isResponder(best) || best.response === RESPONSE.sd;
}
