import { measures } from "../../spec/measures.js";
import { afterLockNote } from "../after-lock-text.js";
import { catalogueEntry } from "../catalogue.js";
import { dataDrivenNote, markLabel } from "../data-driven-text.js";
import { writeFootnotes } from "../document/footnotes.js";
import { endSentence } from "../document/inlines.js";
import type { Row, Table } from "../document/model.js";
import {
  describeEffectMethod,
  describePooling,
  endpointOf,
  notEstimableNote,
  printEffect,
  sentenceCase,
} from "../estimate-text.js";
import { formatCount, formatDecimals, formatLevel, formatP, formatPercent } from "../format.js";
import { printStatistic, printWithInterval } from "../print-statistic.js";
import { type EstimateResult, isWeighted } from "../records/estimate-results.js";
import { nounOfArms } from "../records/line-counts.js";
import type { ReportInput } from "../records/read-results.js";
import { type Group, groups } from "../records/record-index.js";
import { confirmationNote } from "./best-response.js";
import { bodyRow, estimateColumns, groupRow, indented, lackingRows, leftColumn } from "./columns.js";

/** The rate of each arm by the outcome model, where the estimate has one. */
function standardisedRow(input: ReportInput, { variant, estimate, name }: EstimateResult, ci: string): readonly Row[] {
  if (!("adjustment" in estimate) || estimate.adjustment === undefined) return [];
  const place = { variant: variant.id, population: estimate.design, variable: name };
  const cell = (group: Group): string => {
    const find = (suffix: string) =>
      input.records.findStatistic({ ...place, group }, `proportion_standardised${suffix}`);
    return printWithInterval(find(""), find("_lower"), find("_upper"), (value) => `${formatPercent(value)}%`);
  };
  return [bodyRow(indented(`By the outcome model, in the design's population (${ci})`), ...groups.map(cell))];
}

/** The test of the effect, and beside strata Cochran, Mantel and Haenszel's, where its role prints a p-value. */
function testRows(input: ReportInput, result: EstimateResult): readonly Row[] {
  if (result.p === null) return [];
  const place = { variant: result.variant.id, population: result.estimate.design, variable: result.name };
  const [chiSquared, p] = ["cmh_chi_squared", "cmh_p"].map((name) => input.records.findStatistic(place, name));
  const own = bodyRow(indented("p"), printStatistic(result.p, formatP), "");
  if (chiSquared == null || p == null) return [own];
  const printed = `${printStatistic(chiSquared, (value) => formatDecimals(value, 3))}; ${printStatistic(p, formatP)}`;
  return [own, bodyRow(indented("Cochran–Mantel–Haenszel test, χ²; p"), printed, "")];
}

/** T14.2.1: one yes/no estimate of the main analysis: responders and proportion per arm, and their difference or ratio. */
export function renderBinaryEndpointTable(input: ReportInput, result: EstimateResult, index: number): Table {
  const endpoint = endpointOf(result);
  const ci = `${formatLevel(result.estimate.level)} CI`;
  const place = { variant: result.variant.id, population: result.estimate.design, variable: result.name };
  const at = (name: string, group: Group) => input.records.getStatistic({ ...place, group }, name);
  const { kind, long } = measures[result.estimate.measure];
  const effectName = sentenceCase(long);
  const percent = (value: number): string => `${formatPercent(value)}%`;
  return {
    kind: "table",
    ...catalogueEntry("table", `14.2.1.${index + 1}`, `response-${result.name}`),
    title: `${endpoint.label}: ${result.label}`,
    population: `Analysis set: ${result.design.label}`,
    columns: [leftColumn("Statistic", 2.6), ...estimateColumns(input, result, 2)],
    rows: [
      groupRow(endpoint.label),
      bodyRow(indented("Analysed, n"), ...groups.map((group) => printStatistic(at("n", group), formatCount))),
      ...lackingRows(input, result),
      bodyRow(indented("With the outcome, n"), ...groups.map((g) => printStatistic(at("responders", g), formatCount))),
      bodyRow(
        indented(`Proportion (${ci})`),
        ...groups.map((group) =>
          printWithInterval(
            at("proportion", group),
            at("proportion_lower", group),
            at("proportion_upper", group),
            percent,
          ),
        ),
      ),
      ...standardisedRow(input, result, ci),
      groupRow(markLabel(`Effect, trial ${kind === "ratio" ? "over" : "minus"} control`, result.dataDriven)),
      bodyRow(indented(`${effectName} (${ci})`), printEffect(result), "reference"),
      ...testRows(input, result),
    ],
    footnotes: writeFootnotes(input, {
      abbreviations: ["CI", "NE"],
      definitions: [
        `${endpoint.label}: ${endSentence(endpoint.definition)}`,
        confirmationNote(input, result.estimate.endpoint),
        `Proportions: ${describeProportions(groups.map((group) => at("proportion", group).method))}. ${effectName}: ${describeEffectMethod(result)}.`,
        describePooling(input, result),
        afterLockNote(input, result),
        dataDrivenNote([result]),
        isWeighted(input, result.variant.id, result.estimate.design)
          ? `Numbers of ${nounOfArms((group) => result.arms[group].n)} are unweighted; the proportion of a weighted arm is that of its weights.`
          : null,
        notEstimableNote([result.effect.point]),
      ],
      source: `outcomes / ${result.estimate.design} / ${result.name}`,
    }),
  };
}

/** The method of both arms' proportions, each arm by itself where they differ: a weighted arm's is not exact. */
function describeProportions([trial, control]: readonly (string | null)[]): string {
  const name = (method: string | null | undefined): string => method ?? "method not recorded";
  return trial === control ? name(trial) : `${name(trial)} (trial); ${name(control)} (control)`;
}
