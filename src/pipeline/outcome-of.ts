import { combineCompeting } from "../frame/combine-competing.js";
import { combineInResponse } from "../frame/combine-in-response.js";
import type { OutcomeData, SurvivalData } from "../frame/outcome-data.js";
import type { Estimate } from "../spec/estimate.js";

/**
 * The outcomes an estimate is made from: its endpoint's, with the competing events of its composite where it names one; of being in response, the progression of
 * everyone with the time to response of the responders.
 */
export function outcomeOf(estimate: Estimate, data: ReadonlyMap<string, OutcomeData>): OutcomeData {
  if ("progression" in estimate)
    return combineInResponse(
      estimate.endpoint,
      timesOf(estimate.progression, data),
      timesOf(estimate.timeToResponse, data),
    );
  if ("composite" in estimate)
    return combineCompeting(timesOf(estimate.endpoint, data), timesOf(estimate.composite, data));
  return data.get(estimate.endpoint)!;
}

function timesOf(name: string, data: ReadonlyMap<string, OutcomeData>): SurvivalData {
  const found = data.get(name)!;
  if (found.kind !== "survival") throw new Error(`"${name}" must be a time; the spec lets no other endpoint through`);
  return found;
}
