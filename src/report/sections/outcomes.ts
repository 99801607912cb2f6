import { mainEstimates } from "../catalogue.js";
import { inlines, paragraph } from "../document/inlines.js";
import type { Block } from "../document/model.js";
import type { Draft } from "../document/number-sections.js";
import { endpointOf } from "../estimate-text.js";
import { renderKaplanMeier } from "../figures/kaplan-meier.js";
import type { Fonts } from "../fonts/load-fonts.js";
import type { EstimateResult } from "../records/estimate-results.js";
import type { ReportInput } from "../records/read-results.js";
import { groups } from "../records/record-index.js";
import { renderBinaryEndpointTable } from "../tables/binary-endpoint.js";
import { renderTimeToEventTable } from "../tables/time-to-event.js";
import { describeEstimand } from "./estimand.js";
import { writeHeadline } from "./synopsis.js";

/** The estimates of the main analysis, the primary one first, each with its table and curves. */
export function writeOutcomes(input: ReportInput, fonts: Fonts, estimates: readonly EstimateResult[]): Draft {
  const binary = mainEstimates(estimates, "yes-no");
  const survival = mainEstimates(estimates, "time-to-event");
  return {
    id: "outcomes",
    heading: "Outcomes",
    blocks: [],
    sections: [
      ...survival.map((result, i) => writeOutcome(input, result, survivalBlocks(input, fonts, result, i))),
      ...binary.map((result, i) =>
        writeOutcome(input, result, isCarriedOut(result) ? [renderBinaryEndpointTable(input, result, i)] : []),
      ),
    ],
  };
}

const writeOutcome = (input: ReportInput, result: EstimateResult, blocks: readonly Block[]): Draft => ({
  id: `outcome-${result.name}`,
  heading: `${endpointOf(result).label}: ${result.label}`,
  blocks: [
    isCarriedOut(result)
      ? paragraph(writeHeadline(input, result))
      : { kind: "callout", tone: "warning", title: "Not estimable", content: [inlines(writeHeadline(input, result))] },
    paragraph(describeEstimand(input, result)),
    ...blocks,
  ],
});

/** An estimate that was withheld has no curves and no counts; one that failed on the data has them. */
function survivalBlocks(input: ReportInput, fonts: Fonts, result: EstimateResult, index: number): readonly Block[] {
  const place = { variant: "main", population: result.estimate.design, variable: result.name };
  const hasCurves = groups.every((group) => input.records.findSeries({ ...place, group }, "kaplan_meier") !== null);
  if (!hasCurves && result.effect.point.status !== "ok") return [];
  return [renderTimeToEventTable(input, result, index), renderKaplanMeier(input, fonts, result, index)];
}

const isCarriedOut = (result: EstimateResult): boolean => result.effect.point.status === "ok";
