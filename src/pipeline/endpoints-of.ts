import type { DerivedEndpoint, Endpoint } from "../spec/endpoint.js";
import { endpointNamesOf } from "../spec/endpoint-names.js";
import { summaryOf } from "../spec/endpoint-summary.js";
import { hashOf } from "../spec/hash.js";
import type { PlanVariant } from "../spec/plan.js";
import { withoutLabels } from "../spec/without-labels.js";

/** What a variant estimates, in that order; then, in the main analysis, what describes responders, which no estimate may name. */
export function endpointsOf(variant: PlanVariant): (readonly [string, Endpoint])[] {
  const names = new Set(Object.values(variant.estimates).flatMap(endpointNamesOf));
  if (variant.id === "main")
    for (const [name, endpoint] of Object.entries(variant.endpoints))
      if (summaryOf(endpoint) === "of-responders") names.add(name);
  return [...names].map((name) => [name, variant.endpoints[name]!] as const);
}

/** What names an endpoint of a variant among all that are derived in one pass. */
export function keyOf(endpoint: DerivedEndpoint, { imaging }: PlanVariant): string {
  return hashOf(withoutLabels({ endpoint, imaging }));
}
