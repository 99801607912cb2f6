import { measures } from "../../spec/measures.js";
import { catalogueEntry } from "../catalogue.js";
import { writeFootnotes } from "../document/footnotes.js";
import { joinWords } from "../document/inlines.js";
import type { Table } from "../document/model.js";
import { endpointOf, sentenceCase } from "../estimate-text.js";
import type { EstimateResult } from "../records/estimate-results.js";
import { selectLeftOut } from "../records/left-out.js";
import type { ReportInput } from "../records/read-results.js";
import { groups } from "../records/record-index.js";
import { describeEstimandOf, describeTerms } from "../sections/design-text.js";
import { describeIndexRule } from "../sections/index-text.js";
import { armLabel, bodyRow, leftColumn } from "./columns.js";

/** T9.1: the trial that would answer the question beside its emulation here, component by component. `estimates`: of the main analysis. */
export function renderTargetTrialTable(input: ReportInput, estimates: readonly EstimateResult[]): Table {
  const { cohort, covariates } = input.plan.analysis;
  const [trial, control] = groups.map((group) => armLabel(input, "main", group));
  const criteria = [...cohort.eligibility, ...cohort.trial.eligibility, ...cohort.control.eligibility];
  const readsLater = criteria.some((criterion) => criterion.kind === "sql" && criterion.postIndex);
  const [lead] = estimates;
  const outcomes = [...new Set(estimates.map((result) => endpointOf(result).label))];
  const contrasts = [...new Set(estimates.map(({ estimate }) => measures[estimate.measure].long))];
  const adjusted = estimates.find(({ design }) => design.method !== "unadjusted");
  const terms = adjusted === undefined ? "" : describeTerms(adjusted.design, covariates);
  const assignment = [trial, control].join(" and ");
  const zero = groups
    .map((group) => `${armLabel(input, "main", group)}: ${describeIndexRule(cohort[group].index)}`)
    .join(" ");
  const datasets = groups
    .map((group) => `${armLabel(input, "main", group)} from ${[cohort[group].dataset].flat().join(", ")}`)
    .join("; ");
  const rows = [
    [
      "Eligibility",
      criteria.length === 0 ? "No criterion." : `${criteria.map(({ label }) => label).join("; ")}.`,
      `The same criteria, read from the records${readsLater ? "; those marked in Table 14.1.1 read data after index" : " at or before index"}; windows and definitions stand in Tables H4 and H5.`,
    ],
    ["Treatment strategies", `${assignment}, from time zero.`, `${datasets}.`],
    [
      "Assignment",
      "At random at time zero, in the open.",
      adjusted === undefined
        ? "Not random, and not adjusted for."
        : `Not random. Taken to be as good as random given: ${terms}.`,
    ],
    ["Start of follow-up", "Assignment.", zero],
    ["End of follow-up", "Event, loss, or data cut-off.", "By the rules of each endpoint; Table H8."],
    ["Outcomes", `${joinWords(outcomes)}.`, "As derived or taken as given; Table H7."],
    [
      "Causal contrast",
      "Effect of being assigned, in the population of interest.",
      lead === undefined
        ? ""
        : `${describeEstimandOf(lead.design, covariates, selectLeftOut(input, lead))} Who is left out stands with the estimand.`,
    ],
    [
      "Identifying assumptions",
      "Held by randomisation.",
      "No unmeasured confounding given the covariates; every trial patient could have been in the control arm; one version of each treatment; covariates and outcomes measured alike in both datasets. The data cannot prove any of them.",
    ],
    [
      "Analysis",
      `${sentenceCase(joinWords(contrasts))} between the assigned groups.`,
      "The same contrasts under the designs of Table H10.",
    ],
  ] as const;
  return {
    kind: "table",
    ...catalogueEntry("table", "9.1", "target-trial"),
    title: "The target trial and its emulation",
    population: "From the analysis file",
    columns: [leftColumn("Component", 1.3), leftColumn("Target trial", 2.6), leftColumn("Emulation here", 3.6)],
    rows: rows.map((row) => bodyRow(...row)),
    footnotes: writeFootnotes(input, {
      definitions: [
        "Components aligned with the TARGET statement (Cashin et al. 2025); no claim of compliance is made.",
      ],
      source: "plan",
    }),
  };
}
