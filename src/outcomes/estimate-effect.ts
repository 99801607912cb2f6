import type { DesignWeights } from "../frame/design-weights.js";
import type { OutcomeData } from "../frame/outcome-data.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { makeNotEstimable } from "../results/make-records.js";
import type { ResultRecord, Role } from "../results/records.js";
import type { Estimate } from "../spec/estimate.js";
import { estimateHazardRatio } from "./hazard-ratio.js";
import { estimateRiskDifference } from "./risk-difference.js";

export interface EffectInput {
  readonly variant: string;
  readonly name: string;
  readonly estimate: Estimate;
  readonly role: Role;
  readonly patients: PatientFrame;
  readonly data: OutcomeData;
  /** Null when the design was not carried out or must not be used; `blocked` says why. */
  readonly weights: DesignWeights | null;
  readonly blocked: string | null;
}

/** What each measure's effect is called in the results. */
const effects = { "hazard-ratio": "hazard_ratio", "risk-difference": "risk_difference" } as const satisfies Record<
  Estimate["measure"],
  string
>;

/** The records of one estimate of one variant. A design that must not be used gives “not estimable” with its reason, and looks at no outcome. */
export function estimateEffect(input: EffectInput): ResultRecord[] {
  const { variant, name, estimate, role, patients, data, weights, blocked } = input;
  const place = { variant, stage: "outcomes", population: estimate.design, variable: name } as const;
  if (weights === null || blocked !== null) {
    const params = { endpoint: estimate.endpoint, design: estimate.design, level: estimate.level };
    return [
      makeNotEstimable(place, effects[estimate.measure], blocked ?? "the design could not be carried out", {
        role,
        params,
      }),
    ];
  }
  if (estimate.measure === "hazard-ratio") {
    if (data.kind !== "survival") throw new Error(`endpoint ${estimate.endpoint} of a hazard ratio is ${data.kind}`);
    return estimateHazardRatio({ place, estimate, role, patients, data, weights });
  }
  if (data.kind !== "binary") throw new Error(`endpoint ${estimate.endpoint} of a risk difference is ${data.kind}`);
  return estimateRiskDifference({ place, estimate, role, patients, data, weights });
}
