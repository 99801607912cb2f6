import type { Analysis } from "./analysis.js";
import { summaryOf } from "./endpoint-summary.js";

/** Methods of the bias panel that go back to the times themselves. */
const refusedBias: readonly string[] = ["rosenbaum", "censoring", "scan-alignment", "negative-controls"];

/** Refuses a cut of follow-up where the endpoint is no time from index, and wherever something is made of it that would overlook the cut. Places start with `prefix`. */
export function checkEnds({ endpoints, estimates, comparison = {}, bias = {} }: Analysis, prefix: string): string[] {
  return Object.entries(endpoints).flatMap(([name, endpoint]) => {
    if (!("ends" in endpoint) || endpoint.ends === undefined) return [];
    const at = `${prefix}endpoints.${name}.ends`;
    if (summaryOf(endpoint) !== "time-to-event")
      return [`ends belong to a time to an event from index; "${name}" is ${endpoint.kind} → ${at}`];
    const compared = Object.entries(comparison).flatMap(([key, { ehr, imaging }]) =>
      ehr === name || imaging === name
        ? [
            `a comparison of charts and scans knows no cut of follow-up; "${name}" has ends → ${prefix}comparison.${key}`,
          ]
        : [],
    );
    const biased = Object.entries(bias).flatMap(([key, { method, estimates: named }]) =>
      refusedBias.includes(method) && named.some((each) => estimates[each]?.endpoint === name)
        ? [`${method} knows no cut of follow-up; "${name}" has ends → ${prefix}bias.${key}`]
        : [],
    );
    return [...compared, ...biased];
  });
}
