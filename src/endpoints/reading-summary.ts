import { NONE } from "../recist/lesion-rows.js";
import { BASELINE_STATUS, type SequenceWorkspace } from "../recist/workspace.js";

/** Longest interval between two assessments that is counted by its days; longer ones count as this. */
const LONGEST_INTERVAL = 1500;

/** What one reading found of n patients, beside responses; aligned to the frame. */
export interface ReadingSummary {
  /** Code of the reader whose reading counted, NONE where nobody's did. */
  readonly reader: Int32Array;
  /** `BASELINE_STATUS`; 255 where nobody read. */
  readonly baseline: Uint8Array;
  /** Days of baseline outside its window (B5). */
  readonly daysOutside: Int32Array;
  /** `TIMEPOINT_FLAG` bits of any timepoint. */
  readonly flags: Uint16Array;
  readonly timepoints: Int32Array;
  /** Intervals between consecutive assessments, baseline included, counted by their days, of the control and the trial arm. */
  readonly intervals: readonly [control: Float64Array, trial: Float64Array];
}

export const NOT_READ = 255;

export function createReadingSummary(n: number): ReadingSummary {
  return {
    reader: new Int32Array(n).fill(NONE),
    baseline: new Uint8Array(n).fill(NOT_READ),
    daysOutside: new Int32Array(n),
    flags: new Uint16Array(n),
    timepoints: new Int32Array(n),
    intervals: [new Float64Array(LONGEST_INTERVAL + 1), new Float64Array(LONGEST_INTERVAL + 1)],
  };
}

/** Notes the sequence that was derived last. arm: 1 = trial. */
export function noteSequence(
  summary: ReadingSummary,
  { baseline, timepoints }: SequenceWorkspace,
  { patient, reader, arm }: { readonly patient: number; readonly reader: number; readonly arm: number },
): void {
  summary.reader[patient] = reader;
  summary.baseline[patient] = baseline.status;
  summary.daysOutside[patient] = baseline.daysOutside;
  summary.timepoints[patient] = timepoints.count;
  const intervals = summary.intervals[arm === 1 ? 1 : 0];
  let flags = 0;
  let last = baseline.status === BASELINE_STATUS.missing ? null : baseline.day;
  for (let t = 0; t < timepoints.count; t += 1) {
    flags |= timepoints.flags[t]!;
    const day = timepoints.openDay[t]!;
    if (last !== null) intervals[Math.min(LONGEST_INTERVAL, Math.max(0, day - last))]! += 1;
    last = day;
  }
  summary.flags[patient] = flags;
}
