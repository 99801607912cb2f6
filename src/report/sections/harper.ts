import { dataDrivenCauses } from "../../results/data-driven.js";
import { measures } from "../../spec/measures.js";
import { joinWords, paragraph } from "../document/inlines.js";
import type { Table } from "../document/model.js";
import type { Draft } from "../document/number-sections.js";
import { sentenceCase } from "../estimate-text.js";
import { datasetsListing, listingColumn } from "../records/datasets.js";
import type { ReportInput } from "../records/read-results.js";
import { groups } from "../records/record-index.js";
import { armLabel } from "../tables/columns.js";
import { renderAnalysisTables } from "../tables/harper-analysis.js";
import { renderCohortTables } from "../tables/harper-cohort.js";
import { renderPlanTable } from "../tables/plan-table.js";
import { describeIndexRule } from "./index-text.js";

/** The tables of the HARPER protocol template, from the plan alone but for amendments, dates and power. */
export function writeHarper(input: ReportInput): Draft {
  const [timeZero, inclusion, exclusion, exposure, covariates] = renderCohortTables(input);
  const analysis = renderAnalysisTables(input);
  const tables = [
    amendments(input),
    milestones(input),
    objective(input),
    timeZero,
    inclusion,
    exclusion,
    exposure,
    analysis.outcomes,
    analysis.followUp,
    covariates,
    analysis.analyses,
    analysis.sensitivity,
    analysis.data,
    analysis.power,
  ].filter((table): table is Table => table !== undefined);
  return {
    id: "harper",
    heading: "Protocol tables after HARPER",
    blocks: [
      paragraph(
        "Numbered and named after the tables of the HARPER template (Wang et al. 2023, Pharmacoepidemiol Drug Saf 32:44–55), H0 being amendments. They are generated from the analysis file, so that they say what was run. No claim of compliance is made.",
      ),
      ...tables,
    ],
  };
}

const seeDeviations = "see the deviations of the analysis";

function amendments(input: ReportInput): Table {
  const { deviations, dataDriven, replaced } = input.results.lock;
  return renderPlanTable(input, {
    number: "H0",
    name: "harper-amendments",
    title: "Amendments and updates",
    columns: [
      ["Part of the plan", 2],
      ["Change", 1.4],
      ["Reason", 3],
    ],
    rows: [
      ...replaced.map(({ designHash, reason, changes }) => [
        `design lock ${designHash?.slice(0, 12) ?? "that could not be read"}`,
        changes.length === 0
          ? "replaced"
          : `replaced: ${changes.map(({ what, kind }) => `${what} ${kind}`).join("; ")}`,
        reason,
      ]),
      ...deviations
        .filter(({ what }) => !dataDriven.includes(what))
        .map(({ what, kind }) => [what, `${kind} after the lock`, seeDeviations]),
      ...dataDrivenCauses(input.results.lock, dataDriven).map(({ what, how }) => [
        what,
        `${how} after the lock: DATA DRIVEN`,
        seeDeviations,
      ]),
    ],
    none: "No amendment since the design was locked.",
  });
}

function milestones(input: ReportInput): Table {
  const listing = datasetsListing(input);
  const ids = listingColumn(listing, "dataset_id");
  const dates = (name: string, words: string): readonly (readonly string[])[] =>
    listingColumn(listing, name).map((date, i) => [
      `${words}, ${ids[i]}`,
      date === null ? "no calendar date" : String(date),
    ]);
  return renderPlanTable(input, {
    number: "H1",
    name: "harper-milestones",
    title: "Milestones",
    columns: [
      ["Milestone", 3],
      ["Date", 2],
    ],
    rows: [...dates("extracted_on", "Data extracted"), ...dates("data_cutoff", "Data cut-off")],
    definitions: [
      "Dates of lock and analysis depend on the clock and stand in run.json and in the ledger, not in the results.",
    ],
  });
}

function objective(input: ReportInput): Table {
  const { question, cohort, estimates, endpoints } = input.plan.analysis;
  const lead = Object.values(estimates).find(({ role }) => role === "primary") ?? Object.values(estimates)[0];
  if (lead === undefined) throw new Error("a plan has an estimate");
  const criteria = [...cohort.eligibility, ...cohort.trial.eligibility].map(({ label }) => label);
  const outcome = endpoints[lead.endpoint];
  const others = Object.entries(endpoints).flatMap(([name, { label }]) => (name === lead.endpoint ? [] : [label]));
  const [trial, control] = groups.map((group) => armLabel(input, "main", group));
  return renderPlanTable(input, {
    number: "H2",
    name: "harper-objective",
    title: "Research question and objective",
    columns: [
      ["Element", 1.2],
      ["Specification", 4],
    ],
    rows: [
      ["Objective", question],
      ["Population", criteria.length === 0 ? "Patients of the trial's dataset" : criteria.join("; ")],
      ["Exposure", trial ?? ""],
      ["Comparator", control ?? ""],
      ["Outcome", outcome === undefined ? "" : `${outcome.label}: ${outcome.definition}`],
      ["Further outcomes", others.length === 0 ? "none" : joinWords(others)],
      [
        "Time",
        `${groups.map((group) => `${armLabel(input, "main", group)}: from ${lowerFirst(describeIndexRule(cohort[group].index))}`).join(" ")} To the event or the end of follow-up (Table H8).`,
      ],
      [
        "Main measure of effect",
        `${sentenceCase(measures[lead.measure].long)} (${lead.label}${lead.role === "primary" ? "" : "; the plan has no primary estimate, this is its first"})`,
      ],
    ],
  });
}

const lowerFirst = (words: string): string => `${words.slice(0, 1).toLowerCase()}${words.slice(1)}`;
