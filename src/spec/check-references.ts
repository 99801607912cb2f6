import type { Analysis } from "./analysis.js";
import { checkEndpoint } from "./check-endpoint.js";
import { type Design, imputationOf, termsOf } from "./design.js";
import type { Endpoint } from "./endpoint.js";
import { summaryOf } from "./endpoint-summary.js";
import type { Estimate } from "./estimate.js";
import { measures } from "./measures.js";
import { nearestName } from "./nearest-name.js";
import { refuseOptions } from "./refuse-options.js";
import { checkSubgroups } from "./subgroup.js";
import { covariatesOf, type Term } from "./term.js";

/** The breaches of the rules between sections: names that point nowhere, summaries that do not fit their endpoint or design. Places start with `prefix`. */
export function checkReferences(analysis: Analysis, prefix: string): string[] {
  const breaches: string[] = [];
  for (const [name, design] of Object.entries(analysis.designs))
    breaches.push(...checkDesign(analysis, design, `${prefix}designs.${name}`));
  for (const [name, endpoint] of Object.entries(analysis.endpoints))
    breaches.push(...checkEndpoint(analysis, endpoint, `${prefix}endpoints.${name}`));
  for (const [name, estimate] of Object.entries(analysis.estimates))
    breaches.push(...checkEstimate(analysis, estimate, `${prefix}estimates.${name}`));
  const primaries = Object.values(analysis.estimates).filter((estimate) => estimate.role === "primary").length;
  if (primaries > 1) breaches.push(`${prefix}estimates may hold one primary estimate; got ${primaries}`);
  if (Object.keys(analysis.estimates).length === 0)
    breaches.push(`${prefix}estimates must hold at least one estimate; got none`);
  return breaches;
}

function checkDesign(analysis: Analysis, design: Design, at: string): string[] {
  const breaches: string[] = [];
  const { terms, exact } = termsOf(design);
  const section = design.method === "entropy-balancing" ? "moments" : "propensity.terms";
  const seen = new Set<string>();
  const further = design.method === "unadjusted" ? [] : (design.alsoBalance ?? []);
  for (const [i, term] of further.entries()) breaches.push(...checkTerm(analysis, term, `${at}.alsoBalance[${i}]`));
  for (const [i, term] of terms.entries()) {
    const place = `${at}.${section}[${i}]`;
    const written = JSON.stringify(term);
    if (seen.has(written) && design.method !== "mahalanobis") breaches.push(`term ${written} stands twice → ${place}`);
    seen.add(written);
    breaches.push(...checkTerm(analysis, term, place));
  }
  breaches.push(...checkStrata(analysis, exact, "exact matching", `${at}.exact`));
  return [...breaches, ...checkImputation(analysis, design, at)];
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
    if (analysis.covariates[name] === undefined)
      return [unknown("covariate", name, Object.keys(analysis.covariates), here)];
    return used.has(name) ? [`covariate "${name}" already stands in the design → ${here}`] : [];
  });
  if ("tieOrders" in design && design.tieOrders !== undefined)
    breaches.push(`other orders of ties are not tried with multiple imputation; drop one of the two → ${at}.tieOrders`);
  return breaches;
}

function checkTerm(analysis: Analysis, term: Term, place: string): string[] {
  return covariatesOf(term).flatMap((name) => {
    const covariate = analysis.covariates[name];
    if (covariate === undefined) return [unknown("covariate", name, Object.keys(analysis.covariates), place)];
    const isCurve = typeof term !== "string" && !("interaction" in term);
    if (isCurve && covariate.type !== "continuous")
      return [`a polynomial or spline needs a continuous covariate; "${name}" is ${covariate.type} → ${place}`];
    return [];
  });
}

function checkEstimate(analysis: Analysis, estimate: Estimate, at: string): string[] {
  const breaches: string[] = [];
  const endpoint = analysis.endpoints[estimate.endpoint];
  const design = analysis.designs[estimate.design];
  if (endpoint === undefined)
    breaches.push(unknown("endpoint", estimate.endpoint, Object.keys(analysis.endpoints), `${at}.endpoint`));
  if (design === undefined)
    breaches.push(unknown("design", estimate.design, Object.keys(analysis.designs), `${at}.design`));
  if (endpoint !== undefined) breaches.push(...checkSummary(estimate, endpoint, at));
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
    ...terms.flatMap((term, i) => checkTerm(analysis, term, `${at}.adjustment.terms[${i}]`)),
  ];
}

/** Covariates whose values divide patients: they must exist and not be continuous. */
function checkStrata(analysis: Analysis, names: readonly string[], what: string, at: string): string[] {
  return names.flatMap((name, i) => {
    const covariate = analysis.covariates[name];
    if (covariate === undefined) return [unknown("covariate", name, Object.keys(analysis.covariates), `${at}[${i}]`)];
    if (covariate.type !== "continuous") return [];
    return [`${what} needs a binary or categorical covariate; "${name}" is continuous → ${at}[${i}]`];
  });
}

/** Whether the measure can sum the endpoint up. */
function checkSummary({ measure, endpoint: name }: Estimate, endpoint: Endpoint, at: string): string[] {
  const summary = summaryOf(endpoint);
  if (summary === "of-responders") {
    return [
      `${endpoint.kind} describes responders, who are not comparable between arms: it is reported per arm and takes no ${measure}; estimate the response rate, or progression-free survival of all → ${at}.endpoint`,
    ];
  }
  const wanted = measures[measure].sums;
  if (summary === wanted) return [];
  const words =
    wanted === "time-to-event" ? "a time-to-event endpoint" : "a yes/no endpoint (censored time is never dichotomised)";
  return [`${measure} needs ${words}; endpoint "${name}" is ${endpoint.kind} → ${at}.endpoint`];
}

function unknown(what: string, name: string, allowed: readonly string[], at: string): string {
  const near = nearestName(name, allowed);
  return `unknown ${what} "${name}"; expected one of: ${allowed.join(", ")}${near === null ? "" : ` (did you mean "${near}"?)`} → ${at}`;
}
