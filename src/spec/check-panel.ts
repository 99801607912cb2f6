import type { Analysis } from "./analysis.js";
import type { Bias } from "./bias.js";
import type { Comparison } from "./comparison.js";
import { describeUnknown } from "./describe-unknown.js";
import { imputationOf } from "./design.js";
import type { Endpoint } from "./endpoint.js";
import type { Estimate } from "./estimate.js";
import { ownMember } from "./own-member.js";
import { isOneToOne } from "./rate-method.js";

/** The breaches of the sections `comparison` and `bias` against the rest of the analysis: names that point nowhere, methods that do not fit. */
export function checkPanel(analysis: Analysis): string[] {
  return [
    ...Object.entries(analysis.comparison ?? {}).flatMap(([name, pair]) =>
      checkComparison(analysis, pair, `comparison.${name}`),
    ),
    ...Object.entries(analysis.bias ?? {}).flatMap(([name, bias]) => checkBias(analysis, bias, `bias.${name}`)),
  ];
}

const comparable = ["response", "progression-free-survival", "time-to-progression"] as const;

function checkComparison(analysis: Analysis, pair: Comparison, at: string): string[] {
  const breaches: string[] = [];
  const { ehr, imaging } = pair;
  for (const side of ["ehr", "imaging"] as const) {
    const endpoint = ownMember(analysis.endpoints, pair[side]);
    if (endpoint === undefined)
      breaches.push(describeUnknown("endpoint", pair[side], Object.keys(analysis.endpoints), `${at}.${side}`));
    else if (!("by" in endpoint) || endpoint.by !== side)
      breaches.push(`${side} must name an endpoint by: ${side}; "${pair[side]}" is none → ${at}.${side}`);
    else if (!isComparable(endpoint))
      breaches.push(`a comparison is of ${comparable.join(", ")}; "${pair[side]}" is ${endpoint.kind} → ${at}.${side}`);
  }
  const kinds = [ownMember(analysis.endpoints, ehr)?.kind, ownMember(analysis.endpoints, imaging)?.kind];
  if (kinds[0] !== undefined && kinds[1] !== undefined && kinds[0] !== kinds[1])
    breaches.push(`both sides must be of one kind; got ${kinds[0]} and ${kinds[1]} → ${at}`);
  for (const [i, name] of pair.estimates.entries()) {
    const estimate = ownMember(analysis.estimates, name);
    const place = `${at}.estimates[${i}]`;
    if (estimate === undefined)
      breaches.push(describeUnknown("estimate", name, Object.keys(analysis.estimates), place));
    else if (estimate.endpoint !== ehr && estimate.endpoint !== imaging)
      breaches.push(
        `the estimate must be of "${ehr}" or "${imaging}"; "${name}" is of "${estimate.endpoint}" → ${place}`,
      );
    else if (!contrasted.includes(estimate.measure))
      breaches.push(`a comparison carries ${contrasted.join(", ")}; "${name}" is ${estimate.measure} → ${place}`);
    else if (isImputed(analysis, estimate)) breaches.push(`${oneSet}; design "${estimate.design}" imputes → ${place}`);
  }
  for (const [i, name] of pair.subgroups.entries()) {
    const covariate = ownMember(analysis.covariates, name);
    const place = `${at}.subgroups[${i}]`;
    if (covariate === undefined)
      breaches.push(describeUnknown("covariate", name, Object.keys(analysis.covariates), place));
    else if (covariate.type === "continuous")
      breaches.push(`a subgroup needs a binary or categorical covariate; "${name}" is continuous → ${place}`);
  }
  return breaches;
}

const rates: readonly string[] = ["risk-difference", "risk-ratio", "odds-ratio"] satisfies Estimate["measure"][];
const contrasted: readonly string[] = ["hazard-ratio", ...rates];

/** What a line's method needs of an estimate: its measures, and of its endpoint. */
const needs: Record<
  Bias["method"],
  { readonly measures: readonly string[]; readonly of?: (endpoint: Endpoint) => boolean; readonly words?: string }
> = {
  "e-value": { measures: contrasted },
  "unmeasured-confounder": { measures: contrasted },
  rosenbaum: { measures: contrasted },
  "not-evaluable": {
    measures: rates,
    of: (endpoint) => endpoint.kind === "response",
    words: "a response derived here",
  },
  censoring: { measures: ["hazard-ratio"] },
  "scan-alignment": {
    measures: ["hazard-ratio"],
    of: (endpoint) => endpoint.kind === "progression-free-survival" && endpoint.by === "imaging",
    words: "progression-free survival by: imaging",
  },
  "negative-controls": { measures: ["hazard-ratio"] },
  "reference-studies": { measures: ["hazard-ratio"] },
};

function checkBias(analysis: Analysis, bias: Bias, at: string): string[] {
  const breaches: string[] = [];
  const need = needs[bias.method];
  for (const [i, name] of bias.estimates.entries()) {
    const estimate = ownMember(analysis.estimates, name);
    const place = `${at}.estimates[${i}]`;
    if (estimate === undefined) {
      breaches.push(describeUnknown("estimate", name, Object.keys(analysis.estimates), place));
      continue;
    }
    if (!need.measures.includes(estimate.measure))
      breaches.push(`${bias.method} is for ${need.measures.join(", ")}; "${name}" is ${estimate.measure} → ${place}`);
    const endpoint = ownMember(analysis.endpoints, estimate.endpoint);
    if (endpoint !== undefined && need.of !== undefined && !need.of(endpoint))
      breaches.push(`${bias.method} needs an estimate of ${need.words}; "${name}" is of ${endpoint.kind} → ${place}`);
    const design = ownMember(analysis.designs, estimate.design);
    const isOfTheEffect = ofTheEffect.includes(bias.method) && estimate.measure !== "risk-difference";
    if (!isOfTheEffect && isImputed(analysis, estimate))
      breaches.push(`${bias.method}: ${oneSet}; design "${estimate.design}" imputes → ${place}`);
    if (bias.method === "rosenbaum" && design !== undefined && !isOneToOne(design))
      breaches.push(`rosenbaum needs a design of 1:1 pairs; "${estimate.design}" is ${design.method} → ${place}`);
  }
  if (bias.method === "scan-alignment" && analysis.imaging?.schedule === undefined)
    breaches.push(`scan-alignment needs the trial's planned assessments; write imaging.schedule → ${at}`);
  if (bias.method === "not-evaluable") {
    const known = Object.keys(analysis.covariates);
    for (const [i, name] of bias.covariates.entries())
      if (!known.includes(name)) breaches.push(describeUnknown("covariate", name, known, `${at}.covariates[${i}]`));
  }
  return breaches;
}

/** Lines that start from the effect and its interval, whatever weights it came from; of a risk difference they need the ratio, which is made anew. */
const ofTheEffect: readonly Bias["method"][] = ["e-value", "unmeasured-confounder", "reference-studies"];
const oneSet =
  "needs an estimate whose design has one set of weights, and multiple imputation has one for each imputation";

const isImputed = (analysis: Analysis, { design }: Estimate): boolean => {
  const found = ownMember(analysis.designs, design);
  return found !== undefined && imputationOf(found) !== null;
};

const isComparable = ({ kind }: Endpoint): boolean => (comparable as readonly string[]).includes(kind);
