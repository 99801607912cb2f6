import type { Statistic } from "../records.js";

/**
 * What the patients of an estimate are counted by, so that numbers of two estimates are known to be of the same patients: its endpoint; beside a composite another one,
 * since fewer are censored under competing events; and of being in response that of everyone, not that of the response rate. Null where the record names no endpoint.
 */
export function analysedEndpoint({ params }: Pick<Statistic, "params">): string | null {
  const { endpoint, composite, time_to_response: timeToResponse } = params;
  if (typeof endpoint !== "string") return null;
  if (typeof composite === "string") return `${endpoint} beside ${composite}`;
  return typeof timeToResponse === "string" ? `${endpoint}.in_response` : endpoint;
}
