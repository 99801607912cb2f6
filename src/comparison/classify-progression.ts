import { type EndpointPair, NO_DAY, type ProgressionView } from "../frame/endpoint-view.js";
import type { ProgressionCalls } from "../stats/discrepancy-rates.js";

/** A pair of which both sides are times to progression. */
export type ProgressionPair = EndpointPair & { readonly ehr: ProgressionView; readonly imaging: ProgressionView };

/** Who called progression, and who first. */
export const PROGRESSION_CLASSES = [
  "both, same date",
  "charts earlier",
  "charts later",
  "charts only",
  "scans only",
  "neither",
] as const;

export const PROGRESSION_CLASS = {
  same: 0,
  chartsEarlier: 1,
  chartsLater: 2,
  chartsOnly: 3,
  scansOnly: 4,
  neither: 5,
} as const;

/** Place of a patient in PROGRESSION_CLASSES; dates at most `toleranceDays` apart are the same. */
export function classifyProgression({ ehr, imaging }: ProgressionPair, row: number, toleranceDays: number): number {
  const chart = ehr.progressionDay[row]!;
  const scan = imaging.progressionDay[row]!;
  if (chart === NO_DAY && scan === NO_DAY) return PROGRESSION_CLASS.neither;
  if (scan === NO_DAY) return PROGRESSION_CLASS.chartsOnly;
  if (chart === NO_DAY) return PROGRESSION_CLASS.scansOnly;
  if (Math.abs(chart - scan) <= toleranceDays) return PROGRESSION_CLASS.same;
  return chart < scan ? PROGRESSION_CLASS.chartsEarlier : PROGRESSION_CLASS.chartsLater;
}

/** The classes of some patients as Amit's counts: charts are audited, scans the reference. */
export function progressionCalls(pair: ProgressionPair, rows: Int32Array, toleranceDays: number): ProgressionCalls {
  const counts = PROGRESSION_CLASSES.map(() => 0);
  for (const row of rows) counts[classifyProgression(pair, row, toleranceDays)]! += 1;
  return {
    same: counts[PROGRESSION_CLASS.same]!,
    later: counts[PROGRESSION_CLASS.chartsLater]!,
    earlier: counts[PROGRESSION_CLASS.chartsEarlier]!,
    auditedOnly: counts[PROGRESSION_CLASS.chartsOnly]!,
    referenceOnly: counts[PROGRESSION_CLASS.scansOnly]!,
  };
}
