import { measures } from "../../spec/measures.js";
import { endpointOf } from "../estimate-text.js";
import type { EstimateResult } from "../records/estimate-results.js";

/** What lies to the left and to the right of an effect's reference. Of a yes/no outcome whose meaning the plan does not tell, which arm has more of it. */
export function favouredSides(result: EstimateResult): readonly [left: string, right: string] {
  const trial = "favours the trial arm";
  const control = "favours the control arm";
  switch (result.estimate.measure) {
    case "hazard-ratio":
    case "interval-hazard-ratio":
    case "subdistribution-hazard-ratio":
    case "incidence-difference":
      return [trial, control];
    default:
      // Time without the event, and responses, are good; a collected yes may be either.
      if (measures[result.estimate.measure].sums === "time-to-event" || endpointOf(result).kind === "response")
        return [control, trial];
      return ["less in the trial arm", "more in the trial arm"];
  }
}
