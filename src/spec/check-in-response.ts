import type { Analysis } from "./analysis.js";
import { canonicalJson } from "./canonical-json.js";
import { describeUnknown } from "./describe-unknown.js";
import type { Endpoint } from "./endpoint.js";
import type { Estimate } from "./estimate.js";
import { ownMember } from "./own-member.js";

type InResponse = Extract<Estimate, { measure: "in-response-difference" }>;

/**
 * The endpoints that the probability of being in response is made of: an objective response derived here, and beside it a progression-free survival and a time to
 * response from the same source, the latter under the same rule of confirmation. Anything else would put another's response together with another's progression.
 */
export function checkInResponse({ endpoints }: Analysis, estimate: InResponse, at: string): string[] {
  const response = ownMember(endpoints, estimate.endpoint);
  const breaches: string[] = [];
  if (response?.kind === "collected-response")
    breaches.push(
      `in-response-difference needs a response derived here, whose days are known; "${estimate.endpoint}" is collected-response, a yes or no without a day → ${at}.endpoint`,
    );
  if (response?.kind === "response" && response.measure !== "objective")
    breaches.push(
      `in-response-difference needs an objective response, which begins on a day; "${estimate.endpoint}" is of ${response.measure} → ${at}.endpoint`,
    );
  const companions = [
    ["progression", "progression-free-survival"],
    ["timeToResponse", "time-to-response"],
  ] as const;
  for (const [field, kind] of companions) {
    const name = estimate[field];
    const place = `${at}.${field}`;
    const companion = ownMember(endpoints, name);
    if (companion === undefined) breaches.push(describeUnknown("endpoint", name, Object.keys(endpoints), place));
    else if (companion.kind !== kind)
      breaches.push(`${field} needs a ${kind}; "${name}" is ${companion.kind} → ${place}`);
    else if (response?.kind === "response") breaches.push(...checkCompanion(estimate, response, companion, place));
  }
  return breaches;
}

function checkCompanion(
  { endpoint, progression, timeToResponse }: InResponse,
  response: Extract<Endpoint, { kind: "response" }>,
  companion: Extract<Endpoint, { kind: "progression-free-survival" | "time-to-response" }>,
  at: string,
): string[] {
  const name = companion.kind === "time-to-response" ? timeToResponse : progression;
  if (sourceOf(companion) !== sourceOf(response))
    return [
      `a response and what ends it must come from one source; "${endpoint}" is ${describeSource(response)} and "${name}" ${describeSource(companion)} → ${at}`,
    ];
  if (companion.kind === "progression-free-survival" && companion.progressionRule === "time-to-progression")
    return [
      `death must end a response; the rule time-to-progression of "${name}" censors there: name another progression-free survival → ${at}`,
    ];
  if (companion.kind === "time-to-response" && companion.confirmed !== response.confirmed)
    return [
      `a response and its time must be confirmed alike; "${endpoint}" has confirmed: ${response.confirmed} and "${name}" ${companion.confirmed} → ${at}`,
    ];
  return [];
}

type Derived = Extract<Endpoint, { by: "imaging" | "ehr" }>;

const sourceOf = (endpoint: Derived): string =>
  canonicalJson(endpoint.by === "imaging" ? { by: "imaging" } : { by: "ehr", anchors: endpoint.anchors });

const describeSource = (endpoint: Derived): string =>
  endpoint.by === "imaging" ? "by: imaging" : `by: ehr, anchors ${endpoint.anchors.join(", ")}`;
