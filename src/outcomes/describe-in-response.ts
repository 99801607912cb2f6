import { EstimationError } from "../errors.js";
import type { SurvivalData } from "../frame/outcome-data.js";
import { patientClusters } from "../frame/patient-clusters.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { makeNotEstimable, makeStatistic, type Place } from "../results/make-records.js";
import type { Params, ResultRecord, Role } from "../results/records.js";
import { deriveInResponse, type ResponseCourseRows } from "../stats/in-response.js";
import { influenceVariance } from "../stats/influence-variance.js";
import { logitLimits } from "../stats/logit-limits.js";
import { takeInt32, takeUint8 } from "./analysis-rows.js";

export interface ResponseCourseData {
  readonly patients: PatientFrame;
  /** Progression or death of everyone. */
  readonly progression: SurvivalData;
  /** Of responders alone. */
  readonly timeToResponse: SurvivalData;
}

export interface InResponseDetail {
  readonly role: Role;
  readonly params: Params;
  readonly level: number;
  readonly days: readonly number[];
}

const method = "difference of two Kaplan–Meier curves, logit interval, infinitesimal jackknife variance";
const names = ["in_response", "in_response_lower", "in_response_upper"] as const;

/** Probability of being in response at each day, of all patients of each arm that have a time to progression, responders or not; unadjusted. */
export function describeInResponse(
  place: Place,
  { patients, progression, timeToResponse }: ResponseCourseData,
  { role, params, level, days }: InResponseDetail,
): ResultRecord[] {
  const clusters = patientClusters(patients);
  return (["trial", "control"] as const).flatMap((group) => {
    const side = group === "trial" ? 1 : 0;
    const mine = Int32Array.from(patients.trial.keys()).filter(
      (p) => patients.trial[p] === side && progression.available[p] === 1,
    );
    if (mine.length === 0) return [];
    const rows: ResponseCourseRows = {
      progressionDays: takeInt32(progression.timeDays, mine),
      progressed: takeUint8(progression.status, mine),
      responseDays: takeInt32(timeToResponse.timeDays, mine),
      responded: takeUint8(timeToResponse.available, mine),
      weight: new Float64Array(mine.length).fill(1),
    };
    const patient = clusters === null ? null : takeInt32(clusters, mine);
    const at = { ...place, group };
    return [
      makeStatistic(at, "n", mine.length, { role, params, unit: "patients" }),
      ...days.flatMap((day) =>
        describeDay(at, { rows, patient }, { day, level }, { role, params: { ...params, time_days: day } }),
      ),
    ];
  });
}

function describeDay(
  place: Place,
  { rows, patient }: { readonly rows: ResponseCourseRows; readonly patient: Int32Array | null },
  { day, level }: { readonly day: number; readonly level: number },
  detail: { readonly role: Role; readonly params: Params },
): ResultRecord[] {
  const repeats = patient !== null && new Set(patient).size < patient.length;
  const how = `${method}${repeats ? ", clustered by patient" : ""}`;
  const full = { ...detail, level: `${day}`, method: how, unit: "probability" };
  try {
    const { estimate, derivative } = deriveInResponse(rows, day);
    // Nobody in response: the logit has no interval, and the share is shown without one.
    if (estimate === 0) return [makeStatistic(place, names[0], 0, full)];
    const se = Math.sqrt(influenceVariance(derivative, patient));
    const limits = logitLimits(estimate, se, level);
    return [limits.estimate, limits.lower, limits.upper].map((value, k) =>
      makeStatistic(place, names[k]!, value, full),
    );
  } catch (error) {
    if (!(error instanceof EstimationError)) throw error;
    return [makeNotEstimable(place, names[0], error.message, full)];
  }
}
