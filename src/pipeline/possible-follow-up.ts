import type { PatientFrame } from "../frame/patient-frame.js";
import type { PossibleFollowUp } from "../outcomes/describe-follow-up.js";
import type { Dataset } from "../source/datasets.js";

/**
 * Until when the patients of each arm could have been followed: their dataset's cut-off, or the common horizon where that comes first. Index is day 1, as in
 * all analysis times.
 */
export function findPossibleFollowUp(
  { n, trial, datasetId, indexEpochDay }: PatientFrame,
  datasets: readonly Dataset[],
  tauDays: number | undefined,
): Readonly<Record<"trial" | "control", PossibleFollowUp>> {
  const cutoffs = new Map(datasets.map((dataset) => [dataset.datasetId, cutoffOf(dataset)]));
  const ofArm = (side: 0 | 1): PossibleFollowUp => {
    const ids = new Set(datasetId.filter((_, i) => trial[i] === side));
    const isDated = [...ids].every((id) => cutoffs.get(id) != null);
    if (!isDated && tauDays === undefined)
      return {
        limitDays: null,
        reason:
          "a dataset of the arm has no calendar data cut-off, and followUp.tauDays names no horizon: how long patients could have been followed is not known",
      };
    const limitDays = new Int32Array(n);
    for (let i = 0; i < n; i += 1) {
      if (trial[i] !== side) continue;
      const until = isDated ? cutoffs.get(datasetId[i]!)! - indexEpochDay[i]! + 1 : Number.POSITIVE_INFINITY;
      limitDays[i] = Math.max(0, Math.min(until, tauDays ?? Number.POSITIVE_INFINITY));
    }
    const horizon = tauDays === undefined ? "" : `day ${tauDays}`;
    const cutoff = isDated ? "the data cut-off" : "";
    return { limitDays, words: [cutoff, horizon].filter((words) => words !== "").join(" or ") };
  };
  return { trial: ofArm(1), control: ofArm(0) };
}

/** Days since 1970-01-01; null of a dataset without a calendar or a cut-off. */
function cutoffOf({ timeBasis, dataCutoff }: Dataset): number | null {
  if (timeBasis !== "calendar" || dataCutoff === null) return null;
  const day = Date.parse(`${dataCutoff.slice(0, 10)}T00:00:00Z`) / 86_400_000;
  return Number.isFinite(day) ? Math.round(day) : null;
}
