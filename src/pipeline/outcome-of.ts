import { combineCompeting } from "../frame/combine-competing.js";
import type { OutcomeData } from "../frame/outcome-data.js";
import type { Estimate } from "../spec/estimate.js";

/** The outcomes an estimate is made from: its endpoint's, with the competing events of its composite where it names one. */
export function outcomeOf(estimate: Estimate, data: ReadonlyMap<string, OutcomeData>): OutcomeData {
  const own = data.get(estimate.endpoint)!;
  if (!("composite" in estimate)) return own;
  const composite = data.get(estimate.composite)!;
  if (own.kind !== "survival" || composite.kind !== "survival")
    throw new Error("competing events are of times; the spec lets no other endpoint through");
  return combineCompeting(own, composite);
}

/** The endpoints an estimate asks for. */
export function endpointNamesOf(estimate: Estimate): readonly string[] {
  return "composite" in estimate ? [estimate.endpoint, estimate.composite] : [estimate.endpoint];
}
