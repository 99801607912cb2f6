import { endOfCountable } from "../recist/countable-rows.js";
import { NEVER, NONE } from "../recist/lesion-rows.js";
import { RESPONSE } from "../recist/response.js";
import { findDepthOfResponse } from "../recist/response-measures.js";
import { BASELINE_STATUS } from "../recist/workspace.js";
import type { SequenceSight } from "./derive-endpoints.js";

/** Changes of the target sum against baseline of n patients, aligned to the frame: of the timepoints that count (C4) with a complete sum. */
export interface ChangeLog {
  /** Takes a sequence; those of another reading or of a reader who does not count are passed over. */
  readonly note: (sight: SequenceSight) => void;
  readonly changes: () => SumChanges;
}

export interface SumChanges {
  /** 1 = the patient has a baseline sum and a complete sum after it. */
  readonly hasDepth: Uint8Array;
  /** Largest shrinkage, or least growth, in per cent of the baseline sum. */
  readonly depth: Float64Array;
  /** 1 = a new lesion at a timepoint that counts. */
  readonly newLesion: Uint8Array;
  /** Days of the baseline scan and of the first CR, PR and PD among the timepoints that count; NEVER without. */
  readonly baselineDay: Int32Array;
  readonly firstDay: Readonly<Record<"cr" | "pr" | "pd", Int32Array>>;
  /** One row a complete sum, in ascending order of day within a patient: place in the frame, day from index, per cent, 1 = new lesion at that timepoint. */
  readonly patient: readonly number[];
  readonly day: readonly number[];
  readonly percent: readonly number[];
  readonly withNewLesion: readonly number[];
}

/** A log of the reading of that key. */
export function openChangeLog(n: number, readingKey: string): ChangeLog {
  const hasDepth = new Uint8Array(n);
  const depth = new Float64Array(n);
  const newLesion = new Uint8Array(n);
  const never = () => new Int32Array(n).fill(NEVER);
  const baselineDay = never();
  const firstDay = { cr: never(), pr: never(), pd: never() };
  const patient: number[] = [];
  const day: number[] = [];
  const percent: number[] = [];
  const withNewLesion: number[] = [];
  return {
    note: ({ reading, isChosen, workspace, patient: p, newTherapyDay }) => {
      if (!isChosen || reading.key !== readingKey) return;
      const { timepoints, baseline } = workspace;
      const best = findDepthOfResponse(workspace, newTherapyDay);
      hasDepth[p] = best === null ? 0 : 1;
      depth[p] = best?.percent ?? 0;
      const hasSum = baseline.status === BASELINE_STATUS.valid && baseline.targetCount > 0;
      const end = endOfCountable(timepoints, 0, timepoints.count, newTherapyDay);
      if (baseline.status !== BASELINE_STATUS.missing) baselineDay[p] = baseline.day;
      for (let t = end - 1; t >= 0; t -= 1)
        for (const name of ["cr", "pr", "pd"] as const)
          if (timepoints.response[t] === RESPONSE[name]) firstDay[name][p] = timepoints.day[t]!;
      for (let t = 0; t < end; t += 1) {
        if (timepoints.newLesion[t] === 1) newLesion[p] = 1;
        const sum = timepoints.sum[t]!;
        if (!hasSum || timepoints.missing[t] !== 0 || sum === NONE) continue;
        patient.push(p);
        day.push(timepoints.day[t]!);
        percent.push((100 * (sum - baseline.sum)) / baseline.sum);
        withNewLesion.push(timepoints.newLesion[t]!);
      }
    },
    changes: () => ({ hasDepth, depth, newLesion, baselineDay, firstDay, patient, day, percent, withNewLesion }),
  };
}
