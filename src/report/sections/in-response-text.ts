import type { Endpoint } from "../../spec/endpoint.js";
import { endSentence } from "../document/inlines.js";
import { endpointOf } from "../estimate-text.js";
import type { EstimateResult } from "../records/estimate-results.js";
import { type IntercurrentEvent, intercurrentEvents } from "./endpoint-text.js";

/** The variable of an estimate of being in response, which is made of a response and of what ends it. */
export interface InResponseVariable {
  readonly label: string;
  readonly variable: string;
  readonly progression: Endpoint;
  readonly events: readonly IntercurrentEvent[];
}

/** What an estimate of being in response is about; null of any other. */
export function describeInResponse(result: EstimateResult): InResponseVariable | null {
  const { estimate, variant } = result;
  if (!("progression" in estimate)) return null;
  const response = endpointOf(result);
  const progression = variant.endpoints[estimate.progression];
  if (progression === undefined) throw new Error(`plan has no endpoint ${estimate.progression}`);
  const words = ({ label, definition }: Endpoint) => `${label}: ${endSentence(definition)}`;
  return {
    label: `In response, ${response.label}`,
    variable: `To be in response on a day: a first response by then, and neither progression nor death; whoever never responded is not in response. ${words(response)} ${words(progression)}`,
    progression,
    events: [
      ...ruledBy("response", intercurrentEvents(response)),
      ...ruledBy("progression", intercurrentEvents(progression)),
      { event: "Death", strategy: "composite variable", how: "the patient is not in response from then on" },
    ],
  };
}

/** What the rule of either endpoint does with new therapy and with the end of treatment; death is told once. */
const ruledBy = (endpoint: string, events: readonly IntercurrentEvent[]): readonly IntercurrentEvent[] =>
  events
    .filter(({ event }) => !event.startsWith("Death"))
    .map(({ event, strategy, how }) => ({ event: `${event} (${endpoint})`, strategy, how }));
