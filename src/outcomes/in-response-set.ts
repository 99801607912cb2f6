import { EstimationError } from "../errors.js";
import type { DesignWeights } from "../frame/design-weights.js";
import type { SurvivalData } from "../frame/outcome-data.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { deriveInResponse } from "../stats/in-response.js";
import type { LinearisedEstimate } from "../stats/linearised-estimate.js";
import { takeInt32 } from "./analysis-rows.js";
import { armWeights, gatherSurvival, type SurvivalSet } from "./survival-set.js";

/** The patients of an estimate of being in response: progression or death of everyone, and who responded when. */
export interface InResponseSet extends SurvivalSet {
  /** Day of the first response; 0 of who had none, or none by the time that ends the patient's follow-up. */
  readonly responseDays: Int32Array;
}

/** The rows of a design that have a time to progression. Throws EstimationError where nothing is known of responses. */
export function gatherInResponse(patients: PatientFrame, data: SurvivalData, weights: DesignWeights): InResponseSet {
  if (data.responseDays === undefined)
    throw new EstimationError("the probability of being in response needs outcomes that tell responses; these do not");
  const set = gatherSurvival(patients, data, weights);
  const days = takeInt32(data.responseDays, set.rows);
  return { ...set, responseDays: days.map((day, k) => (day <= set.time[k]! ? day : 0)) };
}

/** Probability of being in response in one arm at a day. Derivatives are aligned to both arms. */
export function inResponseOfArm(set: InResponseSet, side: 0 | 1, timeDays: number): LinearisedEstimate {
  const rows = {
    progressionDays: set.time,
    progressed: set.status,
    responseDays: set.responseDays,
    responded: Uint8Array.from(set.responseDays, (day) => (day > 0 ? 1 : 0)),
    weight: armWeights(set, side),
  };
  try {
    return deriveInResponse(rows, timeDays);
  } catch (error) {
    if (!(error instanceof EstimationError)) throw error;
    throw new EstimationError(`${side === 1 ? "trial" : "control"} arm: ${error.message}`);
  }
}

/** The difference of the arms, trial less control. */
export function linearisedInResponse(set: InResponseSet, timeDays: number): LinearisedEstimate {
  const trial = inResponseOfArm(set, 1, timeDays);
  const control = inResponseOfArm(set, 0, timeDays);
  return {
    estimate: trial.estimate - control.estimate,
    derivative: trial.derivative.map((d, k) => d - control.derivative[k]!),
  };
}
