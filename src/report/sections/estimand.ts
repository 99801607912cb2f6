import { censoringWeightsOf } from "../../spec/check-censoring.js";
import { endpointNamesOf } from "../../spec/endpoint-names.js";
import { measures } from "../../spec/measures.js";
import { endSentence, inlines, paragraph, strong, text } from "../document/inlines.js";
import type { KeyValues } from "../document/model.js";
import type { Draft } from "../document/number-sections.js";
import { endpointOf, roleNames } from "../estimate-text.js";
import { renderDesignDiagram } from "../figures/design-diagram.js";
import type { Fonts } from "../fonts/load-fonts.js";
import { formatCount, formatLevel, formatPlain } from "../format.js";
import { printStatistic } from "../print-statistic.js";
import { designFailure } from "../records/designs.js";
import type { EstimateResult } from "../records/estimate-results.js";
import { countImputations } from "../records/imputations.js";
import { selectLeftOut } from "../records/left-out.js";
import type { ReportInput } from "../records/read-results.js";
import { groups } from "../records/record-index.js";
import { armLabel } from "../tables/columns.js";
import { renderTargetTrialTable } from "../tables/target-trial.js";
import { describeEstimandOf, listTerms } from "./design-text.js";
import { describeProgression, intercurrentEvents, sourceOfEndpoint } from "./endpoint-text.js";
import { describeInResponse } from "./in-response-text.js";
import { describeIndexRule } from "./index-text.js";
import { describeLeftOut } from "./population-text.js";

/** The question as estimands: what all of them share, then a card for each endpoint with what each design's estimate is an estimate of. */
export function writeEstimands(input: ReportInput, estimates: readonly EstimateResult[], fonts: Fonts): Draft {
  const main = estimates.filter(({ variant }) => variant.id === "main");
  const variables = [...new Set(main.map(variableOf))];
  return {
    id: "estimands",
    heading: "Question, estimands and design",
    blocks: [
      paragraph(input.plan.analysis.question),
      sharedCard(input),
      ...variables.map((variable) =>
        estimandCard(
          input,
          main.filter((result) => variableOf(result) === variable),
        ),
      ),
      paragraph(
        "The attributes of the cards are aligned with ICH E9(R1); no claim of compliance is made. Strategies for intercurrent events are those that the rules of each endpoint amount to.",
      ),
      renderTargetTrialTable(input, main),
      renderDesignDiagram(input, fonts),
    ],
  };
}

/** Attributes that every estimand of the analysis has in common. */
function sharedCard(input: ReportInput): KeyValues {
  const { cohort } = input.plan.analysis;
  const labels = (criteria: readonly { readonly label: string }[]): string =>
    criteria.map(({ label }) => label).join("; ");
  const own = groups.flatMap((group) => {
    const { eligibility } = cohort[group];
    return eligibility.length === 0 ? [] : [`${armLabel(input, "main", group)}: ${labels(eligibility)}.`];
  });
  const both = cohort.eligibility.length === 0 ? "No criterion of both arms." : `${labels(cohort.eligibility)}.`;
  const entries = [
    ["Treatment", armLabel(input, "main", "trial")],
    ["Comparator", armLabel(input, "main", "control")],
    ["Population", [both, ...own].join(" ")],
    ["Time zero, trial", describeIndexRule(cohort.trial.index)],
    ["Time zero, control", describeIndexRule(cohort.control.index)],
  ] as const;
  return {
    kind: "key-values",
    label: "Shared by all estimands",
    entries: entries.map(([key, value]) => ({ key, value: [text(value)] })),
  };
}

/** What tells the variable of an estimand from others: its endpoint, or what being in response is made of. */
const variableOf = ({ estimate }: EstimateResult): string =>
  "progression" in estimate ? JSON.stringify(endpointNamesOf(estimate)) : estimate.endpoint;

