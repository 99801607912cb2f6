import type { Analysis } from "./analysis.js";
import type { CensoringWeights } from "./censoring-weights.js";
import { checkModel } from "./check-terms.js";
import { imputationOf } from "./design.js";
import type { Endpoint } from "./endpoint.js";
import type { Estimate } from "./estimate.js";
import { ownMember } from "./own-member.js";

/** Methods of the bias panel that change or replace the times themselves: the censoring they would be weighted for is no longer the one that was modelled. */
const refusedBias: readonly string[] = ["rosenbaum", "censoring", "scan-alignment", "negative-controls"];

/** Refuses censoring weights wherever something is made of the estimate that would overlook them. Places start with `prefix`. */
export function checkCensoring(analysis: Analysis, prefix: string): string[] {
  return Object.entries(analysis.estimates).flatMap(([name, estimate]) => {
    const weights = censoringWeightsOf(estimate);
    if (weights === null) return [];
    const at = `${prefix}estimates.${name}`;
    return [
      ...checkModel(analysis, weights.terms, `${at}.censoringWeights.terms`),
      ...refuse(analysis, estimate, weights).map(({ field, rule }) => `${rule} → ${at}.${field}`),
      ...checkPanels(analysis, name, prefix),
    ];
  });
}

/**
 * Refuses an estimate with censoring weights that stands alone: the analysis must hold the treatment-policy estimate, one of the same measure and
 * design without such weights, of an endpoint that a new therapy does not censor where its own is.
 */
export function checkTreatmentPolicy(analysis: Analysis): string[] {
  return Object.entries(analysis.estimates).flatMap(([name, estimate]) => {
    const endpoint = ownMember(analysis.endpoints, estimate.endpoint);
    if (censoringWeightsOf(estimate) === null || endpoint === undefined) return [];
    const censors = censorsNewTherapy(endpoint);
    const isBeside = (other: Estimate): boolean => {
      const own = ownMember(analysis.endpoints, other.endpoint);
      if (other.measure !== estimate.measure || other.design !== estimate.design || own === undefined) return false;
      if (censoringWeightsOf(other) !== null) return false;
      return censors ? own.kind === endpoint.kind && !censorsNewTherapy(own) : other.endpoint === estimate.endpoint;
    };
    if (Object.values(analysis.estimates).some(isBeside)) return [];
    const of = censors
      ? `a ${endpoint.kind} that new therapy does not censor (progressionRule: new-therapy-ignored)`
      : `"${estimate.endpoint}"`;
    return [
      `censoringWeights stand beside the treatment-policy estimate; add a ${estimate.measure} of ${of} in design "${estimate.design}" without them → estimates.${name}.censoringWeights`,
    ];
  });
}

/** The censoring weights an estimate asks for, or null. */
export function censoringWeightsOf(estimate: Estimate): CensoringWeights | null {
  return "censoringWeights" in estimate ? (estimate.censoringWeights ?? null) : null;
}

function refuse(analysis: Analysis, estimate: Estimate, { reasons }: CensoringWeights) {
  const endpoint = ownMember(analysis.endpoints, estimate.endpoint);
  const design = ownMember(analysis.designs, estimate.design);
  const broken: { readonly field: string; readonly rule: string }[] = [];
  const add = (isBroken: boolean, field: string, rule: string) => {
    if (isBroken) broken.push({ field, rule });
  };
  const without = "censoringWeights are not estimated";
  if (endpoint !== undefined) {
    add(
      reasons === "new-therapy" && !censorsNewTherapy(endpoint),
      "censoringWeights.reasons",
      `new-therapy needs progression-free survival or time to progression whose rule censors at a new therapy; "${estimate.endpoint}" is ${endpoint.kind} without such a rule`,
    );
    const isLate = "entry" in endpoint && endpoint.entry !== undefined;
    add(isLate, "censoringWeights", `${without} with delayed entry; "${estimate.endpoint}" has an entry`);
  }
  const isImputed = design !== undefined && imputationOf(design) !== null;
  add(isImputed, "censoringWeights", `${without} under multiple imputation; design "${estimate.design}" imputes`);
  add(
    estimate.variance === "influence",
    "variance",
    "variance influence does not know that censoring weights were estimated; leave it out (weights taken as known) or use bootstrap, which makes them anew",
  );
  add(
    estimate.variance === "bootstrap" && estimate.bootstrap?.resample === "pairs",
    "bootstrap.resample",
    "censoring weights are made anew in resamples of patients; a resample of pairs is not theirs",
  );
  add(estimate.subgroups !== undefined, "subgroups", `${without} within subgroups`);
  add("adjustment" in estimate && estimate.adjustment !== undefined, "adjustment", `${without} with pseudo-values`);
  add(
    "tests" in estimate && estimate.tests !== undefined,
    "tests",
    "weighted log-rank tests know no censoring weights",
  );
  return broken;
}

function checkPanels({ comparison = {}, bias = {} }: Analysis, name: string, prefix: string): string[] {
  const compared = Object.entries(comparison).flatMap(([key, { estimates }]) =>
    estimates.includes(name)
      ? [
          `a comparison of charts and scans knows no censoring weights; "${name}" has them → ${prefix}comparison.${key}.estimates`,
        ]
      : [],
  );
  const biased = Object.entries(bias).flatMap(([key, { method, estimates }]) =>
    refusedBias.includes(method) && estimates.includes(name)
      ? [`${method} knows no censoring weights; "${name}" has them → ${prefix}bias.${key}.estimates`]
      : [],
  );
  return [...compared, ...biased];
}

/** Whether a new anticancer therapy before progression censors the endpoint. */
function censorsNewTherapy(endpoint: Endpoint): boolean {
  if (endpoint.kind !== "progression-free-survival" && endpoint.kind !== "time-to-progression") return false;
  const rule = endpoint.progressionRule;
  if (typeof rule === "object") return rule.newTherapy === "censor";
  return !["new-therapy-ignored", "new-therapy-event", "ema", "admiral", "admiral-to-new-therapy"].includes(rule);
}
