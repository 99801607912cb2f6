import { type Ties, visitEventTimes } from "./cox-risk-sets.js";
import type { CoxRows } from "./cox-rows.js";

/** What each event time of a fitted Cox model does to the rows at risk; E event times, stratum by stratum, time ascending. */
export interface HazardPath {
  /** Where the event times of each stratum begin, and E. */
  readonly start: Uint32Array;
  readonly time: Int32Array;
  /** Baseline hazard (at mean covariates) **before** each event time: cumulated within the stratum, with one element more per
   *  stratum for the whole, so that the sum over the first k times of stratum s is at start[s] + s + k. Length E + strata. */
  readonly cumulative: Float64Array;
  /** The same of hazard × mean covariates, (E + strata) × p. */
  readonly cumulativeMean: Float64Array;
  /** At each event time, for a row with an event there: its own hazard, hazard × mean (E × p) and mean (E × p). */
  readonly tiedHazard: Float64Array;
  readonly tiedHazardMean: Float64Array;
  readonly eventMean: Float64Array;
}

/** Cumulates the hazard of `rows` at `beta`. O(n p² + events), memory O(E p). */
export function deriveHazardPath(rows: CoxRows, beta: Float64Array, ties: Ties): HazardPath {
  const { p } = rows;
  const start = countEventTimes(rows);
  const strata = start.length - 1;
  const E = start[strata]!;
  const path = {
    start,
    time: new Int32Array(E),
    cumulative: new Float64Array(E + strata),
    cumulativeMean: new Float64Array((E + strata) * p),
    tiedHazard: new Float64Array(E),
    tiedHazardMean: new Float64Array(E * p),
    eventMean: new Float64Array(E * p),
  };
  let visited = 0;
  let stratum = -1;
  visitEventTimes(rows, beta, ties, (at) => {
    visited = at.stratum === stratum ? visited + 1 : 1;
    stratum = at.stratum;
    // Times come latest first.
    const e = start[stratum + 1]! - visited;
    path.time[e] = at.time;
    path.tiedHazard[e] = at.tiedHazard;
    path.tiedHazardMean.set(at.tiedHazardMean, e * p);
    path.eventMean.set(at.eventMean, e * p);
    path.cumulative[e + stratum + 1] = at.hazard;
    path.cumulativeMean.set(at.hazardMean, (e + stratum + 1) * p);
  });
  for (let s = 0; s < strata; s += 1) {
    for (let k = start[s]! + s + 1; k <= start[s + 1]! + s; k += 1) {
      path.cumulative[k]! += path.cumulative[k - 1]!;
      for (let j = k * p; j < (k + 1) * p; j += 1) path.cumulativeMean[j]! += path.cumulativeMean[j - p]!;
    }
  }
  return path;
}

/** The running number of distinct event times at the start of each stratum, and at the end. */
function countEventTimes({ time, status, strata }: CoxRows): Uint32Array {
  const start = new Uint32Array(strata.length);
  for (let s = 0; s + 1 < strata.length; s += 1) {
    let count = 0;
    let last = -1;
    for (let i = strata[s]!; i < strata[s + 1]!; i += 1) {
      if (status[i] === 1 && time[i]! !== last) {
        count += 1;
        last = time[i]!;
      }
    }
    start[s + 1] = start[s]! + count;
  }
  return start;
}
