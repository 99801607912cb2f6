import { NEVER } from "./lesion-rows.js";
import { RESPONSE, type ResponseColumns } from "./response.js";

/**
 * End of the rows of [from, to) that count (C4): up to and including the first PD, and none after a new anticancer
 * therapy (a scan on the day it begins still counts).
 */
export function endOfCountable(
  { day, response }: ResponseColumns,
  from: number,
  to: number,
  newTherapyDay: number = NEVER,
): number {
  for (let row = from; row < to; row += 1) {
    if (day[row]! > newTherapyDay) return row;
    if (response[row] === RESPONSE.pd) return row + 1;
  }
  return to;
}

/**
 * Rows of [from, to) dated up to and including `lastDay`: the cut of admiralonco's filter_pd, by a date given from
 * outside.
 */
export function endOfDays({ day }: ResponseColumns, from: number, to: number, lastDay: number): number {
  let end = from;
  while (end < to && day[end]! <= lastDay) end += 1;
  return end;
}
