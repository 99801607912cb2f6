import { EstimationError } from "../errors.js";
import type { CovariateMatrix } from "../frame/covariate-matrix.js";
import type { DesignWeights } from "../frame/design-weights.js";
import type { OutcomeData } from "../frame/outcome-data.js";
import { isClustered } from "../frame/patient-clusters.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { makeNotEstimable } from "../results/make-records.js";
import type { ResultRecord, Role } from "../results/records.js";
import type { Design } from "../spec/design.js";
import type { Estimate } from "../spec/estimate.js";
import { measures } from "../spec/measures.js";
import { checkWeights } from "./check-weights.js";
import { estimateCompetingEffect } from "./competing-effect.js";
import { describeLeftOut } from "./describe-left-out.js";
import { refusedEffect } from "./effect.js";
import { estimateHazardRatio } from "./hazard-ratio.js";
import { estimateInResponseDifference } from "./in-response-effect.js";
import { estimateIntervalHazardRatio } from "./interval-hazard-ratio.js";
import type {
  CompetingInput,
  HazardRatioInput,
  InResponseInput,
  IntervalHazardRatioInput,
  MeasureInput,
  ParametricRmstInput,
  RateInput,
  RmstInput,
  SurvivalDifferenceInput,
} from "./measure-input.js";
import { estimateParametricRmst } from "./parametric-rmst-effect.js";
import { estimateRateEffect } from "./rate-effect.js";
import type { Replicates } from "./replicates.js";
import { estimateRmstEffect } from "./rmst-effect.js";
import { estimateSurvivalDifference } from "./survival-difference.js";

export interface EffectInput {
  readonly variant: string;
  readonly name: string;
  readonly estimate: Estimate;
  /** The design of the plan that the weights come from. */
  readonly design: Design;
  readonly role: Role;
  readonly patients: PatientFrame;
  /** Needed where the estimate names strata. */
  readonly covariates?: CovariateMatrix;
  readonly data: OutcomeData;
  /** Null when the design was not carried out or must not be used; `blocked` says why. */
  readonly weights: DesignWeights | null;
  readonly blocked: string | null;
  /** Needed where the estimate's variance is the bootstrap. */
  readonly replicates?: Replicates;
}

type Estimator =
  | { readonly data: "survival"; readonly estimate: (input: HazardRatioInput) => ResultRecord[] }
  | { readonly data: "survival"; readonly estimate: (input: IntervalHazardRatioInput) => ResultRecord[] }
  | { readonly data: "survival"; readonly estimate: (input: RmstInput) => ResultRecord[] }
  | { readonly data: "survival"; readonly estimate: (input: SurvivalDifferenceInput) => ResultRecord[] }
  | { readonly data: "survival"; readonly estimate: (input: ParametricRmstInput) => ResultRecord[] }
  | { readonly data: "survival"; readonly estimate: (input: CompetingInput) => ResultRecord[] }
  | { readonly data: "survival"; readonly estimate: (input: InResponseInput) => ResultRecord[] }
  | { readonly data: "binary"; readonly estimate: (input: RateInput) => ResultRecord[] };

/** What the engine can estimate, by the spec's measure: the kind of outcome it needs, and the records it makes. */
const estimators = {
  "hazard-ratio": { data: "survival", estimate: estimateHazardRatio },
  "interval-hazard-ratio": { data: "survival", estimate: estimateIntervalHazardRatio },
  "rmst-difference": { data: "survival", estimate: estimateRmstEffect },
  "rmst-ratio": { data: "survival", estimate: estimateRmstEffect },
  "parametric-rmst-difference": { data: "survival", estimate: estimateParametricRmst },
  "survival-difference": { data: "survival", estimate: estimateSurvivalDifference },
  "subdistribution-hazard-ratio": { data: "survival", estimate: estimateCompetingEffect },
  "incidence-difference": { data: "survival", estimate: estimateCompetingEffect },
  "in-response-difference": { data: "survival", estimate: estimateInResponseDifference },
  "risk-difference": { data: "binary", estimate: estimateRateEffect },
  "risk-ratio": { data: "binary", estimate: estimateRateEffect },
  "odds-ratio": { data: "binary", estimate: estimateRateEffect },
} as const satisfies Record<Estimate["measure"], Estimator>;

/** The records of one estimate of one variant. A design that must not be used gives “not estimable” with its reason, and looks at no outcome. */
export function estimateEffect(input: EffectInput): ResultRecord[] {
  const { variant, name, design, role, patients, data, weights, blocked } = input;
  const estimate = isClustered(patients) ? withoutModelVariance(input.estimate) : input.estimate;
  const place = { variant, stage: "outcomes", population: estimate.design, variable: name } as const;
  if (weights === null || blocked !== null) {
    const params = { endpoint: estimate.endpoint, design: estimate.design, level: estimate.level };
    const reason = blocked ?? "the design could not be carried out";
    return [makeNotEstimable(place, measures[estimate.measure].effect, reason, { role, params })];
  }
  const estimator = estimators[estimate.measure];
  if (data.kind !== estimator.data)
    throw new Error(`endpoint ${estimate.endpoint} of a ${estimate.measure} is ${data.kind}`);
  const run = estimator.estimate as (input: MeasureInput<Estimate, OutcomeData>) => ResultRecord[];
  const { covariates = null, replicates = null } = input;
  const leftOut = describeLeftOut(place, patients, data, weights, role);
  try {
    checkWeights(weights);
    return [...run({ place, estimate, design, role, patients, covariates, data, weights, replicates }), ...leftOut];
  } catch (error) {
    // What an estimate is made from cannot be had (weights that are none, a model of censoring that does not fit).
    if (!(error instanceof EstimationError)) throw error;
    const params = { endpoint: estimate.endpoint, design: estimate.design, level: estimate.level };
    return [...refusedEffect(place, measures[estimate.measure], error.message, { role, params }), ...leftOut];
  }
}

/** A model's own variance takes rows as independent, which lines of one patient are not. */
const withoutModelVariance = (estimate: Estimate): Estimate =>
  estimate.variance === undefined ? { ...estimate, variance: "robust" } : estimate;
