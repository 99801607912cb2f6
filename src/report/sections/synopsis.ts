import { measures } from "../../spec/measures.js";
import { dataDrivenNote } from "../data-driven-text.js";
import { inlines, joinWords, link, paragraph, strong, unbroken } from "../document/inlines.js";
import type { Block, Inlines } from "../document/model.js";
import type { Draft } from "../document/number-sections.js";
import { endpointOf, formatEffect, printEffect, roleNames } from "../estimate-text.js";
import { formatCount, formatLevel, formatMonths, formatP, formatPlain, formatWeightedCount } from "../format.js";
import { printStatistic, printWithInterval } from "../print-statistic.js";
import { type EstimateResult, selectHeadline } from "../records/estimate-results.js";
import { findLead, type Lead } from "../records/lead.js";
import { printN } from "../records/line-counts.js";
import type { ReportInput } from "../records/read-results.js";
import { type Group, groups } from "../records/record-index.js";
import { armLabel } from "../tables/columns.js";
import { describeMainGates, hasGates } from "./gate-text.js";

/** The report on one page: question, headline, how far the other estimates agree, what stands in the way of believing it. */
export function writeSynopsis(input: ReportInput, estimates: readonly EstimateResult[]): Draft {
  const headline = selectHeadline(estimates);
  return {
    id: "synopsis",
    heading: "Synopsis",
    blocks: [
      paragraph(strong("Question. "), input.plan.analysis.question),
      { kind: "callout", tone: "key", title: "Headline result", content: headlineContent(input, estimates, headline) },
      ...survivalParagraph(input, headline),
      ...rangeParagraph(estimates, headline),
      paragraph(
        strong("Gates on the designs. "),
        ...describeMainGates(input),
        ...(hasGates(input) ? [" All gates: ", link("t14-1-7", "Table 14.1.7"), "."] : []),
      ),
      paragraph(
        strong("How to read it. "),
        `The arms were not randomised. ${howFar(headline)} What is known to be wrong or missing stands under `,
        link("limitations", "Limitations"),
        ".",
      ),
    ],
  };
}

/** The headline between what is to be known before it, that it is not primary, and after it, that it is data driven. */
function headlineContent(
  input: ReportInput,
  estimates: readonly EstimateResult[],
  headline: EstimateResult,
): readonly Inlines[] {
  const lead = findLead(input, estimates, headline);
  const shown = [...(lead?.mean == null ? [] : [lead.mean]), headline];
  const note = dataDrivenNote(shown);
  const lines = shown.map((result) => writeHeadline(input, result));
  const about = lead === null ? [] : aboutLead(lead);
  // Why another number leads comes before it; that none can, behind the number it is said of.
  const [before, behind] = lead?.mean == null ? [[], about] : [about, []];
  const content = [...aboutHeadline(headline), ...before, ...lines, ...(note === null ? [] : [note]), ...behind];
  return content.map((line) => inlines(line));
}

/** Why a restricted mean stands first, or that it should and cannot, and why. */
function aboutLead({ mean, withoutValue, rejected, alpha }: Lead): readonly string[] {
  const lacking = withoutValue === null ? null : lackingMean(withoutValue);
  if (rejected === null) {
    if (lacking !== null) return [`The restricted mean was planned to lead and cannot: ${lacking}.`];
    return mean === null ? [] : ["The restricted mean leads, as planned; the hazard ratio stands behind it."];
  }
  const test = `The hazards are not proportional (score test, p ${equals(printStatistic(rejected, formatP))}, below ${formatPlain(alpha)}): one hazard ratio does not stand for the whole follow-up.`;
  if (mean !== null) return [`${test} The restricted mean leads; the planned test stays that of the hazard ratio.`];
  return [
    lacking === null
      ? `${test} The plan has no restricted mean of this endpoint and design to lead in its place (followUp.tauDays names a horizon); read the curves.`
      : `${test} The planned restricted mean cannot lead in its place: ${lacking}; read the curves.`,
  ];
}

const lackingMean = ({ label, effect: { point } }: EstimateResult): string =>
  `“${label}” is not estimable (${point.note ?? "no reason recorded"})`;

/** What a reader must know before the number: that no estimate was planned as the primary one. */
const aboutHeadline = ({ role, label }: EstimateResult): readonly string[] =>
  role === "primary"
    ? []
    : [
        `The plan has no primary estimate. Shown is its first, “${label}” (${roleNames[role].toLowerCase()}); it decides nothing.`,
      ];

/** How far the headline estimate can answer the question. */
const howFar = ({ design }: EstimateResult): string =>
  design.method === "unadjusted"
    ? "The headline estimate is not adjusted: it holds every difference between the arms, not only that of treatment, and has no causal reading."
    : "The estimate answers the question only as far as the covariates of its design account for how patients came into either arm; nothing in this report can test that.";

