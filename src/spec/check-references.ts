import type { Analysis } from "./analysis.js";
import { checkCensoring } from "./check-censoring.js";
import { checkConditions } from "./check-conditions.js";
import { checkEndpoint } from "./check-endpoint.js";
import { checkEnds } from "./check-ends.js";
import { checkEntry } from "./check-entry.js";
import { checkHarmonisation } from "./check-harmonisation.js";
import { checkInResponse } from "./check-in-response.js";
import { checkIndex } from "./check-index.js";
import { checkIntervals } from "./check-intervals.js";
import { checkLines } from "./check-lines.js";
import { checkLists } from "./check-lists.js";
import { checkNames } from "./check-names.js";
import { checkModel, checkTerms } from "./check-terms.js";
import { describeUnknown } from "./describe-unknown.js";
import { type Design, imputationOf, termsOf } from "./design.js";
import type { Endpoint } from "./endpoint.js";
import { summaryOf } from "./endpoint-summary.js";
import type { Estimate } from "./estimate.js";
import { measures } from "./measures.js";
import { ownMember } from "./own-member.js";
import { refuseOptions } from "./refuse-options.js";
import { checkSubgroups } from "./subgroup.js";
import { covariatesOf } from "./term.js";

/** The breaches of the rules between sections: names that point nowhere, stand twice or are taken, summaries that do not fit their endpoint or design. Places start with `prefix`. */
export function checkReferences(analysis: Analysis, prefix: string): string[] {
  const breaches = [
    ...checkNames(analysis, prefix),
    ...checkLists(analysis, prefix),
    ...checkConditions(analysis, prefix),
    ...checkIndex(analysis, prefix),
    ...checkHarmonisation(analysis, prefix),
  ];
  for (const [name, design] of Object.entries(analysis.designs))
    breaches.push(...checkDesign(analysis, design, `${prefix}designs.${name}`));
  for (const [name, endpoint] of Object.entries(analysis.endpoints))
    breaches.push(...checkEndpoint(analysis, endpoint, `${prefix}endpoints.${name}`));
  breaches.push(...checkEntry(analysis, prefix), ...checkEnds(analysis, prefix), ...checkCensoring(analysis, prefix));
  for (const [name, estimate] of Object.entries(analysis.estimates))
    breaches.push(...checkEstimate(analysis, estimate, `${prefix}estimates.${name}`));
  breaches.push(...checkLines(analysis, prefix));
  const primaries = Object.values(analysis.estimates).filter((estimate) => estimate.role === "primary").length;
  if (primaries > 1) breaches.push(`${prefix}estimates may hold one primary estimate; got ${primaries}`);
  if (Object.keys(analysis.estimates).length === 0)
    breaches.push(`${prefix}estimates must hold at least one estimate; got none`);
  return breaches;
}

function checkDesign(analysis: Analysis, design: Design, at: string): string[] {
  return [
    ...checkTerms(analysis, design, at),
    ...checkStrata(analysis, termsOf(design).exact, "exact matching", `${at}.exact`),
    ...checkImputation(analysis, design, at),
  ];
}

/** Auxiliary covariates must exist and not stand in the design; other orders of ties would be as many sets again for each imputation. */
function checkImputation(analysis: Analysis, design: Design, at: string): string[] {
  const imputation = imputationOf(design);
  if (imputation === null) return [];
  const { terms, exact } = termsOf(design);
  const used = new Set([...terms.flatMap(covariatesOf), ...exact]);
  const place = `${at}.${design.method === "entropy-balancing" ? "" : "propensity."}missing`;
  const breaches = (imputation.also ?? []).flatMap((name, i) => {
    const here = `${place}.also[${i}]`;
    if (ownMember(analysis.covariates, name) === undefined)
      return [describeUnknown("covariate", name, Object.keys(analysis.covariates), here)];
    return used.has(name) ? [`covariate "${name}" already stands in the design → ${here}`] : [];
  });
  if ("tieOrders" in design && design.tieOrders !== undefined)
    breaches.push(`other orders of ties are not tried with multiple imputation; drop one of the two → ${at}.tieOrders`);
  return breaches;
}

