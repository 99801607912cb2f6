import type { DesignWeights } from "../frame/design-weights.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import type { Place } from "../results/make-records.js";
import type { Contrast } from "./effect-of.js";

/** One estimate under one design, on its way through the corrections. */
export interface ImpactSet {
  readonly place: Place;
  readonly measure: Contrast;
  /** The effect's statistic in the results. */
  readonly effect: string;
  readonly patients: PatientFrame;
  readonly weights: DesignWeights;
  readonly level: number;
  readonly replicates: number;
  readonly seed: number;
}
