import type { ReportDocument } from "../document/model.js";
import type { ReportInput } from "../records/read-results.js";
import { describeAnalyses } from "./describe-analyses.js";
import { describeOutputs } from "./describe-outputs.js";
import { describeAnalysisSets, describeArms, describeDataSubsets, levels } from "./describe-sets.js";
import type { ArsAnalysis, ArsOrderedItem, ArsOutput, ArsReportingEvent } from "./model.js";
import { terminologyExtensions } from "./terms.js";

/**
 * The results as a ReportingEvent of the CDISC Analysis Results Standard v1.0: every statistic of results.json as the result of an operation,
 * every table and figure as an output. Which table prints which result is not told: a table selects its records when it is drawn.
 * Series (the points of curves), indicators and listings are not analyses of the standard and stay in results.json.
 */
export function writeReportingEvent(input: ReportInput, document: ReportDocument): ArsReportingEvent {
  const { analyses, methods } = describeAnalyses(input);
  const outputs = describeOutputs(document);
  const { id, title } = input.plan.analysis;
  return {
    id,
    name: title,
    version: 1,
    description: `Plan ${input.results.planHash}; data ${input.results.data.fingerprint}`,
    mainListOfContents: { name: "Analyses and outputs", contentsList: { listItems: listContents(analyses, outputs) } },
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

function listContents(analyses: readonly ArsAnalysis[], outputs: readonly ArsOutput[]): ArsOrderedItem[] {
  const item = (name: string, order: number, to: Pick<ArsOrderedItem, "analysisId" | "outputId">): ArsOrderedItem => ({
    level: 2,
    order,
    name,
    ...to,
  });
  return [
    {
      level: 1,
      order: 1,
      name: "Outputs",
      sublist: { listItems: outputs.map(({ id, name }, i) => item(name, i + 1, { outputId: id })) },
    },
    {
      level: 1,
      order: 2,
      name: "Analyses",
      sublist: { listItems: analyses.map(({ id, name }, i) => item(name, i + 1, { analysisId: id })) },
    },
  ];
}