function checkEstimate(analysis: Analysis, estimate: Estimate, at: string): string[] {
  const breaches: string[] = [];
  const endpoint = ownMember(analysis.endpoints, estimate.endpoint);
  const design = ownMember(analysis.designs, estimate.design);
  if (endpoint === undefined)
    breaches.push(describeUnknown("endpoint", estimate.endpoint, Object.keys(analysis.endpoints), `${at}.endpoint`));
  if (design === undefined)
    breaches.push(describeUnknown("design", estimate.design, Object.keys(analysis.designs), `${at}.design`));
  if (endpoint !== undefined) breaches.push(...checkSummary(estimate, endpoint, at));
  if ("composite" in estimate) breaches.push(...checkComposite(analysis, estimate, at));
  if (estimate.measure === "in-response-difference") breaches.push(...checkInResponse(analysis, estimate, at));
  if (design !== undefined) breaches.push(...checkFit(analysis, estimate, design, at));
  return breaches;
}

/** Whether interval, variance, strata and tests fit the design. */
function checkFit(analysis: Analysis, estimate: Estimate, design: Design, at: string): string[] {
  const refusals = refuseOptions(estimate, design).map(
    ({ field, rule }) => `${rule}; design "${estimate.design}" is ${design.method} → ${at}.${field}`,
  );
  const strata = "strata" in estimate ? (estimate.strata ?? []) : [];
  const terms = "adjustment" in estimate ? (estimate.adjustment?.terms ?? []) : [];
  return [
    ...refusals,
    ...checkStrata(analysis, strata, "a stratum", `${at}.strata`),
    ...checkSubgroups(analysis, estimate.subgroups ?? {}, `${at}.subgroups`),
    ...checkModel(analysis, terms, `${at}.adjustment.terms`),
  ];
}

/** Covariates whose values divide patients: they must exist and not be continuous. */
function checkStrata(analysis: Analysis, names: readonly string[], what: string, at: string): string[] {
  return names.flatMap((name, i) => {
    const covariate = ownMember(analysis.covariates, name);
    if (covariate === undefined)
      return [describeUnknown("covariate", name, Object.keys(analysis.covariates), `${at}[${i}]`)];
    if (covariate.type !== "continuous") return [];
    return [`${what} needs a binary or categorical covariate; "${name}" is continuous → ${at}[${i}]`];
  });
}

/** The composite of a competing-risks estimate: another time-to-event endpoint. */
function checkComposite(analysis: Analysis, estimate: Extract<Estimate, { composite: string }>, at: string): string[] {
  const { composite, endpoint } = estimate;
  const place = `${at}.composite`;
  const found = ownMember(analysis.endpoints, composite);
  if (found === undefined) return [describeUnknown("endpoint", composite, Object.keys(analysis.endpoints), place)];
  if (composite === endpoint) return [`composite must be another endpoint than "${endpoint}" → ${place}`];
  return summaryOf(found) === "time-to-event"
    ? []
    : [`composite needs a time-to-event endpoint; "${composite}" is ${found.kind} → ${place}`];
}

/** Whether the measure can sum the endpoint up. */
function checkSummary({ measure, endpoint: name }: Estimate, endpoint: Endpoint, at: string): string[] {
  const summary = summaryOf(endpoint);
  if (summary === "of-responders") {
    return [
      `${endpoint.kind} describes responders, who are not comparable between arms: it is reported per arm and takes no ${measure}; estimate the response rate, or progression-free survival of all → ${at}.endpoint`,
    ];
  }
  if (measure === "interval-hazard-ratio") return checkIntervals(endpoint, name, `${at}.endpoint`);
  const wanted = measures[measure].sums;
  if (summary === wanted) return [];
  const words =
    wanted === "time-to-event" ? "a time-to-event endpoint" : "a yes/no endpoint (censored time is never dichotomised)";
  return [`${measure} needs ${words}; endpoint "${name}" is ${endpoint.kind} → ${at}.endpoint`];
}
