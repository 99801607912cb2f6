import type { Analysis } from "../../spec/analysis.js";
import { type Design, termsOf } from "../../spec/design.js";
import { covariatesOf, type Term } from "../../spec/term.js";
import { formatPlain } from "../format.js";

type Covariates = Analysis["covariates"];

/** Whose effect a weighting design estimates. */
const populations = {
  ATT: "ATT, the average effect in the trial's eligible patients",
  ATE: "ATE, the average effect in the eligible patients of both arms together",
  ATO: "ATO, the average effect in the overlap population",
  ATM: "ATM, the average effect in the population that pair matching would keep",
  ATEN: "ATEN, the average effect in the population of entropy weights",
} as const;

/** Kinds of matching, in words. */
const matchingNames = {
  nearest: "nearest-neighbour matching on the logit of the propensity score",
  mahalanobis: "nearest-neighbour matching on the Mahalanobis distance within a propensity caliper",
  "with-replacement": "nearest-neighbour matching with replacement on the logit of the propensity score",
  optimal: "optimal matching on the logit of the propensity score",
  full: "optimal full matching on the logit of the propensity score",
} as const;

/** What an estimate under a design is an estimate of. `matched`: “234 of 246”, for designs that keep matched trial patients. */
export function describeEstimandOf(design: Design, covariates: Covariates, matched: string): string {
  const terms = describeTerms(design, covariates);
  switch (design.method) {
    case "unadjusted":
      return "Unadjusted contrast of the eligible patients, for context: no causal estimand is claimed.";
    case "weighting":
      return `${populations[design.estimand]}, by propensity-score weights (${terms}).`;
    case "entropy-balancing":
      return `${populations[design.estimand]}, by weights that make the arms' means agree (${terms}).`;
    default:
      return `ATT among matched trial patients (${matched}): ${matchingNames[design.method]} (${terms}).`;
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
          : `Patients of both arms are weighted by their propensity score: ${populations[design.estimand]}.`;
      const { trim, truncate } = design;
      const notes = [
        trim === undefined
          ? null
          : `Patients with a propensity below ${formatPlain(trim.below)} or above ${formatPlain(trim.above)} are left out.`,
        truncate === undefined
          ? null
          : `Weights are cut at their quantiles ${formatPlain(truncate.lower)} and ${formatPlain(truncate.upper)}.`,
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

type MatchingDesign = Extract<Design, { method: keyof typeof matchingNames }>;

function describeMatching(design: MatchingDesign, covariates: Covariates): string {
  const reach =
    design.caliper === null
      ? "no caliper"
      : `nobody matched further apart than ${formatPlain(design.caliper)} standard deviations of the logit`;
  const exact = design.exact.map((name) => covariates[name]?.label ?? name);
  const agreeing = exact.length === 0 ? "" : `; members of a set agree on ${exact.join(", ")}`;
  return `${sets(design)}; ${reach}${agreeing}.`;
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
  termsOf(design)
    .terms.map((term) => describeTerm(term, covariates))
    .join(", ");

function describeTerm(term: Term, covariates: Covariates): string {
  const labels = covariatesOf(term)
    .map((name) => covariates[name]?.label ?? name)
    .join(" × ");
  if (typeof term === "string" || "interaction" in term) return labels;
  return "spline" in term
    ? `${labels} (natural spline, ${term.df} df)`
    : `${labels} (polynomial of degree ${term.degree})`;
}
