import { EstimationError } from "../errors.js";
import type { DesignWeights } from "../frame/design-weights.js";
import type { SurvivalData } from "../frame/outcome-data.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { fitFineGray } from "../stats/fine-gray.js";
import type { LinearisedEstimate } from "../stats/linearised-estimate.js";
import { deriveLinearisedIncidence } from "../stats/linearised-incidence.js";
import { takeUint8 } from "./analysis-rows.js";
import type { CompetingEstimate } from "./measure-input.js";
import { armWeights, gatherSurvival, type SurvivalSet } from "./survival-set.js";

/** The patients of an estimate under competing events. */
export interface CompetingSet extends SurvivalSet {
  /** 0 = censored, 1 = the event, 2 = one that rules it out. */
  readonly cause: Uint8Array;
}

/** The rows of a design that have the endpoint. Throws EstimationError where nothing is known of competing events. */
export function gatherCompeting(patients: PatientFrame, data: SurvivalData, weights: DesignWeights): CompetingSet {
  if (data.competing === undefined)
    throw new EstimationError("an estimate under competing events needs outcomes that tell them; these do not");
  if (data.contradicted === true)
    throw new EstimationError(
      "the composite is not the first of the endpoint's event and the competing one: a patient has the endpoint's event before the composite's, or where the composite has none; name a composite that counts every event of the endpoint on its day",
    );
  const set = gatherSurvival(patients, data, weights);
  if (set.patients !== undefined)
    throw new EstimationError(
      "estimates under competing events are not made of several lines of a patient: their curves have no interval clustered by patient; take one line a patient",
    );
  const competing = takeUint8(data.competing, set.rows);
  return { ...set, cause: set.status.map((event, k) => (event === 1 ? 1 : competing[k] === 1 ? 2 : 0)) };
}

/** Cumulative incidence of one arm at a day. Derivatives are aligned to both arms. */
export function incidenceOfArm(set: CompetingSet, side: 0 | 1, timeDays: number): LinearisedEstimate {
  return deriveLinearisedIncidence({ time: set.time, cause: set.cause, weight: armWeights(set, side) }, timeDays);
}

/** The effect on its linear scale, trial less control. */
export function linearisedCompeting(estimate: CompetingEstimate, set: CompetingSet): LinearisedEstimate {
  if (estimate.measure === "subdistribution-hazard-ratio") {
    const { time, cause, arm, weight } = set;
    return fitFineGray({ time, cause, arm, weight }, estimate.ties);
  }
  const trial = incidenceOfArm(set, 1, estimate.timeDays);
  const control = incidenceOfArm(set, 0, estimate.timeDays);
  return {
    estimate: trial.estimate - control.estimate,
    derivative: trial.derivative.map((d, k) => d - control.derivative[k]!),
  };
}