function estimandCard(input: ReportInput, estimates: readonly EstimateResult[]): KeyValues {
  const [first] = estimates;
  if (first === undefined) throw new Error("an endpoint of the plan has an estimate");
  const endpoint = endpointOf(first);
  const inResponse = describeInResponse(first);
  const { imaging } = input.plan.analysis;
  const progression = describeProgression(inResponse?.progression ?? endpoint, imaging);
  const variable = inResponse?.variable ?? `${endpoint.label}: ${endSentence(endpoint.definition)}`;
  return {
    kind: "key-values",
    label: `Estimand: ${inResponse?.label ?? endpoint.label}`,
    entries: [
      { key: "Variable", value: [text(variable)] },
      { key: "Source", value: [text(endSentence(sourceOfEndpoint(endpoint)))] },
      ...(inResponse?.events ?? intercurrentEvents(endpoint)).map(({ event, strategy, how }) => ({
        key: `Intercurrent: ${event.slice(0, 1).toLowerCase()}${event.slice(1)}`,
        value: inlines(strong(`${strategy.slice(0, 1).toUpperCase()}${strategy.slice(1)}`), `: ${endSentence(how)}`),
      })),
      ...(progression === null ? [] : [{ key: "Progression", value: [text(progression)] }]),
      ...estimates.map((result) => ({
        key: `Estimate: ${result.label}`,
        value: inlines(describeEstimand(input, result)),
      })),
    ],
  };
}

/** What an estimate is an estimate of: whose effect, who is left out, on which scale, adjusted for what. */
export function describeEstimand(input: ReportInput, result: EstimateResult): string {
  const { design, estimate, variant } = result;
  const day = estimate.measure === "in-response-difference" ? ` at ${estimate.timeDays} days` : "";
  const scale = `${measures[estimate.measure].long}${day}, ${formatLevel(estimate.level)} interval`;
  const end = `Summary measure: ${scale}. Role: ${roleNames[result.role].toLowerCase()}.`;
  const { covariates } = input.plan.analysis;
  if (designFailure(input, variant.id, estimate.design) !== null)
    return `${describeEstimandOf(design, covariates, null)} The design could not be carried out. ${end}`;
  const selection = selectLeftOut(input, result);
  const cut = describeCutWeights(input, result);
  const counted =
    countImputations(input, variant.id, estimate.design) > 0
      ? "Numbers are of patients who are in the design in any imputation."
      : null;
  const censored = describeCensoringWeights(estimate, covariates);
  return [describeEstimandOf(design, covariates, selection), describeLeftOut(selection), counted, cut, censored, end]
    .filter((sentence) => sentence !== null)
    .join(" ");
}

/** What censoring weights make of the question: the effect had nobody been censored for these reasons. */
function describeCensoringWeights(
  estimate: EstimateResult["estimate"],
  covariates: Parameters<typeof listTerms>[1],
): string | null {
  const weights = censoringWeightsOf(estimate);
  if (weights === null) return null;
  const { reasons, terms, largest } = weights;
  const [who, of] =
    reasons === "all"
      ? ["nobody been censored before the end of the comparison", "any censoring"]
      : ["nobody started a new anticancer therapy before progression (hypothetical strategy)", "censoring by it"];
  const cut = largest === undefined ? "" : ` Weights above ${formatPlain(largest)} are set to it.`;
  return `As it would be had ${who}: patients still followed are weighted for those like them who were not, by a model of ${of} within each arm, right if what stands in it (${listTerms(terms, covariates)}) explains who is censored.${cut} The treatment-policy estimate stands beside it.`;
}

/** How many weights were cut, which moves the weighted patients away from the population named. */
function describeCutWeights(input: ReportInput, { variant, estimate }: EstimateResult): string | null {
  const cut = input.records.findStatistic({ variant: variant.id, population: estimate.design }, "truncated");
  if (cut === null || cut.value === 0) return null;
  return `Weights cut: ${printStatistic(cut, formatCount)}; the weighted patients stand for that population only nearly.`;
}
