import { dataDrivenCauses, partsOfEstimate } from "../../results/data-driven.js";
import type { Statistic } from "../../results/records.js";
import { endpointNamesOf } from "../../spec/endpoint-names.js";
import type { ReportInput } from "../records/read-results.js";
import { analysisSetId, armGroupId, armGrouping, endpointSubsetId, levelGrouping } from "./describe-sets.js";
import type { ArsAnalysis, ArsMethod, ArsResult, ArsTerm } from "./model.js";
import { purposeOf } from "./terms.js";

/**
 * The statistics of results.json as analyses and methods. One analysis is what shares variant, stage, population, variable, method, choices
 * and role; one method is a text of `method` (or, where a statistic is a plain count or sum, its stage) with every statistic named under it.
 * No statistic is left out and none stands twice.
 */
export function describeAnalyses(input: ReportInput): {
  analyses: ArsAnalysis[];
  methods: ArsMethod[];
  /** The analysis that each statistic is a result of. */
  analysisOf: ReadonlyMap<Statistic, ArsAnalysis>;
} {
  const methods = new Map<string, { id: string; name: string; operations: Map<string, string> }>();
  const parts = new Map<string, Statistic[]>();
  for (const record of input.records.statistics) {
    const { variant, stage, population, variable, method, params, role } = record;
    const key = JSON.stringify([variant, stage, population, variable, method, params, role]);
    const part = parts.get(key);
    if (part === undefined) parts.set(key, [record]);
    else part.push(record);
    const name = nameOfMethod(record);
    const known = methods.get(name) ?? { id: `method-${methods.size + 1}`, name, operations: new Map() };
    methods.set(name, known);
    if (!known.operations.has(record.statistic))
      known.operations.set(record.statistic, `${known.id}/${record.statistic}`);
  }
  const analysisOf = new Map<Statistic, ArsAnalysis>();
  const analyses = [...parts.values()].map((records, i) => {
    const method = methods.get(nameOfMethod(records[0]!))!;
    const analysis = describeAnalysis(input, `analysis-${i + 1}`, records, method);
    for (const record of records) analysisOf.set(record, analysis);
    return analysis;
  });
  return {
    analyses,
    analysisOf,
    methods: [...methods.values()].map(({ id, name, operations }) => ({
      id,
      name,
      operations: [...operations].map(([statistic, operation], i) => ({
        id: operation,
        order: i + 1,
        name: statistic,
      })),
    })),
  };
}

const nameOfMethod = ({ method, stage }: Statistic): string => method ?? `Counts and summaries (${stage})`;

function describeAnalysis(
  input: ReportInput,
  id: string,
  records: readonly Statistic[],
  method: { readonly id: string; readonly operations: ReadonlyMap<string, string> },
): ArsAnalysis {
  const { variant, stage, population, variable, params, role, method: how } = records[0]!;
  const label = [variable ?? population, ...(how === null ? [] : [how])].join(": ");
  const notes = [
    ...new Set(records.flatMap((each) => (each.note === null ? [] : [`${each.statistic}: ${each.note}`]))),
  ];
  const endpoint = typeof params.endpoint === "string" ? params.endpoint : null;
  const units = new Map(records.flatMap(({ unit, statistic }) => (unit === null ? [] : [[statistic, unit] as const])));
  return {
    id,
    name: variant === "main" ? label : `${variant}: ${label}`,
    ...(notes.length === 0 ? {} : { description: notes.join("; ") }),
    reason: reasonOf(input, records[0]!, endpoint),
    purpose: purposeOf(role),
    analysisSetId: analysisSetId(variant, population),
    ...(endpoint === null ? {} : { dataSubsetId: endpointSubsetId(endpoint) }),
    ...(variable === null ? {} : { variable }),
    methodId: method.id,
    ...groupingsOf(records),
    programmingCode: {
      context: `${input.results.engine.name} ${input.results.engine.version}`,
      parameters: [
        { name: "variant", value: [variant] },
        { name: "stage", value: [stage] },
        ...Object.entries(params).map(([name, value]) => ({ name, value: [String(value)] })),
        ...[...units].map(([statistic, unit]) => ({ name: `unit.${statistic}`, value: [unit] })),
      ],
    },
    documentRefs: [{ referenceDocumentId: "results" }],
    results: records.map((record) => describeResult(record, method.operations.get(record.statistic)!)),
  };
}

/** The plan is locked before outcomes are read, so what it names is specified; what was added or changed afterwards is data driven. */
function reasonOf(input: ReportInput, record: Statistic, endpoint: string | null): ArsTerm {
  const { variant, variable } = record;
  const estimate = variable === null ? undefined : variantOf(input, variant)?.estimates[variable];
  const endpoints = endpoint === null ? [] : estimate === undefined ? [endpoint] : endpointNamesOf(estimate);
  const parts =
    endpoint === null || variable === null
      ? [...endpoints.map((name) => `endpoints.${name}`), ...variantPart(variant)]
      : partsOfEstimate(variant, variable, endpoints);
  const causes = dataDrivenCauses(input.results.lock, parts);
  return { controlledTerm: causes.length === 0 ? "SPECIFIED IN SAP" : "DATA DRIVEN" };
}

const variantOf = (input: ReportInput, variant: string) => input.plan.variants.find(({ id }) => id === variant);

const variantPart = (variant: string): string[] => (variant === "main" ? [] : [`sensitivity.${variant}`]);

function groupingsOf(records: readonly Statistic[]): Pick<ArsAnalysis, "orderedGroupings"> {
  const used = [
    ...(records.some(({ group }) => group !== null) ? [armGrouping] : []),
    ...(records.some(({ level }) => level !== null) ? [levelGrouping] : []),
  ];
  if (used.length === 0) return {};
  return { orderedGroupings: used.map((groupingId, i) => ({ order: i + 1, groupingId, resultsByGroup: true })) };
}

function describeResult(record: Statistic, operationId: string): ArsResult {
  const { group, level, value, status } = record;
  const resultGroups = [
    ...(group === null ? [] : [{ groupingId: armGrouping, groupId: armGroupId(group) }]),
    ...(level === null ? [] : [{ groupingId: levelGrouping, groupValue: level }]),
  ];
  return {
    operationId,
    ...(resultGroups.length === 0 ? {} : { resultGroups }),
    ...(value === null
      ? { formattedValue: status === "suppressed" ? "suppressed" : "NE" }
      : { rawValue: String(value) }),
  };
}
