import type { Statistic } from "../../results/records.js";
import type { Endpoint } from "../../spec/endpoint.js";
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
import {
  formatCount,
  formatCountOf,
  formatDecimals,
  formatLevel,
  formatMonths,
  formatP,
  formatPercent,
  formatWeightedCount,
} from "../format.js";
import { printStatistic, printWithInterval } from "../print-statistic.js";
import { type EstimateResult, isWeighted } from "../records/estimate-results.js";
import { nounOfArms } from "../records/line-counts.js";
import type { ReportInput } from "../records/read-results.js";
import { type Group, groups } from "../records/record-index.js";
import { describeCut } from "../sections/endpoint-text.js";
import { armLabel, bodyRow, estimateColumns, groupRow, indented, lackingRows, leftColumn } from "./columns.js";
import { ruleNote } from "./endings.js";
import { intervalRows } from "./interval-rows.js";
import { printRange } from "./print-range.js";

/** T14.2.2: one time-to-event estimate of the main analysis: events, survival, follow-up, effect. */
export function renderTimeToEventTable(input: ReportInput, result: EstimateResult, index: number): Table {
  const endpoint = endpointOf(result);
  const { short, long } = measures[result.estimate.measure];
  const ci = `${formatLevel(result.estimate.level)} CI`;
  const at = (name: string, group?: Group) => findOutcome(input, result, name, group);
  return {
    kind: "table",
    ...catalogueEntry("table", `14.2.2.${index + 1}`, `time-to-event-${result.name}`),
    title: `${endpoint.label}: ${result.label}`,
    population: `Analysis set: ${result.design.label}`,
    columns: [leftColumn("Statistic", 2.6), ...estimateColumns(input, result, 2)],
    rows: [
      ...eventRows(input, result),
      ...(result.estimate.measure === "interval-hazard-ratio" ? intervalRows(at) : curveRows(input, result)),
      groupRow(markLabel("Effect, trial against control", result.dataDriven)),
      bodyRow(indented(`${short} (${ci})`), printEffect(result), "reference"),
      ...testRows(input, result),
    ],
    footnotes: writeFootnotes(input, {
      abbreviations: [
        "CI",
        ...(isWeighted(input, result.variant.id, result.estimate.design) ? (["ESS"] as const) : []),
        short,
        "NE",
        "NR",
        ...(at("rmst", "trial") === null ? [] : (["RMST"] as const)),
      ],
      definitions: [
        `${endpoint.label}: ${endSentence(endpoint.definition)}`,
        ruleNote(endpoint),
        entryNote(endpoint),
        describeCut(endpoint),
        `Months of 30.4375 days. ${sentenceCase(long)}: ${describeEffectMethod(result)}.`,
        medianNote(input, result),
        rangeNote(groups.flatMap((group) => [at("time_min", group), at("time_max", group)])),
        censoringNote(input, result),
        proportionalityNote(input, result),
        describePooling(input, result),
        afterLockNote(input, result),
        dataDrivenNote([result]),
        notEstimableNote([result.effect.point]),
      ],
      source: `outcomes / ${result.estimate.design} / ${result.name}`,
    }),
  };
}

/** Kaplan–Meier of both arms, and how long they were followed. */
function curveRows(input: ReportInput, result: EstimateResult): readonly Row[] {
  const ci = `${formatLevel(result.estimate.level)} CI`;
  const at = (name: string, group?: Group) => findOutcome(input, result, name, group);
  return [
    groupRow("Survival, months (Kaplan–Meier)"),
    perArm(`Median (${ci})`, (group) => printMonths(at, "median", group)),
    perArm(`First quartile (${ci})`, (group) => printMonths(at, "q1", group)),
    perArm(`Third quartile (${ci})`, (group) => printMonths(at, "q3", group)),
    perArm("Observed time, minimum to maximum", (group) => printRange(at("time_min", group), at("time_max", group))),
    ...landmarkRows(input, result),
    groupRow("Follow-up, months (reverse Kaplan–Meier)"),
    perArm(`Median (${ci})`, (group) => printMonths(at, "follow_up_median", group)),
  ];
}

type FindOutcome = (name: string, group?: Group) => ReturnType<typeof findOutcome>;

/** A statistic of the estimate, of one arm or of both; null where the results hold none. */
function findOutcome(input: ReportInput, result: EstimateResult, name: string, group?: Group) {
  const place = { variant: result.variant.id, population: result.estimate.design, variable: result.name };
  return input.records.findStatistic(group === undefined ? place : { ...place, group }, name);
}

