import type { Estimate } from "./estimate.js";

/** The endpoints an estimate is made from, its own first. */
export function endpointNamesOf(estimate: Estimate): readonly string[] {
  if ("progression" in estimate) return [estimate.endpoint, estimate.progression, estimate.timeToResponse];
  return "composite" in estimate ? [estimate.endpoint, estimate.composite] : [estimate.endpoint];
}
