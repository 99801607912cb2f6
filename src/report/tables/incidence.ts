import { measures } from "../../spec/measures.js";
import { catalogueEntry } from "../catalogue.js";
import { writeFootnotes } from "../document/footnotes.js";
import { endSentence } from "../document/inlines.js";
import type { Row, Table } from "../document/model.js";
import { describeEffectMethod, endpointOf, notEstimableNote, printEffect, sentenceCase } from "../estimate-text.js";
import { formatCount, formatDecimals, formatLevel, formatP, formatWeightedCount } from "../format.js";
import { printStatistic, printWithInterval } from "../print-statistic.js";
import type { EstimateResult } from "../records/estimate-results.js";
import type { ReportInput } from "../records/read-results.js";
import { type Group, groups } from "../records/record-index.js";
import { bodyRow, estimateColumns, groupRow, indented, lackingRows, leftColumn } from "./columns.js";
import { ruleNote } from "./endings.js";

/** T14.2.2: one estimate under competing events: events, cumulative incidence, effect. */
export function renderIncidenceTable(input: ReportInput, result: EstimateResult, index: number): Table {
  const { estimate, variant, design } = result;
  const endpoint = endpointOf(result);
  const { short, long } = measures[estimate.measure];
  const ci = `${formatLevel(estimate.level)} CI`;
  const place = { variant: variant.id, population: estimate.design, variable: result.name };
  const find = (name: string, group: Group) => input.records.findStatistic({ ...place, group }, name);
  const composite = "composite" in estimate ? variant.endpoints[estimate.composite]?.label : undefined;
  const count = (label: string, name: string): Row =>
    bodyRow(indented(label), ...groups.map((group) => printStatistic(find(name, group), formatCount)));
  const ess = groups.map((group) => find("effective_sample_size", group));
  return {
    kind: "table",
    ...catalogueEntry("table", `14.2.2.${index + 1}`, `incidence-${result.name}`),
    title: `${endpoint.label}: ${result.label}`,
    population: `Analysis set: ${design.label}`,
    columns: [leftColumn("Statistic", 2.6), ...estimateColumns(input, result, 2)],
    rows: [
      groupRow("Patients (unweighted counts)"),
      count("Analysed, n", "n"),
      ...lackingRows(input, result),
      count("With event, n", "events"),
      count("With a competing event first, n", "competing_events"),
      count("Censored, n", "censored"),
      ...(ess.every((statistic) => statistic === null)
        ? []
        : [
            bodyRow(
              indented("Effective sample size"),
              // Patients who all weigh 1 have no such record: their effective number is their number.
              ...ess.map((own, i) => printStatistic(own ?? find("n", groups[i]!), formatWeightedCount)),
            ),
          ]),
      ...incidenceRows(input, result, ci),
      groupRow("Effect, trial against control"),
      bodyRow(indented(`${short} (${ci})`), printEffect(result), "reference"),
      ...(result.p === null ? [] : testRows(input, result)),
    ],
    footnotes: writeFootnotes(input, {
      abbreviations: [...new Set(["CI", "ESS", "NE", short] as const)],
      definitions: [
        `${endpoint.label}: ${endSentence(endpoint.definition)}`,
        ruleNote(endpoint),
        `Competing events: those of ${composite ?? "the composite"} that are none of ${endpoint.label}. Cumulative incidence: the probability to have had the event by the day, competing events being possible (Aalen–Johansen).`,
        `${sentenceCase(long)}: ${describeEffectMethod(result)}.`,
        notEstimableNote([result.effect.point]),
      ],
      source: `outcomes / ${estimate.design} / ${result.name}`,
    }),
  };
}

function incidenceRows(input: ReportInput, { estimate, variant, name }: EstimateResult, ci: string): readonly Row[] {
  const place = { variant: variant.id, population: estimate.design, variable: name };
  const days = input.records.statistics.flatMap((record) => {
    const isOurs =
      record.variant === place.variant && record.population === place.population && record.variable === name;
    return isOurs && record.statistic === "incidence" && record.level !== null ? [record.level] : [];
  });
  const cell = (level: string, group: Group): string => {
    const find = (suffix: string) => input.records.findStatistic({ ...place, group, level }, `incidence${suffix}`);
    return printWithInterval(find(""), find("_lower"), find("_upper"), (value) => formatDecimals(value, 3));
  };
  const rows = [...new Set(days)].map((day) =>
    bodyRow(indented(`By day ${day} (${ci})`), ...groups.map((group) => cell(day, group))),
  );
  return rows.length === 0 ? [] : [groupRow("Cumulative incidence"), ...rows];
}

function testRows(input: ReportInput, result: EstimateResult): readonly Row[] {
  const place = { variant: result.variant.id, population: result.estimate.design, variable: result.name };
  const [chiSquared, p] = ["gray_chi_squared", "gray_p"].map((name) => input.records.findStatistic(place, name));
  const printed = printStatistic(chiSquared ?? null, (value) => formatDecimals(value, 3));
  return [
    bodyRow(indented("p (Wald test)"), printStatistic(result.p, formatP), ""),
    bodyRow(indented("Gray's test, χ²; p"), `${printed}; ${printStatistic(p ?? null, formatP)}`, ""),
  ];
}