const perArm = (label: string, print: (group: Group) => string): Row => bodyRow(indented(label), ...groups.map(print));

function printMonths(at: FindOutcome, name: string, group: Group): string {
  return printWithInterval(at(name, group), at(`${name}_lower`, group), at(`${name}_upper`, group), formatMonths);
}

function eventRows(input: ReportInput, result: EstimateResult): readonly Row[] {
  const weighted = isWeighted(input, result.variant.id, result.estimate.design);
  const noun = sentenceCase(nounOfArms((group) => result.arms[group].n));
  const at: FindOutcome = (name, group) => findOutcome(input, result, name, group);
  const counted = (name: string) => (group: Group) => {
    const of = result.arms[group].n?.value ?? null;
    return printStatistic(at(name, group), (n) => (weighted || of === null ? formatCount(n) : formatCountOf(n, of)));
  };
  // An arm that weighs 1 throughout records no sum of weights: sum and effective sample size are its patients analysed.
  const sum = (name: string) => (group: Group) =>
    printStatistic(at(name, group) ?? result.arms[group].n, formatWeightedCount);
  return [
    groupRow(weighted ? `${noun} (unweighted counts)` : noun),
    perArm("Analysed, n", (group) => printStatistic(result.arms[group].n, formatCount)),
    ...lackingRows(input, result),
    perArm(weighted ? "With event, n" : "With event, n (%)", counted("events")),
    perArm(weighted ? "Censored, n" : "Censored, n (%)", counted("censored")),
    ...(weighted
      ? [perArm("Sum of weights", sum("sum_of_weights")), perArm("Effective sample size", sum("effective_sample_size"))]
      : []),
  ];
}

/** The parametric families whose fit is compared. */
const families = ["exponential", "weibull", "gompertz", "log-normal", "log-logistic", "generalised-gamma"] as const;

/** The restricted mean, and survival at the days the estimate names. */
function landmarkRows(input: ReportInput, result: EstimateResult): readonly Row[] {
  const { estimate } = result;
  const place = { variant: result.variant.id, population: estimate.design, variable: result.name };
  const ci = `${formatLevel(estimate.level)} CI`;
  const cell = (name: string, level: string | undefined, format: (value: number) => string) => (group: Group) => {
    const at = { ...place, group, ...(level === undefined ? {} : { level }) };
    const find = (suffix: string) => input.records.findStatistic(at, `${name}${suffix}`);
    return printWithInterval(find(""), find("_lower"), find("_upper"), format);
  };
  const days = input.records.statistics.flatMap((record) => {
    const isOurs =
      record.variant === place.variant && record.population === place.population && record.variable === place.variable;
    return isOurs && record.statistic === "survival" && record.level !== null ? [record.level] : [];
  });
  const mean = "tauDays" in estimate && !("family" in estimate) ? estimate.tauDays : null;
  const oneDecimal = (value: number): string => formatDecimals(value, 1);
  const threeDecimals = (value: number): string => formatDecimals(value, 3);
  return [
    ...(mean === null ? [] : [perArm(`RMST to ${mean} days, days (${ci})`, cell("rmst", undefined, oneDecimal))]),
    ...("family" in estimate
      ? [
          perArm(
            `Mean to ${estimate.tauDays} days, ${estimate.family} model, days`,
            cell("rmst_parametric", undefined, oneDecimal),
          ),
          ...families.map((family) => perArm(`AIC, ${family}`, cell("aic", family, oneDecimal))),
        ]
      : []),
    ...("adjustment" in estimate && estimate.adjustment !== undefined
      ? [perArm("RMST by the outcome model, days", cell("rmst_standardised", undefined, oneDecimal))]
      : []),
    ...[...new Set(days)].map((day) => perArm(`Survival at ${day} days (${ci})`, cell("survival", day, threeDecimals))),
  ];
}

/** Tests of the effect where its role prints a p-value, and of its constancy over time always: that one tells how to read the hazard ratio. */
function testRows(input: ReportInput, result: EstimateResult): readonly Row[] {
  const at = (name: string) => findOutcome(input, result, name);
  const withStatistic = (label: string, test: string): readonly Row[] => {
    const [p, chiSquared] = [at(`${test}_p`), at(`${test}_chi_squared`)];
    if (p === null) return [];
    const printed = printStatistic(chiSquared, (value) => formatDecimals(value, 3));
    return [bodyRow(indented(label), `${printed}; ${printStatistic(p, formatP)}`, "")];
  };
  return [
    ...(result.p === null
      ? []
      : [
          bodyRow(
            indented(`p (Wald test of the ${measures[result.estimate.measure].long.split(",")[0]})`),
            printStatistic(result.p, formatP),
            "",
          ),
          ...withStatistic("Log-rank test, χ²; p", "log_rank"),
          ...weightedTestRows(input, result),
        ]),
    ...withStatistic("Proportional hazards, χ²; p", "proportional_hazards"),
  ];
}