/** One sentence: design, arms with their numbers, effect with its interval. Every number comes from a record. */
export function writeHeadline(input: ReportInput, result: EstimateResult): string {
  const { long } = measures[result.estimate.measure];
  const endpoint = endpointOf(result).label;
  const arms = groups.map((group) => writeArm(input, result, group)).join(" against ");
  const what = `${result.label} (${result.role === "primary" ? "primary; " : ""}${endpoint}): ${arms}`;
  if (result.effect.point.status !== "ok")
    return `${what}: the ${long} is not estimable (${result.effect.point.note ?? "no reason recorded"}).`;
  const p = result.p === null ? "" : `, ${unbroken(`p ${equals(printStatistic(result.p, formatP))}`)}`;
  return `${what}: ${long} ${printEffect(result).replace(" (", ` (${formatLevel(result.estimate.level)} CI `)}${p}.`;
}

function writeArm(input: ReportInput, result: EstimateResult, group: Group): string {
  const { n, events, effectiveSampleSize } = result.arms[group];
  const { measure } = result.estimate;
  const ofRates = measure === "in-response-difference" ? "ever in response" : "with the outcome";
  const noun = measures[measure].sums === "time-to-event" ? "events" : ofRates;
  const place = { variant: result.variant.id, population: result.estimate.design, variable: result.name, group };
  const counts = [
    n === null ? null : `N=${printN(input, place, n)}`,
    events === null ? null : `${printStatistic(events, formatCount)} ${noun}`,
    effectiveSampleSize === null ? null : `ESS=${printStatistic(effectiveSampleSize, formatWeightedCount)}`,
  ].filter((part) => part !== null);
  const label = armLabel(input, result.variant.id, group);
  return counts.length === 0 ? label : `${label} (${counts.join("; ")})`;
}

const equals = (printed: string): string => (/^[<>]/.test(printed) ? printed : `= ${printed}`);

function survivalParagraph(input: ReportInput, result: EstimateResult): readonly Block[] {
  if (result.estimate.measure !== "hazard-ratio" || result.effect.point.status !== "ok") return [];
  const place = { variant: result.variant.id, population: result.estimate.design, variable: result.name };
  const print = (name: string, group: Group): string => {
    const at = (suffix: string) => input.records.findStatistic({ ...place, group }, `${name}${suffix}`);
    return printWithInterval(at(""), at("_lower"), at("_upper"), formatMonths);
  };
  const both = (name: string): string =>
    groups.map((group) => `${print(name, group)} in the ${group} arm`).join(" and ");
  return [
    paragraph(
      strong("Time to event. "),
      `Median ${endpointOf(result).label.toLowerCase()}, months (${formatLevel(result.estimate.level)} CI; NR not reached): ${both("median")}. Median follow-up by reverse Kaplan–Meier: ${both("follow_up_median")}.`,
    ),
  ];
}

/** The least and the greatest of the other adjusted estimates of the same endpoint on the same scale. */
function rangeParagraph(estimates: readonly EstimateResult[], headline: EstimateResult): readonly Block[] {
  const others = estimates.filter(
    (result) =>
      result !== headline &&
      result.estimate.measure === headline.estimate.measure &&
      result.estimate.endpoint === headline.estimate.endpoint &&
      result.design.method !== "unadjusted" &&
      (result.variant.role === "main" || result.variant.role === "sensitivity"),
  );
  const missing = others.filter(({ effect }) => effect.point.status !== "ok").map(({ label }) => label);
  const hasForest = estimates.some(({ estimate }) => measures[estimate.measure].effect === "hazard_ratio");
  return [
    paragraph(
      strong("Other estimates. "),
      writeRange(others.filter(({ effect }) => effect.point.status === "ok")),
      missing.length === 0 ? "" : `Not estimable: ${joinWords(missing)}. `,
      "All estimates, with what each varies and why: ",
      link("t14-2-5-1", "Table 14.2.5.1"),
      ...(hasForest ? [" and ", link("f14-2-5-1", "Figure 14.2.5.1")] : []),
      ".",
    ),
  ];
}

function writeRange(known: readonly EstimateResult[]): string {
  const sorted = [...known].sort((a, b) => (a.effect.point.value ?? 0) - (b.effect.point.value ?? 0));
  const [least] = sorted;
  const greatest = sorted[sorted.length - 1];
  if (least === undefined || greatest === undefined)
    return "There is no other adjusted estimate of this endpoint on this scale in the main analysis or its sensitivity analyses. ";
  const print = (result: EstimateResult): string => `${printPoint(result)} (${result.label})`;
  const { short } = measures[least.estimate.measure];
  if (known.length === 1)
    return `The one other adjusted estimate of this endpoint in the main analysis and its sensitivity analyses is ${short} ${print(least)}. `;
  return `The ${known.length} other adjusted estimates of this endpoint in the main analysis and its sensitivity analyses reach from ${short} ${print(least)} to ${print(greatest)}. `;
}

const printPoint = (result: EstimateResult): string => printStatistic(result.effect.point, formatEffect(result));
