import type { CatalogueEntry } from "../catalogue.js";
import { writeFootnotes } from "../document/footnotes.js";
import type { Figure } from "../document/model.js";
import type { Fonts } from "../fonts/load-fonts.js";
import { daysPerMonth, drawn, formatLevel, formatMonths } from "../format.js";
import { printStatistic } from "../print-statistic.js";
import type { ReportInput } from "../records/read-results.js";
import { armLabel } from "../tables/columns.js";
import type { CurveSubject } from "./curve-subject.js";
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
export function renderKaplanMeier(
  input: ReportInput,
  fonts: Fonts,
  subject: CurveSubject,
  entry: CatalogueEntry,
): Figure {
  const { isWeighted: weighted, endpoint, drawn: arms } = subject;
  const curves = arms.map((group) => readCurve(input, subject, group));
  for (const curve of curves) checkTotals(input, subject, curve.group, curve);
  const months = Math.max(...curves.flatMap(({ timeDays }) => timeDays)) / daysPerMonth;
  const labels = arms.map((group) => armLabel(input, subject.place.variant, group));
  const domain = [drawn(-0.02 * months), drawn(1.02 * months)] as const;
  const risk = layOutRiskTable(input, fonts, subject, { labels, plotHeight, domain, width: figureWidth - rightMargin });
  const head = layOutCurveHead(input, fonts, subject, { labels, left: -risk.left });
  const medians = readMedians(input, subject);
  const texts = [...head.labels, ...risk.labels];
  const ci = formatLevel(subject.level);
  return {
    kind: "figure",
    ...entry,
    title: subject.title,
    population: subject.population,
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
        bandLayer(domain, risk.axisMonths, { x: `Months since ${subject.since}`, y: endpoint }),
        lineLayer(),
        tailLayer(),
        medianLayer(),
        censorLayer(),
        sampleLayer(),
        ...labelLayers("texts", texts),
      ],
    },
    hover: (["curve", "tail"] as const).map((part) =>
      hoverLayer((arm) => armLabel(input, subject.place.variant, arm), part, weighted),
    ),
    controls: {
      arms: arms.map((id, i) => ({ id, label: labels[i] ?? id })),
      zoom: { unit: "months", domain, columns: risk.columns },
    },
    alt: describeCurves(input, subject, labels),
    footnotes: writeFootnotes(input, {
      abbreviations: ["CI", ...(weighted ? (["ESS"] as const) : []), ...subject.abbreviations, "NE", "NR"],
      definitions: [
        `${describeTicks(curves)} Bands: ${ci} pointwise confidence intervals. Dotted: medians. Months of 30.4375 days.`,
        describeMethods(input, subject),
        curves.some(hasTail)
          ? `Pale and without a band: fewer than ${fewAtRisk} at risk${weighted ? " (sum of weights)" : ""}; the curve says little there.`
          : null,
        weighted ? "Weighted arms: curve, numbers at risk, events and censored are sums of weights." : null,
        ...subject.notes,
      ],
      source: `${subject.source} / kaplan_meier, risk_table`,
    }),
  };
}

/** The dotted lines of each arm that reaches one half: across to its curve, and down to the axis. */
function readMedians(input: ReportInput, { place, drawn: shown }: CurveSubject) {
  const lines = shown.flatMap((arm) => {
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

/** How the curves and their bands were made, as recorded; each arm by itself where they differ. */
function describeMethods(input: ReportInput, { place, drawn: arms }: CurveSubject): string | null {
  const methods = arms.map((group) => input.records.findSeries({ ...place, group }, "kaplan_meier")?.method ?? null);
  const told = [...new Set(methods)].filter((method) => method !== null);
  if (told.length < 2) return told[0] === undefined ? null : `Curves: ${told[0]}.`;
  return `Curves: ${arms.map((group, i) => `${methods[i] ?? "not recorded"} (${group})`).join("; ")}.`;
}

/** Of an arm under the small-cell rule the results hold no censorings, and the figure says that it marks none. */
function describeTicks(curves: readonly Curve[]): string {
  const isCut = ({ censored }: Curve): boolean => censored.every((count) => count === null);
  const marks = curves.every(isCut) ? [] : ["Ticks on the curves: censored."];
  const rule =
    "Small-cell rule, real-world patients: censored are not marked, a step gathers events until they are enough, a curve ends where few are at risk.";
  return [...marks, ...(curves.some(isCut) ? [rule] : [])].join(" ");
}

function describeCurves(input: ReportInput, subject: CurveSubject, labels: readonly string[]): string {
  const { place, mark, endpoint, effect, since } = subject;
  const arms = subject.drawn.map((group, i) => {
    const median = printStatistic(input.records.findStatistic({ ...place, group }, "median"), formatMonths);
    return `${labels[i]}: median ${median} months`;
  });
  return `${mark === null ? "" : `${mark}. `}Kaplan–Meier curves of ${endpoint.toLowerCase()} in ${arms.length > 1 ? "both arms" : "one arm"} over time since ${since}. ${arms.join("; ")}. ${effect === null ? "" : `${effect}. `}The table below the curves gives numbers at risk, events and censored.`;
}
