import { EstimationError } from "../errors.js";
import type { EventTable } from "./event-table.js";

/** The area under a survival curve from 0 to τ, and from each time of the table to τ (0 beyond τ). */
export interface RestrictedAreas {
  readonly total: number;
  readonly after: Float64Array;
}

/** Throws EstimationError if τ lies beyond the last time of a curve that has not come down to 0, RangeError if τ is not > 0. */
export function deriveRestrictedAreas(table: EventTable, survival: Float64Array, tau: number): RestrictedAreas {
  if (!(tau > 0)) throw new RangeError(`RMST needs a horizon > 0 days; got ${tau}`);
  const { time } = table;
  const last = time.length - 1;
  if (tau > time[last]! && survival[last]! > 0) {
    // How long the arm was followed is one patient's time, which no message holds.
    throw new EstimationError(
      `RMST needs a horizon within the follow-up of the arm; got τ = ${tau} days, which lies beyond: choose a smaller τ`,
    );
  }
  const after = new Float64Array(time.length);
  let area = 0;
  let until = tau;
  for (let j = last; j >= 0; j -= 1) {
    if (time[j]! > tau) continue;
    area += survival[j]! * (until - time[j]!);
    after[j] = area;
    until = time[j]!;
  }
  return { total: area + until, after };
}
