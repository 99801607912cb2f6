import { dataDrivenMark } from "../../results/data-driven.js";
import { catalogueEntry } from "../catalogue.js";
import { dataDrivenNote } from "../data-driven-text.js";
import { writeFootnotes } from "../document/footnotes.js";
import { endSentence } from "../document/inlines.js";
import type { Figure } from "../document/model.js";
import { endpointOf, printEffect } from "../estimate-text.js";
import type { Fonts } from "../fonts/load-fonts.js";
import { daysPerMonth, drawn, formatLevel, formatMonths } from "../format.js";
import { printStatistic } from "../print-statistic.js";
import { type EstimateResult, isWeighted } from "../records/estimate-results.js";
import { countImputations } from "../records/imputations.js";
import type { ReportInput } from "../records/read-results.js";
import { groups } from "../records/record-index.js";
import { armLabel } from "../tables/columns.js";
import { type Curve, checkTotals, curveColumns, fewAtRisk, hasTail, readCurve } from "./kaplan-meier-curve.js";
import { layOutCurveHead } from "./kaplan-meier-head.js";
import {
  bandLayer,
  censorLayer,
  hoverLayer,
  lineLayer,
  medianLayer,
  sampleLayer,
  tailLayer,
} from "./kaplan-meier-layers.js";
import { layOutRiskTable } from "./kaplan-meier-risk-table.js";
import { labelColumns, labelLayers } from "./layers.js";
import { figureWidth } from "./palette.js";

const plotHeight = 290;
const rightMargin = 14;

/** F14.2.2: Kaplan–Meier curves of both arms with interval bands, censor ticks, medians and effect above, and the risk table under aligned ticks. */
export function renderKaplanMeier(input: ReportInput, fonts: Fonts, result: EstimateResult, index: number): Figure {
  const curves = groups.map((group) => readCurve(input, result, group));
  for (const [i, curve] of curves.entries()) checkTotals(input, result, groups[i] ?? "trial", curve);
  const months = Math.max(...curves.flatMap(({ timeDays }) => timeDays)) / daysPerMonth;
  const labels = groups.map((group) => armLabel(input, result.variant.id, group));
  const domain = [drawn(-0.02 * months), drawn(1.02 * months)] as const;
  const risk = layOutRiskTable(input, fonts, result, { labels, plotHeight, domain, width: figureWidth - rightMargin });
  const head = layOutCurveHead(input, fonts, result, { labels, left: -risk.left });
  const medians = readMedians(input, result);
  const texts = [...head.labels, ...risk.labels];
  const weighted = isWeighted(input, result.variant.id, result.estimate.design);
  const ci = formatLevel(result.estimate.level);
  return {
    kind: "figure",
    ...catalogueEntry("figure", `14.2.2.${index + 1}`, index === 0 ? "kaplan-meier" : `kaplan-meier-${result.name}`),
    title: `${endpointOf(result).label}, Kaplan–Meier: ${result.label}`,
    population: `Analysis set: ${result.design.label}`,
    data: {
      curve: curveColumns(curves, "curve"),
      tail: curveColumns(curves, "tail"),
      censored: curveColumns(curves, "censored"),
      medians,
      samples: head.samples,
      texts: labelColumns(texts),
    },
    spec: {
      width: risk.plotWidth,
      height: plotHeight,
      layer: [
        bandLayer(domain, risk.axisMonths, endpointOf(result).label),
        lineLayer(),
        tailLayer(),
        medianLayer(),
        censorLayer(),
        sampleLayer(),
        ...labelLayers("texts", texts),
      ],
    },
    hover: (["curve", "tail"] as const).map((part) => hoverLayer(labels, part, weighted)),
    controls: {
      arms: groups.map((id, i) => ({ id, label: labels[i] ?? id })),
      zoom: { unit: "months", domain, columns: risk.columns },
    },
    alt: describeCurves(input, result, labels),
    footnotes: writeFootnotes(input, {
      abbreviations: ["CI", ...(weighted ? (["ESS"] as const) : []), "HR", "NE", "NR"],
      definitions: [
        `${describeTicks(curves)} Bands: ${ci} pointwise confidence intervals. Dotted: medians. Months of 30.4375 days.`,
        curves.some(hasTail)
          ? `Pale and without a band: fewer than ${fewAtRisk} at risk${weighted ? " (sum of weights)" : ""}; the curve says little there.`
          : null,
        weighted ? "Weighted arms: curve, numbers at risk, events and censored are sums of weights." : null,
        countImputations(input, result.variant.id, result.estimate.design) > 0
          ? "Multiple imputation: each patient is drawn with the mean weight over the imputations; bands hold no uncertainty of the imputation."
          : null,
        `${endpointOf(result).label}: ${endSentence(endpointOf(result).definition)}`,
        dataDrivenNote([result]),
      ],
      source: `outcomes / ${result.estimate.design} / ${result.name} / kaplan_meier, risk_table`,
    }),
  };
}

/** The dotted lines of each arm that reaches one half: across to its curve, and down to the axis. */
function readMedians(input: ReportInput, result: EstimateResult) {
  const place = { variant: result.variant.id, population: result.estimate.design, variable: result.name };
  const lines = groups.flatMap((arm) => {
    const median = input.records.findStatistic({ ...place, group: arm }, "median")?.value ?? null;
    if (median === null) return [];
    const at = drawn(median / daysPerMonth);
    return [
      { arm, from: 0, to: at, survivalTo: 0.5 },
      { arm, from: at, to: at, survivalTo: 0 },
    ];
  });
  return {
    arm: lines.map(({ arm }) => arm),
    months: lines.map(({ from }) => from),
    monthsTo: lines.map(({ to }) => to),
    survival: lines.map(() => 0.5),
    survivalTo: lines.map(({ survivalTo }) => survivalTo),
  };
}

/** Of an arm under the small-cell rule the results hold no censorings, and the figure says that it marks none. */
function describeTicks(curves: readonly Curve[]): string {
  const isCut = ({ censored }: Curve): boolean => censored.every((count) => count === null);
  const marks = curves.every(isCut) ? [] : ["Ticks on the curves: censored."];
  const rule =
    "Small-cell rule, real-world patients: censored are not marked, a step gathers events until they are enough, a curve ends where few are at risk.";
  return [...marks, ...(curves.some(isCut) ? [rule] : [])].join(" ");
}

function describeCurves(input: ReportInput, result: EstimateResult, labels: readonly string[]): string {
  const place = { variant: result.variant.id, population: result.estimate.design, variable: result.name };
  const arms = groups.map((group, i) => {
    const median = printStatistic(input.records.findStatistic({ ...place, group }, "median"), formatMonths);
    return `${labels[i]}: median ${median} months`;
  });
  const mark = dataDrivenMark(result.dataDriven);
  return `${mark === null ? "" : `${mark}. `}Kaplan–Meier curves of ${endpointOf(result).label.toLowerCase()} in both arms over time since index. ${arms.join("; ")}. Hazard ratio of the trial arm ${printEffect(result)}. The table below the curves gives numbers at risk, events and censored.`;
}
