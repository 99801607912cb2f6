import type { Endpoint } from "./endpoint.js";

/** What can be made of an endpoint: a time to an event, a yes or no, or a description of those who responded. */
export type EndpointSummary = "time-to-event" | "yes-no" | "of-responders";

const summaries = {
  "collected-event": "time-to-event",
  "collected-response": "yes-no",
  response: "yes-no",
  "progression-free-survival": "time-to-event",
  "time-to-progression": "time-to-event",
  "duration-of-response": "of-responders",
  "time-to-response": "of-responders",
  "overall-survival": "time-to-event",
} as const satisfies Record<Endpoint["kind"], EndpointSummary>;

export function summaryOf({ kind }: Pick<Endpoint, "kind">): EndpointSummary {
  return summaries[kind];
}
