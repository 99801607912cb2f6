import { measures } from "../../spec/measures.js";
import { catalogueEntry } from "../catalogue.js";
import { dataDrivenNote, markLabel } from "../data-driven-text.js";
import { writeFootnotes } from "../document/footnotes.js";
import { endSentence } from "../document/inlines.js";
import type { Row, Table } from "../document/model.js";
import { describeEffectMethod, endpointOf, notEstimableNote, printEffect, sentenceCase } from "../estimate-text.js";
import { formatCount, formatLevel, formatMonths, formatP, formatPercent } from "../format.js";
import { printStatistic, printWithInterval } from "../print-statistic.js";
import { type EstimateResult, isWeighted } from "../records/estimate-results.js";
import { nounOfArms } from "../records/line-counts.js";
import type { ReportInput } from "../records/read-results.js";
import { type Group, groups } from "../records/record-index.js";
import { confirmationNote } from "./best-response.js";
import { bodyRow, estimateColumns, groupRow, indented, lackingRows, leftColumn } from "./columns.js";
import { ruleNote } from "./endings.js";

/** T14.2.1: one estimate of being in response: responders, the probability of each arm on every day it was asked for, and the difference on the estimate's own. */
export function renderInResponseTable(input: ReportInput, result: EstimateResult, index: number): Table {
  const { estimate, variant, design, name } = result;
  if (!("progression" in estimate)) throw new Error(`estimate ${name} is not of being in response`);
  const endpoint = endpointOf(result);
  const progression = variant.endpoints[estimate.progression];
  if (progression === undefined) throw new Error(`plan has no endpoint ${estimate.progression}`);
  const ci = `${formatLevel(estimate.level)} CI`;
  const { long } = measures[estimate.measure];
  const place = { variant: variant.id, population: estimate.design, variable: name };
  const find = (group: Group, statistic: string, level?: string) =>
    input.records.findStatistic(level === undefined ? { ...place, group } : { ...place, group, level }, statistic);
  const count = (label: string, statistic: string): Row =>
    bodyRow(indented(label), ...groups.map((group) => printStatistic(find(group, statistic), formatCount)));
  const days = [...new Set([estimate.timeDays, ...(estimate.landmarksDays ?? [])])].sort((a, b) => a - b).map(String);
  const share = (day: string) => (group: Group) =>
    printWithInterval(
      find(group, "in_response", day),
      find(group, "in_response_lower", day),
      find(group, "in_response_upper", day),
      (value) => `${formatPercent(value)}%`,
    );
  const counted = nounOfArms((group) => result.arms[group].n);
  const shares = days.flatMap((day) => groups.map((group) => find(group, "in_response", day)));
  return {
    kind: "table",
    ...catalogueEntry("table", `14.2.1.${index + 1}`, `in-response-${name}`),
    title: `In response, ${endpoint.label}: ${result.label}`,
    population: `Analysis set: ${design.label}`,
    columns: [leftColumn("Statistic", 2.6), ...estimateColumns(input, result, 2)],
    rows: [
      groupRow(`${sentenceCase(counted)} (unweighted counts)`),
      count("Analysed, responders or not, n", "n"),
      ...lackingRows(input, result),
      count("Ever in response, n", "responders"),
      groupRow(`In response, of all patients (${ci})`),
      ...days.map((day) =>
        bodyRow(indented(`At ${formatMonths(Number(day))} months (day ${day})`), ...groups.map(share(day))),
      ),
      groupRow(markLabel("Effect, trial minus control", result.dataDriven)),
      bodyRow(indented(`${sentenceCase(long)}, day ${estimate.timeDays} (${ci})`), printEffect(result), "reference"),
      ...(result.p === null ? [] : [bodyRow(indented("p (Wald test)"), printStatistic(result.p, formatP), "")]),
    ],
    footnotes: writeFootnotes(input, {
      abbreviations: ["CI", "ESS", "NE"],
      definitions: [
        `${endpoint.label}: ${endSentence(endpoint.definition)}`,
        confirmationNote(input, estimate.endpoint),
        `In response on a day: to have responded by then, and neither progressed nor died. ${progression.label}: ${endSentence(progression.definition)}`,
        ruleNote(progression),
        "Of all patients of the design with a time to progression, whether or not the response rate counts them; nobody is chosen by having responded.",
        `In each arm: ${shares.find((found) => found?.method != null)?.method ?? "method not recorded"}. ${sentenceCase(long)}: ${describeEffectMethod(result)}.`,
        dataDrivenNote([result]),
        isWeighted(input, variant.id, estimate.design)
          ? `Numbers of ${counted} are unweighted; the probability of a weighted arm is that of its weights.`
          : null,
        notEstimableNote([result.effect.point, ...shares]),
      ],
      source: `outcomes / ${estimate.design} / ${name}`,
    }),
  };
}
