import { findConfirmedResponse, findResponse } from "../recist/best-response-admiralonco.js";
import { findReappearance } from "../recist/best-response-recist11.js";
import { endOfCountable } from "../recist/countable-rows.js";
import { NONE } from "../recist/lesion-rows.js";
import type { RecistOptions } from "../recist/options.js";
import type { Course } from "./course.js";

/**
 * The assessment at which a patient first responded (C6): the first CR or PR that counts (C4), where confirmation is asked for
 * the first one that was confirmed; NONE of a patient who did not respond.
 */
export function findFirstResponse(
  { columns, count }: Course,
  options: RecistOptions,
  { confirmed, newTherapyDay }: { readonly confirmed: boolean; readonly newTherapyDay: number },
): number {
  const end = endOfCountable(columns, 0, count, newTherapyDay);
  const reappearance = options.partialAfterComplete === "progression" ? findReappearance(columns, 0, end) : NONE;
  // The row of a reappearance is PD whatever it says: it neither is a response nor confirms one.
  const range = { from: 0, to: reappearance === NONE ? end : reappearance };
  return confirmed ? findConfirmedResponse(columns, range, options) : findResponse(columns, range);
}

/** The first response as admiralonco finds it: rows up to the first PD, no regard to new therapy. */
export function findAdmiralResponse({ columns, count }: Course, options: RecistOptions, confirmed: boolean): number {
  const range = { from: 0, to: endOfCountable(columns, 0, count) };
  return confirmed ? findConfirmedResponse(columns, range, options) : findResponse(columns, range);
}
