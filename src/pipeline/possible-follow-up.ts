import type { PatientFrame } from "../frame/patient-frame.js";
import type { PossibleFollowUp } from "../outcomes/describe-follow-up.js";
import type { Dataset } from "../source/datasets.js";
import type { Ends } from "../spec/ends.js";

/** What may end follow-up before a dataset's cut-off. */
export interface PlannedEnd {
  /** The common horizon. */
  readonly tauDays?: number | undefined;
  /** Where the endpoint cuts each arm. */
  readonly ends?: Ends | undefined;
}

/**
 * Until when the patients of each arm could have been followed: their dataset's cut-off, where the endpoint cuts follow-up, or the common horizon, whichever comes
 * first. Index is day 1, as in all analysis times.
 */
export function findPossibleFollowUp(
  { n, trial, datasetId, indexEpochDay }: PatientFrame,
  datasets: readonly Dataset[],
  { tauDays, ends }: PlannedEnd,
): Readonly<Record<"trial" | "control", PossibleFollowUp>> {
  const cutoffs = new Map(datasets.map((dataset) => [dataset.datasetId, cutoffOf(dataset)]));
  const ofArm = (side: 0 | 1): PossibleFollowUp => {
    const ids = new Set(datasetId.filter((_, i) => trial[i] === side));
    const isDated = [...ids].every((id) => cutoffs.get(id) != null);
    const end = ends?.[side === 1 ? "trial" : "control"];
    const most = Math.min(
      tauDays ?? Number.POSITIVE_INFINITY,
      end !== undefined && "days" in end ? end.days : Number.POSITIVE_INFINITY,
    );
    const date = end !== undefined && "on" in end ? end.on : null;
    if (!isDated && date === null && most === Number.POSITIVE_INFINITY)
      return {
        limitDays: null,
        reason:
          "a dataset of the arm has no calendar data cut-off, and followUp.tauDays names no horizon: how long patients could have been followed is not known",
      };
    const last = date === null ? Number.POSITIVE_INFINITY : dayOf(date);
    const limitDays = new Int32Array(n);
    for (let i = 0; i < n; i += 1) {
      if (trial[i] !== side) continue;
      const cutoff = isDated ? cutoffs.get(datasetId[i]!)! : Number.POSITIVE_INFINITY;
      limitDays[i] = Math.max(0, Math.min(Math.min(cutoff, last) - indexEpochDay[i]! + 1, most));
    }
    const words = [
      isDated ? "the data cut-off" : "",
      date ?? "",
      most === Number.POSITIVE_INFINITY ? "" : `day ${most}`,
    ];
    return { limitDays, words: words.filter((word) => word !== "").join(" or ") };
  };
  return { trial: ofArm(1), control: ofArm(0) };
}

/** Days since 1970-01-01; null of a dataset without a calendar or a cut-off. */
function cutoffOf({ timeBasis, dataCutoff }: Dataset): number | null {
  if (timeBasis !== "calendar" || dataCutoff === null) return null;
  const day = dayOf(dataCutoff.slice(0, 10));
  return Number.isFinite(day) ? day : null;
}

const dayOf = (date: string): number => Math.round(Date.parse(`${date}T00:00:00Z`) / 86_400_000);