/** The weighted log-rank tests that the estimate names, in its order. */
function weightedTestRows(input: ReportInput, result: EstimateResult): readonly Row[] {
  const { estimate } = result;
  if (estimate.measure !== "hazard-ratio" || estimate.tests === undefined) return [];
  const place = { variant: result.variant.id, population: estimate.design, variable: result.name };
  const three = (value: number): string => formatDecimals(value, 3);
  return estimate.tests.map((test) => {
    const row = (label: string, names: readonly [string, string], level?: string): Row => {
      const at = level === undefined ? place : { ...place, level };
      const [statistic, p] = names.map((name) => input.records.findStatistic(at, name));
      return bodyRow(
        indented(label),
        `${printStatistic(statistic ?? null, three)}; ${printStatistic(p ?? null, formatP)}`,
        "",
      );
    };
    if (test === "max-combo") return row("MaxCombo test, largest |z|; p", ["max_combo_z", "max_combo_p"]);
    const level = `rho ${test.rho}, gamma ${test.gamma}`;
    return row(
      `Fleming–Harrington test (${level}), χ²; p`,
      ["fleming_harrington_chi_squared", "fleming_harrington_p"],
      level,
    );
  });
}

/** From when patients are at risk, where that is not index. */
function entryNote(endpoint: Endpoint): string | null {
  if (!("entry" in endpoint) || endpoint.entry === undefined) return null;
  const { entry } = endpoint;
  const day =
    entry.from === "entered" ? "entry into the study or database" : `the first ${entry.concept.replaceAll("_", " ")}`;
  const least =
    entry.minimumAtRisk === undefined
      ? ""
      : ` Risk sets of both arms begin with the first day on which ${entry.minimumAtRisk} are at risk in each such arm: the comparison is of patients free of the event until then.`;
  return `Delayed entry (${entry.arms.join(" and ")} arm${entry.arms.length > 1 ? "s" : ""}): at risk only after ${day}; patients without such a day, or whose time ends before it, are left out.${least}`;
}

/** How censoring weights are spread, arm by arm; null without them. */
function censoringNote(input: ReportInput, result: EstimateResult): string | null {
  const spread = groups.map((group) => {
    const [mean, least, p99, most, cut] = ["mean", "min", "p99", "max", "cut_share"].map((name) =>
      findOutcome(input, result, `censoring_weight_${name}`, group),
    );
    if (mean == null || least == null || p99 == null || most == null || cut == null) return null;
    const weight = (statistic: typeof mean) => printStatistic(statistic, (value) => formatDecimals(value, 2));
    const share = cut.value === 0 ? "" : `, cut on ${printStatistic(cut, formatPercent)}% of patient-days`;
    return `${armLabel(input, result.variant.id, group)} mean ${weight(mean)}, ${weight(least)} to ${weight(most)}, 99th percentile ${weight(p99)}${share}`;
  });
  const told = spread.filter((words) => words !== null);
  return told.length === 0
    ? null
    : `Censoring weights over patients at risk and event days (1 on average if their model holds): ${told.join("; ")}. Numbers at risk and curves are weighted by them; counts, sum of weights and follow-up are not.`;
}

/** What a small p of the last row means, with the test as recorded. */
function proportionalityNote(input: ReportInput, result: EstimateResult): string | null {
  const method = findOutcome(input, result, "proportional_hazards_p")?.method ?? null;
  return method === null
    ? null
    : `Proportional hazards: ${method}; a small p speaks against one hazard ratio for the whole follow-up.`;
}

const rangeNote = (times: readonly (Statistic | null)[]): string | null =>
  times.some((time) => time?.note === "censored") ? "+: the shortest or longest time is censored." : null;

function medianNote(input: ReportInput, result: EstimateResult): string | null {
  const name = result.estimate.measure === "interval-hazard-ratio" ? "median_left" : "median";
  const methods = groups.map((group) => findOutcome(input, result, name, group)?.method ?? null);
  const [trial, control] = methods;
  if (trial === null || control === null) return null;
  return trial === control ? `Survival: ${trial}.` : `Survival: ${trial} (trial); ${control} (control).`;
}
