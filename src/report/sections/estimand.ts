import type { IndexRule } from "../../spec/cohort.js";
import { measures } from "../../spec/measures.js";
import { endSentence, inlines, paragraph, text } from "../document/inlines.js";
import type { KeyValues } from "../document/model.js";
import type { Draft } from "../document/number-sections.js";
import { endpointOf } from "../estimate-text.js";
import { formatCount, formatLevel } from "../format.js";
import { printStatistic } from "../print-statistic.js";
import { designFailure } from "../records/designs.js";
import type { EstimateResult } from "../records/estimate-results.js";
import type { ReportInput } from "../records/read-results.js";
import { armLabel } from "../tables/columns.js";
import { describeEstimandOf } from "./design-text.js";

/** The question as estimands: one card for each endpoint, with what each design's estimate is an estimate of. */
export function writeEstimands(input: ReportInput, estimates: readonly EstimateResult[]): Draft {
  const main = estimates.filter(({ variant }) => variant.id === "main");
  const endpoints = [...new Set(main.map(({ estimate }) => estimate.endpoint))];
  return {
    id: "estimands",
    heading: "Question and estimands",
    blocks: [
      paragraph(input.plan.analysis.question),
      ...endpoints.map((endpoint) =>
        estimandCard(
          input,
          main.filter(({ estimate }) => estimate.endpoint === endpoint),
        ),
      ),
      paragraph("The attributes of the cards are aligned with ICH E9(R1); no claim of compliance is made."),
    ],
  };
}

function estimandCard(input: ReportInput, estimates: readonly EstimateResult[]): KeyValues {
  const [first] = estimates;
  if (first === undefined) throw new Error("an endpoint of the plan has an estimate");
  const { cohort } = input.plan.analysis;
  const endpoint = endpointOf(first);
  const criteria = (own: readonly { readonly label: string }[]): string =>
    [...cohort.eligibility, ...own].map(({ label }) => label).join("; ") || "no criterion";
  const entries = [
    ["Endpoint", `${endpoint.label}: ${endSentence(endpoint.definition)}`],
    ["Treatment", `${armLabel(input, "main", "trial")}. Eligible: ${criteria(cohort.trial.eligibility)}.`],
    ["Comparator", `${armLabel(input, "main", "control")}. Eligible: ${criteria(cohort.control.eligibility)}.`],
    ["Time zero, trial", describeIndexRule(cohort.trial.index)],
    ["Time zero, control", describeIndexRule(cohort.control.index)],
    ["Intercurrent events", "No strategy is declared beyond the endpoint's definition."],
  ] as const;
  return {
    kind: "key-values",
    label: `Estimand: ${endpoint.label}`,
    entries: [
      ...entries.map(([key, value]) => ({ key, value: [text(value)] })),
      ...estimates.map((result) => ({
        key: `Estimate: ${result.label}`,
        value: inlines(describeEstimand(input, result)),
      })),
    ],
  };
}

/** What an estimate is an estimate of: whose effect, on which scale, adjusted for what. */
export function describeEstimand(input: ReportInput, result: EstimateResult): string {
  const matched =
    result.design.method === "nearest" || result.design.method === "optimal" ? countMatched(input, result) : "";
  const population = describeEstimandOf(result.design, input.plan.analysis.covariates, matched);
  const scale = `${measures[result.estimate.measure].long}, ${formatLevel(result.estimate.level)} interval`;
  return `${population} Summary measure: ${scale}. Role: ${result.role}.`;
}

/** “234 of 246”. */
function countMatched(input: ReportInput, { variant, estimate }: EstimateResult): string {
  const of = input.records.getStatistic({ variant: variant.id, population: "eligible", group: "trial" }, "n");
  if (designFailure(input, variant.id, estimate.design) !== null) return "the design could not be carried out";
  const place = { variant: variant.id, population: estimate.design, group: "trial" } as const;
  const n = input.records.getStatistic(place, "n");
  return `${printStatistic(n, formatCount)} of ${printStatistic(of, formatCount)}`;
}

function describeIndexRule(index: IndexRule): string {
  switch (index.rule) {
    case "day-zero":
      return `Day 0 as the dataset counts it: ${endSentence(index.meaning)}`;
    case "entry":
      return "Entry into the dataset (enrolment, randomisation or registration).";
    case "diagnosis":
      return index.column === "metastatic_on" ? "Earliest metastatic diagnosis." : "Earliest diagnosis.";
    case "therapy-line": {
      const filters = [
        index.regimens === undefined ? null : `regimen ${index.regimens.join(" or ")}`,
        index.settings === undefined ? null : `setting ${index.settings.join(" or ")}`,
        index.lineNumbers === undefined ? null : `line ${index.lineNumbers.join(" or ")}`,
      ].filter((part) => part !== null);
      return `Start of the ${index.which} line of therapy${filters.length === 0 ? "" : ` with ${filters.join(", ")}`}.`;
    }
  }
}
