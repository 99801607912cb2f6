import type { ReportInput } from "../records/read-results.js";
import { groups } from "../records/record-index.js";
import { armLabel } from "../tables/columns.js";
import type { ArsGrouping, ArsSet } from "./model.js";

/** Id of an analysis set: a population of a variant. */
export const analysisSetId = (variant: string, population: string): string => `${variant}/${population}`;
/** Id of the rows of one endpoint. */
export const endpointSubsetId = (endpoint: string): string => `endpoint/${endpoint}`;
export const armGrouping = "arm";
export const levelGrouping = "level";
export const armGroupId = (group: string): string => `${armGrouping}/${group}`;

const words: Readonly<Record<string, string>> = {
  datasets: "Patients of the data sources",
  attrition: "Patients left at each step of eligibility",
  eligible: "Eligible patients",
  curves: "Combinations of the specification curves",
};

/** Every population that a statistic is of, in the order of the records; those of a variant carry its label. */
export function describeAnalysisSets(input: ReportInput): ArsSet[] {
  const sets = new Map<string, ArsSet>();
  const plans = new Map([...input.plan.variants, ...input.plan.curves].map((each) => [each.id, each]));
  for (const { variant, population } of input.records.statistics) {
    const id = analysisSetId(variant, population);
    if (sets.has(id)) continue;
    const found = plans.get(variant);
    const own = words[population] ?? found?.designs[population]?.label ?? population;
    const label = found === undefined || found.role === "main" ? own : `${found.label}: ${own}`;
    sets.set(id, { id, label, level: 1, order: sets.size + 1 });
  }
  return [...sets.values()];
}

/** The rows of each endpoint of any variant, named as the first variant that has it names it. */
export function describeDataSubsets(input: ReportInput): ArsSet[] {
  const subsets = new Map<string, ArsSet>();
  for (const variant of input.plan.variants)
    for (const [name, { label }] of Object.entries(variant.endpoints)) {
      const id = endpointSubsetId(name);
      if (!subsets.has(id)) subsets.set(id, { id, label, level: 1, order: subsets.size + 1 });
    }
  return [...subsets.values()];
}

export function describeArms(input: ReportInput): ArsGrouping {
  return {
    id: armGrouping,
    label: "Treatment arm",
    groupingVariable: "ARM",
    dataDriven: false,
    groups: groups.map((group, i) => ({
      id: armGroupId(group),
      label: armLabel(input, "main", group),
      level: 1,
      order: i + 1,
    })),
  };
}

/** The levels of a covariate, the time of a landmark, the step of eligibility: whatever a statistic is divided by beside the arm. */
export const levels: ArsGrouping = {
  id: levelGrouping,
  label: "Level of the variable",
  groupingVariable: "level",
  dataDriven: true,
};
