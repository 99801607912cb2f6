import type { DecidedPairs } from "./rosenbaum-bounds.js";

/** Matched pairs with a time to an event each; columns of one length, a pair a row. */
export interface PairedTimes {
  /** Days, >= 0. */
  readonly trialTime: Int32Array;
  readonly controlTime: Int32Array;
  /** 1 = event, 0 = censored. */
  readonly trialStatus: Uint8Array;
  readonly controlStatus: Uint8Array;
}

/**
 * Pairs in which it is known who failed first, and those of them in which the control did. A pair is undecided where the shorter time is
 * censored, or both failed on one day; an event on the day of the other's censoring came first.
 * RangeError for columns of unequal length. Source: O'Brien & Fleming 1987, Biometrics 43:169; Rosenbaum 2002, 4.3.
 */
export function countWhoFailsFirst(pairs: PairedTimes): DecidedPairs {
  const { trialTime, controlTime, trialStatus, controlStatus } = pairs;
  const n = trialTime.length;
  if ([controlTime, trialStatus, controlStatus].some((column) => column.length !== n))
    throw new RangeError("pairs need columns of one length");
  let trialFirst = 0;
  let controlFirst = 0;
  for (let i = 0; i < n; i += 1) {
    const difference = trialTime[i]! - controlTime[i]!;
    if (trialStatus[i] === 1 && (difference < 0 || (difference === 0 && controlStatus[i] === 0))) trialFirst += 1;
    if (controlStatus[i] === 1 && (difference > 0 || (difference === 0 && trialStatus[i] === 0))) controlFirst += 1;
  }
  return { favourable: controlFirst, decided: trialFirst + controlFirst };
}
