import { EstimationError } from "../errors.js";
import { sum } from "../math/sum.js";

export interface FollowUpRows {
  /** Days, > 0: event or last known without it. */
  readonly time: Int32Array;
  /** 1 = event. */
  readonly status: Uint8Array;
  /** Days, >= 0: observation began after this day. */
  readonly entry?: Int32Array;
  /** Days: until when the patient could have been observed without an event; a row whose limit is not past its entry does not count. */
  readonly limit: Int32Array;
}

/**
 * Completeness of follow-up, C: the days observed over the days that could have been. A patient with an event by his limit could have been observed until
 * it, everybody else until the limit; days after the limit count on neither side. 1: nobody was lost. Columns of one length, any order.
 * Throws EstimationError where no row counts. Source: Clark, Altman & De Stavola 2002, Lancet 359:1309.
 */
export function deriveFollowUpCompleteness({ time, status, entry, limit }: FollowUpRows): number {
  const from = (i: number) => entry?.[i] ?? 0;
  const counted = Array.from(time.keys()).filter((i) => limit[i]! > from(i) && time[i]! > from(i));
  if (counted.length === 0)
    throw new EstimationError("completeness of follow-up needs a patient who could be followed; got none");
  const observed = counted.map((i) => Math.min(time[i]!, limit[i]!) - from(i));
  const possible = counted.map((i, k) =>
    status[i] === 1 && time[i]! <= limit[i]! ? observed[k]! : limit[i]! - from(i),
  );
  return sum(Float64Array.from(observed)) / sum(Float64Array.from(possible));
}
