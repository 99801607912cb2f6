import { dataDrivenCauses, partsOfEstimate } from "../../results/data-driven.js";
import { type Design, missingRuleOf } from "../../spec/design.js";
import { endpointNamesOf } from "../../spec/endpoint-names.js";
import { measures } from "../../spec/measures.js";
import { markAfterLock } from "../after-lock-text.js";
import { endpointLabel, markLabel } from "../data-driven-text.js";
import { endSentence } from "../document/inlines.js";
import type { Table } from "../document/model.js";
import { roleNames } from "../estimate-text.js";
import { formatLevel } from "../format.js";
import { datasetsListing, listingColumn } from "../records/datasets.js";
import type { ReportInput } from "../records/read-results.js";
import { describeMethod, describeTerms } from "../sections/design-text.js";
import { describeEnd, describeProgression, intercurrentEvents, sourceOfEndpoint } from "../sections/endpoint-text.js";
import { describeMissingRule } from "../sections/missing-text.js";
import { describeGate, printGateValue } from "./gates.js";
import { renderPlanTable } from "./plan-table.js";

/** HARPER tables 7, 8 and 10 to 13: outcomes, follow-up, analyses, sensitivity, data and software, power. */
export const renderAnalysisTables = (
  input: ReportInput,
): Readonly<Record<"outcomes" | "followUp" | "analyses" | "sensitivity" | "data" | "power", Table>> => ({
  outcomes: outcomes(input),
  followUp: followUp(input),
  analyses: analyses(input),
  sensitivity: sensitivity(input),
  data: dataSources(input),
  power: power(input),
});

const outcomes = (input: ReportInput): Table =>
  renderPlanTable(input, {
    number: "H7",
    name: "harper-outcomes",
    title: "Operational definitions of outcomes",
    columns: [
      ["Outcome", 1.6],
      ["Roles of its estimates", 1.3],
      ["Definition", 2.4],
      ["Source and algorithm", 2.4],
    ],
    rows: Object.entries(input.plan.analysis.endpoints).map(([name, endpoint]) => {
      const roles = Object.values(input.plan.analysis.estimates).flatMap((each) =>
        each.endpoint === name ? [nameRole(each.role)] : [],
      );
      const progression = describeProgression(endpoint, input.plan.analysis.imaging);
      return [
        endpointLabel(input, name, endpoint.label),
        roles.length === 0 ? "described only" : [...new Set(roles)].join(", "),
        endpoint.definition,
        `${sourceOfEndpoint(endpoint)}.${progression === null ? "" : ` ${progression}`}`,
      ];
    }),
  });

const followUp = (input: ReportInput): Table =>
  renderPlanTable(input, {
    number: "H8",
    name: "harper-follow-up",
    title: "Operational definitions of follow-up",
    columns: [
      ["Outcome", 1.6],
      ["Start", 1.2],
      ["End", 2],
      ["Intercurrent events", 3],
    ],
    rows: Object.values(input.plan.analysis.endpoints).map((endpoint) => [
      endpoint.label,
      endpoint.kind === "duration-of-response" ? "First response" : "Day 0 (index)",
      describeEnd(endpoint),
      intercurrentEvents(endpoint)
        .map(({ event, strategy, how }) => `${event} (${strategy}): ${endSentence(how)}`)
        .join(" "),
    ]),
    definitions: [
      "Analysis time in days is date − start + 1 where the engine derives it, and as the source gives it elsewhere.",
    ],
  });

/** HARPER's table 10: what each estimate contrasts, then what each design does, once. */
function analyses(input: ReportInput): Table {
  const { estimates, designs, endpoints, covariates } = input.plan.analysis;
  const used = new Set(Object.values(estimates).map(({ design }) => design));
  return renderPlanTable(input, {
    number: "H10",
    name: "harper-analyses",
    title: "Analysis specification",
    columns: [
      ["Analysis", 2.2],
      ["Role", 1.1],
      ["Outcome", 2],
      ["Contrast", 1.5],
      ["Adjustment", 1.5],
    ],
    rows: Object.entries(estimates).map(([name, estimate]) => [
      markLabel(
        markAfterLock(estimate.label, estimate.imputation !== undefined),
        dataDrivenCauses(input.results.lock, partsOfEstimate("main", name, endpointNamesOf(estimate))),
      ),
      nameRole(estimate.role),
      endpoints[estimate.endpoint]?.label ?? estimate.endpoint,
      `${measures[estimate.measure].long}, ${formatLevel(estimate.level)} interval`,
      designs[estimate.design]?.label ?? estimate.design,
    ]),
    definitions: Object.entries(designs).flatMap(([name, design]) =>
      used.has(name)
        ? [`${design.label}: ${describeMethod(design, covariates)}${describeModel(design, covariates)}`]
        : [],
    ),
  });
}

