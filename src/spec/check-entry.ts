import type { Analysis } from "./analysis.js";
import { imputationOf } from "./design.js";
import { summaryOf } from "./endpoint-summary.js";
import type { Estimate } from "./estimate.js";

/** What takes delayed entry into account. */
const allowed = ["hazard-ratio", "rmst-difference", "rmst-ratio", "survival-difference"] as const;
/** Methods of the bias panel that go back to the times themselves. */
const refusedBias: readonly string[] = ["rosenbaum", "censoring", "scan-alignment", "negative-controls"];

/** Refuses delayed entry wherever something is made of the endpoint that would overlook it. Places start with `prefix`. */
export function checkEntry(analysis: Analysis, prefix: string): string[] {
  const late = Object.entries(analysis.endpoints).flatMap(([name, endpoint]) =>
    "entry" in endpoint && endpoint.entry !== undefined ? [{ name, endpoint }] : [],
  );
  return late.flatMap(({ name, endpoint }) => {
    if (summaryOf(endpoint) !== "time-to-event")
      return [
        `entry belongs to a time to an event from index; "${name}" is ${endpoint.kind} → ${prefix}endpoints.${name}.entry`,
      ];
    return [...checkEstimates(analysis, name, prefix), ...checkOthers(analysis, name, prefix)];
  });
}

function checkEstimates({ estimates, designs }: Analysis, name: string, prefix: string): string[] {
  return Object.entries(estimates).flatMap(([key, estimate]) => {
    const at = `${prefix}estimates.${key}`;
    if ("composite" in estimate && estimate.composite === name)
      return [`competing events with delayed entry are not estimated; "${name}" has an entry → ${at}.composite`];
    if ("progression" in estimate && estimate.progression === name)
      return [`being in response with delayed entry is not estimated; "${name}" has an entry → ${at}.progression`];
    if (estimate.endpoint !== name) return [];
    const design = designs[estimate.design];
    const rule = refuse(estimate, design !== undefined && imputationOf(design) !== null);
    return rule === null ? [] : [`${rule}; "${name}" has an entry → ${at}`];
  });
}

function refuse(estimate: Estimate, isImputed: boolean): string | null {
  if (!(allowed as readonly string[]).includes(estimate.measure))
    return `delayed entry is for ${allowed.join(", ")}; got ${estimate.measure}`;
  if ("adjustment" in estimate && estimate.adjustment !== undefined)
    return "pseudo-values with delayed entry are not estimated: leave out adjustment";
  return isImputed ? "delayed entry under multiple imputation is not estimated" : null;
}

function checkOthers({ comparison = {}, bias = {}, estimates }: Analysis, name: string, prefix: string): string[] {
  const compared = Object.entries(comparison).flatMap(([key, { ehr, imaging }]) =>
    ehr === name || imaging === name
      ? [`a comparison of charts and scans knows no delayed entry; "${name}" has an entry → ${prefix}comparison.${key}`]
      : [],
  );
  const biased = Object.entries(bias).flatMap(([key, { method, estimates: named }]) =>
    refusedBias.includes(method) && named.some((each) => estimates[each]?.endpoint === name)
      ? [`${method} knows no delayed entry; "${name}" has an entry → ${prefix}bias.${key}`]
      : [],
  );
  return [...compared, ...biased];
}
