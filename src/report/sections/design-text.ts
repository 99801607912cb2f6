import type { Analysis } from "../../spec/analysis.js";
import { type Design, termsOf } from "../../spec/design.js";
import { covariatesOf, type Term } from "../../spec/term.js";
import { joinWords } from "../document/inlines.js";
import { formatPlain } from "../format.js";
import type { ArmSelection } from "../records/left-out.js";
import type { Group } from "../records/record-index.js";
import { countAnalysed, describePopulation } from "./population-text.js";

type Covariates = Analysis["covariates"];

/** Kinds of matching, in words. */
const matchingNames = {
  nearest: "nearest-neighbour matching on the logit of the propensity score",
  mahalanobis: "nearest-neighbour matching on the Mahalanobis distance within a propensity caliper",
  "with-replacement": "nearest-neighbour matching with replacement on the logit of the propensity score",
  optimal: "optimal matching on the logit of the propensity score",
  full: "optimal full matching on the logit of the propensity score",
} as const;

/** What an estimate under a design is an estimate of. `selection`: who is analysed, or null for the design as it is planned. */
export function describeEstimandOf(
  design: Design,
  covariates: Covariates,
  selection: Readonly<Record<Group, ArmSelection>> | null,
): string {
  const terms = describeTerms(design, covariates);
  switch (design.method) {
    case "unadjusted":
      return "Unadjusted contrast of the eligible patients: no causal estimand is claimed.";
    case "weighting":
      return `${describePopulation(design.estimand, selection)}, by propensity-score weights (${terms}).`;
    case "entropy-balancing":
      return `${describePopulation(design.estimand, selection)}, by weights that make the arms' means agree (${terms}).`;
    default: {
      const count = selection === null ? "" : ` (${countAnalysed(selection.trial)} eligible)`;
      return `ATT among matched trial patients${count}: ${matchingNames[design.method]} (${terms}).`;
    }
  }
}

/** What a design does, in sentences. */
export function describeMethod(design: Design, covariates: Covariates): string {
  switch (design.method) {
    case "unadjusted":
      return "Nothing is adjusted.";
    case "weighting": {
      const base =
        design.estimand === "ATT"
          ? "Trial patients weigh 1; controls weigh the odds of their propensity score, so that they stand for the trial's patients."
          : `Patients of both arms are weighted by their propensity score: ${describePopulation(design.estimand, null)}.`;
      const { trim, truncate } = design;
      const notes = [
        trim === undefined
          ? null
          : `Patients with a propensity below ${formatPlain(trim.below)} or above ${formatPlain(trim.above)} are left out.`,
        design.propensity.commonSupport === true ? supportRule : null,
        truncate === undefined ? null : describeTruncation(truncate),
        design.stabilised ? "Weights are stabilised." : null,
      ];
      return [base, ...notes.filter((note) => note !== null)].join(" ");
    }
    case "entropy-balancing":
      return "Weights are those closest to equal under which the means of both arms agree.";
    default:
      return describeMatching(design, covariates);
  }
}

/** Which patients common support leaves out, whatever the design. */
const supportRule = "Patients whose propensity lies outside the range of the other arm are left out.";

function describeTruncation({ lower, upper }: { readonly lower: number; readonly upper: number }): string {
  const ends = [
    ...(lower > 0 ? [`below their quantile ${formatPlain(lower)} are raised to it`] : []),
    ...(upper < 1 ? [`above their quantile ${formatPlain(upper)} are lowered to it`] : []),
  ];
  return `Weights ${joinWords(ends)}, which steadies the estimate and leaves some imbalance.`;
}

type MatchingDesign = Extract<Design, { method: keyof typeof matchingNames }>;

function describeMatching(design: MatchingDesign, covariates: Covariates): string {
  const reach =
    design.caliper === null
      ? "no caliper"
      : `nobody matched further apart than ${formatPlain(design.caliper)} standard deviations of the logit${caliperWords(design)}`;
  const exact = design.exact.map((name) => covariates[name]?.label ?? name);
  const agreeing = exact.length === 0 ? "" : `; members of a set agree on ${exact.join(", ")}`;
  const support = design.propensity.commonSupport === true ? ` ${supportRule}` : "";
  return `${sets(design)}; ${reach}${agreeing}.${support}`;
}

/** Whose standard deviation, where the plan says so. */
function caliperWords({ caliperSd }: MatchingDesign): string {
  if (caliperSd === undefined) return "";
  return caliperSd === "all" ? " over all patients" : ", √((s₁² + s₀²)/2) of the arms";
}

function sets(design: MatchingDesign): string {
  switch (design.method) {
    case "full":
      return "Sets of one trial patient with controls or one control with trial patients, of least total distance";
    case "with-replacement":
      return `Each trial patient has the ${design.ratio} nearest controls and all that tie with them; a control may serve several, and weighs as often. A hazard ratio after matching with replacement is not validated`;
    case "optimal":
      return `1:${design.ratio} matching without replacement, the sets of least total distance`;
    default: {
      const first =
        design.order === "closest"
          ? "the closest pair first"
          : `the trial patient with the ${design.order} propensity choosing first`;
      return `1:${design.ratio} matching without replacement, ${first}`;
    }
  }
}

/** The terms of a design by the labels of their covariates: `Age, Nodes (natural spline, 4 df), Age × Nodes`. */
export const describeTerms = (design: Design, covariates: Covariates): string =>
  listTerms(termsOf(design).terms, covariates);

export const listTerms = (terms: readonly Term[], covariates: Covariates): string =>
  terms.map((term) => describeTerm(term, covariates)).join(", ");

function describeTerm(term: Term, covariates: Covariates): string {
  const labels = covariatesOf(term)
    .map((name) => covariates[name]?.label ?? name)
    .join(" × ");
  if (typeof term === "string" || "interaction" in term) return labels;
  return "spline" in term
    ? `${labels} (natural spline, ${term.df} df)`
    : `${labels} (polynomial of degree ${term.degree})`;
}