const nameRole = (role: keyof typeof roleNames): string => roleNames[role].toLowerCase();

function describeModel(design: Design, covariates: ReportInput["plan"]["analysis"]["covariates"]): string {
  if (design.method === "unadjusted") return "";
  const missing = describeMissingRule(missingRuleOf(design), covariates);
  return ` Terms: ${describeTerms(design, covariates)}. Missing values: ${missing}.`;
}

const sensitivity = (input: ReportInput): Table =>
  renderPlanTable(input, {
    number: "H11",
    name: "harper-sensitivity",
    title: "Sensitivity analyses: rationale",
    columns: [
      ["Analysis", 1.6],
      ["Role", 1],
      ["What is varied", 2.6],
      ["Why", 2.8],
    ],
    rows: input.plan.variants
      .slice(1)
      .map(({ id, label, role, varies, why }) => [
        markLabel(label, dataDrivenCauses(input.results.lock, [`sensitivity.${id}`])),
        role === "main" ? "" : nameRole(role),
        varies ?? "",
        why ?? "",
      ]),
    none: "The plan states no sensitivity analysis.",
    definitions: [
      "Strengths and limitations of each against the main analysis are for the author to state; the plan has no field for them.",
    ],
  });

function dataSources(input: ReportInput): Table {
  const listing = datasetsListing(input);
  const column = (name: string): readonly string[] =>
    listingColumn(listing, name).map((value) => (value === null ? "not stated" : String(value)));
  const names = ["dataset_id", "kind", "name", "version", "data_cutoff", "extracted_on", "provenance"] as const;
  const columns = names.map(column);
  const { engine } = input.results;
  return renderPlanTable(input, {
    number: "H12",
    name: "harper-data-sources",
    title: "Metadata about data sources and software",
    columns: [
      ["Dataset", 1.1],
      ["Kind", 0.9],
      ["Name, version", 1.8],
      ["Cut-off", 1],
      ["Extracted", 1],
      ["Provenance", 2],
    ],
    rows: (columns[0] ?? []).map((id, i) => {
      const at = (k: number): string => columns[k]?.[i] ?? "";
      return [id, at(1), `${at(2)}, ${at(3)}`, at(4), at(5), at(6)];
    }),
    definitions: [
      `Software: ${engine.name} ${engine.version}; data contract version ${input.results.contractVersion}, analysis file version ${input.results.specVersion}. Linkage, coding systems and common data model are the source's to state; the data contract has no field for them.`,
    ],
  });
}

/** Gates on precision are what a plan says of power: planned effective sample size, smallest effect that can be detected. */
function power(input: ReportInput): Table {
  const gates = input.records.indicators.filter(
    ({ indicator, variant }) =>
      variant === "main" &&
      (indicator.startsWith("gate_effective_sample_size") || indicator === "gate_detectable_hazard_ratio"),
  );
  return renderPlanTable(input, {
    number: "H13",
    name: "harper-power",
    title: "Power and sample size",
    columns: [
      ["Design", 1.6],
      ["Quantity", 2.6],
      ["Value, and what was planned", 2.4],
      ["Status", 1.2],
    ],
    rows: gates.map((gate) => [
      input.plan.analysis.designs[gate.population]?.label ?? gate.population,
      gate.label,
      gate.threshold === null ? `${printGateValue(gate, gate.value)}; nothing planned` : describeGate(gate),
      gate.status,
    ]),
    none: "The plan states no gate on precision.",
    definitions: [
      "The number of patients is given by the datasets; precision is held against these gates before any outcome is read.",
    ],
  });
}
