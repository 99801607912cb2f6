import type { DesignWeights } from "../frame/design-weights.js";
import type { BinaryData, OutcomeData, SurvivalData } from "../frame/outcome-data.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import type { Place } from "../results/make-records.js";
import type { Role } from "../results/records.js";
import type { Design } from "../spec/design.js";
import type { Estimate } from "../spec/estimate.js";
import type { RateEstimate } from "../spec/rate-method.js";

/** What one estimate is made from: its words in the spec, the patients, their outcomes and their weights. */
export interface MeasureInput<E extends Estimate, Data extends OutcomeData> {
  readonly place: Place;
  readonly estimate: E;
  readonly design: Design;
  readonly role: Role;
  readonly patients: PatientFrame;
  readonly data: Data;
  readonly weights: DesignWeights;
}

/** Of a yes/no endpoint, and of time to an event. */
export type RateInput = MeasureInput<RateEstimate, BinaryData>;
export type HazardRatioInput = MeasureInput<Extract<Estimate, { measure: "hazard-ratio" }>, SurvivalData>;
