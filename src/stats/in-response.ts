import type { LinearisedEstimate } from "./linearised-estimate.js";
import { deriveLinearisedSurvival } from "./linearised-survival.js";
import type { SurvivalRows } from "./survival-rows.js";

/** Rows with the two times of the patients, days >= 1. */
export interface ResponseCourseRows {
  /** Int32Array(n): progression, death or the end of follow-up, and Uint8Array(n): 1 = progression or death. */
  readonly progressionDays: Int32Array;
  readonly progressed: Uint8Array;
  /** Int32Array(n): first response; read where `responded` is 1. */
  readonly responseDays: Int32Array;
  readonly responded: Uint8Array;
  /** Float64Array(n), >= 0; a row of weight 0 has no part. */
  readonly weight: Float64Array;
}

/**
 * Probability of being in response at one day, of all patients: Ŝ of progression or death less Ŝ of the first of response, progression and death, both
 * Kaplan–Meier, with its derivative by the weight of each row. A response after the time of progression or censoring is none. A difference below 0, which
 * censoring can leave in a small sample, is given as 0.
 * What is 0 but for the rounding of the curves is 0, and has no variance.
 * timeDays >= 0. Throws EstimationError beyond the follow-up of either curve, as `deriveLinearisedSurvival` does.
 * Source: Temkin 1978; Pepe, Longton & Thornquist 1991 (prevalence of a transient condition); Ellis, Carroll & Pemberton 2008.
 */
export function deriveInResponse(rows: ResponseCourseRows, timeDays: number): LinearisedEstimate {
  const { progressionDays, progressed, responseDays, responded, weight } = rows;
  const isFirst = (i: number): boolean => responded[i] === 1 && responseDays[i]! <= progressionDays[i]!;
  const first: SurvivalRows = {
    time: progressionDays.map((day, i) => (isFirst(i) ? responseDays[i]! : day)),
    status: progressed.map((status, i) => (isFirst(i) ? 1 : status)),
    weight,
  };
  const asked = "the probability of being in response";
  const free = deriveLinearisedSurvival({ time: progressionDays, status: progressed, weight }, timeDays, asked);
  const untouched = deriveLinearisedSurvival(first, timeDays, asked);
  return {
    estimate: Math.max(0, subtract(free.estimate, untouched.estimate)),
    derivative: free.derivative.map((d, i) => subtract(d, untouched.derivative[i]!)),
  };
}

/** Two products of thousands of factors agree this far where they are equal. */
const ROUNDING = 1e-12;

const subtract = (a: number, b: number): number =>
  Math.abs(a - b) <= ROUNDING * Math.max(Math.abs(a), Math.abs(b)) ? 0 : a - b;
