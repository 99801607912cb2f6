import type { Statistic } from "../../results/records.js";
import { figuresOf, tablesOf } from "../document/blocks-of.js";
import type { ReportDocument } from "../document/model.js";
import type { ReportInput } from "../records/read-results.js";
import { describeAnalyses } from "./describe-analyses.js";
import { describeOutputs } from "./describe-outputs.js";
import { describeAnalysisSets, describeArms, describeDataSubsets, levels } from "./describe-sets.js";
import { selectSources } from "./link-outputs.js";
import type { ArsAnalysis, ArsList, ArsOrderedItem, ArsOutput, ArsReportingEvent } from "./model.js";
import { terminologyExtensions } from "./terms.js";

/**
 * The results as a ReportingEvent of the CDISC Analysis Results Standard v1.0: every statistic of results.json as the result of an operation,
 * every table and figure as an output. The list of contents has under each output the analyses whose results it is made of, which is where the standard
 * keeps that relation. Series (the points of curves), indicators and listings are not analyses of the standard and stay in results.json.
 */
export function writeReportingEvent(input: ReportInput, document: ReportDocument): ArsReportingEvent {
  const { analyses, methods, analysisOf } = describeAnalyses(input);
  const outputs = describeOutputs(document);
  const { id, title } = input.plan.analysis;
  return {
    id,
    name: title,
    version: 1,
    description: `Plan ${input.results.planHash}; data ${input.results.data.fingerprint}`,
    mainListOfContents: {
      name: "Analyses and outputs",
      contentsList: { listItems: listContents(analyses, outputs, linkOutputs(input, document, analysisOf)) },
    },
    referenceDocuments: [{ id: "results", name: "Results with the resolved plan", location: "results.json" }],
    terminologyExtensions,
    analysisSets: describeAnalysisSets(input),
    dataSubsets: describeDataSubsets(input),
    analysisGroupings: [describeArms(input)],
    dataGroupings: [levels],
    methods,
    analyses,
    outputs,
  };
}

/** The analyses that each table and figure is made of, by its id, in their order. */
function linkOutputs(
  input: ReportInput,
  { sections }: ReportDocument,
  analysisOf: ReadonlyMap<Statistic, ArsAnalysis>,
): ReadonlyMap<string, readonly ArsAnalysis[]> {
  const linked = [...tablesOf(sections), ...figuresOf(sections)].map((output) => {
    const found = selectSources(input, output).flatMap((record) => analysisOf.get(record) ?? []);
    return [output.id, [...new Set(found)]] as const;
  });
  return new Map(linked);
}

function listContents(
  analyses: readonly ArsAnalysis[],
  outputs: readonly ArsOutput[],
  links: ReadonlyMap<string, readonly ArsAnalysis[]>,
): ArsOrderedItem[] {
  const listAnalyses = (list: readonly ArsAnalysis[], level: number): ArsList => ({
    listItems: list.map(({ id, name }, i) => ({ level, order: i + 1, name, analysisId: id })),
  });
  const listOutput = ({ id, name }: ArsOutput, i: number): ArsOrderedItem => {
    const own = links.get(id) ?? [];
    return {
      level: 2,
      order: i + 1,
      name,
      outputId: id,
      ...(own.length === 0 ? {} : { sublist: listAnalyses(own, 3) }),
    };
  };
  return [
    {
      level: 1,
      order: 1,
      name: "Outputs, with the analyses each is made of",
      sublist: { listItems: outputs.map(listOutput) },
    },
    { level: 1, order: 2, name: "Analyses", sublist: listAnalyses(analyses, 2) },
  ];
}
