import { isAdmiralRule } from "./check-endpoint.js";
import type { Endpoint } from "./endpoint.js";

/** Refuses an interval-censored estimate of an endpoint that no scans place: a death, a date in a chart and a time taken as given are days. */
export function checkIntervals(endpoint: Endpoint, name: string, at: string): string[] {
  const isPlaced =
    (endpoint.kind === "progression-free-survival" || endpoint.kind === "time-to-progression") &&
    endpoint.by === "imaging" &&
    !isAdmiralRule(endpoint.progressionRule);
  if (isPlaced) return [];
  return [
    `interval-hazard-ratio needs progression between two scans: progression-free-survival or time-to-progression by: imaging, not by a rule of admiral; endpoint "${name}" is ${describe(endpoint)} → ${at}`,
  ];
}

function describe(endpoint: Endpoint): string {
  const source = "by" in endpoint ? ` by: ${endpoint.by}` : "";
  const isAdmiral = "progressionRule" in endpoint && isAdmiralRule(endpoint.progressionRule);
  return `${endpoint.kind}${source}${isAdmiral ? `, rule ${endpoint.progressionRule}` : ""}`;
}
