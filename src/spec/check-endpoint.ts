import type { Analysis } from "./analysis.js";
import type { TableEndpoint } from "./derive-options.js";
import type { Endpoint } from "./endpoint.js";
import { admiralRuleIds, type ProgressionRuleSpec } from "./progression-rule.js";

/** The breaches of an endpoint against the rest of the analysis: a rule that needs the schedule, criteria that have no such mode. */
export function checkEndpoint(
  analysis: Pick<Analysis, "imaging">,
  endpoint: Endpoint | TableEndpoint,
  at: string,
): string[] {
  const breaches: string[] = [];
  const { imaging } = analysis;
  if ("progressionRule" in endpoint && !isAdmiralRule(endpoint.progressionRule) && imaging?.schedule === undefined) {
    breaches.push(
      `${endpoint.kind} needs the planned assessments (a death within two intervals of index is an event without any assessment); write imaging.schedule → ${at}.progressionRule`,
    );
  }
  if (
    "progressionRule" in endpoint &&
    endpoint.progressionRule === "admiral-to-new-therapy" &&
    endpoint.kind !== "progression-free-survival"
  ) {
    breaches.push(`admiral-to-new-therapy is a rule of progression-free survival alone → ${at}.progressionRule`);
  }
  const isIrecist = imaging?.criteria === "irecist-2017" && "by" in endpoint && endpoint.by === "imaging";
  if (isIrecist && "mode" in endpoint && endpoint.mode === "admiralonco") {
    breaches.push(`mode admiralonco ranks responses of RECIST 1.1; imaging.criteria is irecist-2017 → ${at}.mode`);
  }
  return breaches;
}

/** Whether a rule is one of admiral's, which know no schedule. */
export function isAdmiralRule(rule: ProgressionRuleSpec): rule is (typeof admiralRuleIds)[number] {
  return typeof rule === "string" && (admiralRuleIds as readonly string[]).includes(rule);
}
