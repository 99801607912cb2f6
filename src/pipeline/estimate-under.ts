import type { DesignWeights } from "../frame/design-weights.js";
import type { OutcomeData } from "../frame/outcome-data.js";
import { estimateEffect } from "../outcomes/estimate-effect.js";
import type { ResultRecord } from "../results/records.js";
import type { Estimate } from "../spec/estimate.js";
import type { VariantDesign } from "./run-designs.js";
import { withoutBootstrap } from "./without-bootstrap.js";

/** The design an estimate of the main analysis stands on, as it was carried out or made again among some of its patients. */
export interface EstimateBasis {
  readonly main: VariantDesign;
  readonly name: string;
  readonly weights: DesignWeights;
}

/**
 * The records of an estimate (or one like it) with another outcome, patients and weights as they are: role `sensitivity`, variance
 * without resampling.
 */
export function estimateUnder(
  { main, name, weights }: EstimateBasis,
  estimate: Estimate,
  data: OutcomeData,
): ResultRecord[] {
  return estimateEffect({
    variant: "main",
    name,
    estimate: withoutBootstrap(estimate),
    design: main.variant.designs[estimate.design]!,
    role: "sensitivity",
    patients: main.cohort.patients,
    covariates: main.cohort.covariates,
    data,
    weights,
    blocked: null,
  });
}
