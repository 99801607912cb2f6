import type { Design } from "../../spec/design.js";
import { measures } from "../../spec/measures.js";
import { endSentence, inlines, paragraph, strong, text } from "../document/inlines.js";
import type { KeyValues } from "../document/model.js";
import type { Draft } from "../document/number-sections.js";
import { endpointOf } from "../estimate-text.js";
import { renderDesignDiagram } from "../figures/design-diagram.js";
import type { Fonts } from "../fonts/load-fonts.js";
import { formatCount, formatLevel } from "../format.js";
import { printStatistic } from "../print-statistic.js";
import { designFailure } from "../records/designs.js";
import type { EstimateResult } from "../records/estimate-results.js";
import { countImputations } from "../records/imputations.js";
import type { ReportInput } from "../records/read-results.js";
import { groups } from "../records/record-index.js";
import { armLabel } from "../tables/columns.js";
import { renderTargetTrialTable } from "../tables/target-trial.js";
import { describeEstimandOf } from "./design-text.js";
import { describeProgression, intercurrentEvents, sourceOfEndpoint } from "./endpoint-text.js";
import { describeIndexRule } from "./index-text.js";

/** The question as estimands: what all of them share, then a card for each endpoint with what each design's estimate is an estimate of. */
export function writeEstimands(input: ReportInput, estimates: readonly EstimateResult[], fonts: Fonts): Draft {
  const main = estimates.filter(({ variant }) => variant.id === "main");
  const endpoints = [...new Set(main.map(({ estimate }) => estimate.endpoint))];
  return {
    id: "estimands",
    heading: "Question, estimands and design",
    blocks: [
      paragraph(input.plan.analysis.question),
      sharedCard(input),
      ...endpoints.map((endpoint) =>
        estimandCard(
          input,
          main.filter(({ estimate }) => estimate.endpoint === endpoint),
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

function estimandCard(input: ReportInput, estimates: readonly EstimateResult[]): KeyValues {
  const [first] = estimates;
  if (first === undefined) throw new Error("an endpoint of the plan has an estimate");
  const endpoint = endpointOf(first);
  const { imaging } = input.plan.analysis;
  const progression = describeProgression(endpoint, imaging);
  return {
    kind: "key-values",
    label: `Estimand: ${endpoint.label}`,
    entries: [
      { key: "Variable", value: [text(`${endpoint.label}: ${endSentence(endpoint.definition)}`)] },
      { key: "Source", value: [text(endSentence(sourceOfEndpoint(endpoint)))] },
      ...intercurrentEvents(endpoint).map(({ event, strategy, how }) => ({
        key: `Intercurrent: ${event.slice(0, 1).toLowerCase()}${event.slice(1)}`,
        value: inlines(strong(`${strategy.slice(0, 1).toUpperCase()}${strategy.slice(1)}`), `: ${how}.`),
      })),
      ...(progression === null ? [] : [{ key: "Progression", value: [text(progression)] }]),
      ...estimates.map((result) => ({
        key: `Estimate: ${result.label}`,
        value: inlines(describeEstimand(input, result)),
      })),
    ],
  };
}

/** What an estimate is an estimate of: whose effect, on which scale, adjusted for what. */
export function describeEstimand(input: ReportInput, result: EstimateResult): string {
  const matched = keepsMatched.has(result.design.method) ? countMatched(input, result) : "";
  const population = describeEstimandOf(result.design, input.plan.analysis.covariates, matched);
  const scale = `${measures[result.estimate.measure].long}, ${formatLevel(result.estimate.level)} interval`;
  return `${population} Summary measure: ${scale}. Role: ${result.role}.`;
}

/** Designs whose estimand is that of the trial patients they keep. */
const keepsMatched = new Set<Design["method"]>(["nearest", "mahalanobis", "with-replacement", "optimal", "full"]);

/** “234 of 246”. */
function countMatched(input: ReportInput, { variant, estimate }: EstimateResult): string {
  const of = input.records.getStatistic({ variant: variant.id, population: "eligible", group: "trial" }, "n");
  if (designFailure(input, variant.id, estimate.design) !== null) return "the design could not be carried out";
  const place = { variant: variant.id, population: estimate.design, group: "trial" } as const;
  const n = input.records.getStatistic(place, "n");
  const where = countImputations(input, variant.id, estimate.design) > 0 ? " in any imputation" : "";
  return `${printStatistic(n, formatCount)} of ${printStatistic(of, formatCount)}${where}`;
}
