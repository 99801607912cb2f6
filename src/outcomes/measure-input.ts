import type { CovariateMatrix } from "../frame/covariate-matrix.js";
import type { DesignWeights } from "../frame/design-weights.js";
import type { BinaryData, OutcomeData, SurvivalData } from "../frame/outcome-data.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import type { Place } from "../results/make-records.js";
import type { Role } from "../results/records.js";
import type { Design } from "../spec/design.js";
import type { Estimate } from "../spec/estimate.js";
import type { RateEstimate } from "../spec/rate-method.js";
import type { Replicates } from "./replicates.js";

/** What one estimate is made from: its words in the spec, the patients, their outcomes and their weights. */
export interface MeasureInput<E extends Estimate, Data extends OutcomeData> {
  readonly place: Place;
  readonly estimate: E;
  readonly design: Design;
  readonly role: Role;
  readonly patients: PatientFrame;
  readonly covariates: CovariateMatrix | null;
  readonly data: Data;
  readonly weights: DesignWeights;
  /** Of an estimate whose variance is the bootstrap. */
  readonly replicates: Replicates | null;
}

type Of<M extends Estimate["measure"]> = Extract<Estimate, { measure: M }>;

/** An estimate from the curves of both arms, or from a model of their hazards. */
export type CurveEstimate = Of<
  "hazard-ratio" | "rmst-difference" | "rmst-ratio" | "survival-difference" | "parametric-rmst-difference"
>;

/** An estimate of an event that another may rule out. */
export type CompetingEstimate = Of<"subdistribution-hazard-ratio" | "incidence-difference">;

export type InResponseInput = MeasureInput<Of<"in-response-difference">, SurvivalData>;
export type CompetingInput = MeasureInput<CompetingEstimate, SurvivalData>;
export type RateInput = MeasureInput<RateEstimate, BinaryData>;
export type IntervalHazardRatioInput = MeasureInput<Of<"interval-hazard-ratio">, SurvivalData>;
export type HazardRatioInput = MeasureInput<Of<"hazard-ratio">, SurvivalData>;
export type RmstInput = MeasureInput<Of<"rmst-difference" | "rmst-ratio">, SurvivalData>;
export type ParametricRmstInput = MeasureInput<Of<"parametric-rmst-difference">, SurvivalData>;
export type SurvivalDifferenceInput = MeasureInput<Of<"survival-difference">, SurvivalData>;
