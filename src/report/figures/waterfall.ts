import type { CatalogueEntry } from "../catalogue.js";
import { endpointLabel, endpointNote } from "../data-driven-text.js";
import { writeFootnotes } from "../document/footnotes.js";
import { endSentence } from "../document/inlines.js";
import type { Figure } from "../document/model.js";
import { spellResponses } from "../endpoint-words.js";
import type { Fonts } from "../fonts/load-fonts.js";
import { drawn, formatCount, formatDecimals } from "../format.js";
import { printStatistic } from "../print-statistic.js";
import { readPatientRows } from "../records/patient-rows.js";
import type { ReportInput } from "../records/read-results.js";
import type { Group } from "../records/record-index.js";
import { confirmationNote } from "../tables/best-response.js";
import { armLabel } from "../tables/columns.js";
import { responseColours } from "./best-change.js";
import { describeBestChange } from "./best-change-counts.js";
import { columnsOf } from "./columns-of.js";
import { type Layer, labelColumns, labelLayers, pixels } from "./layers.js";
import { layOutLegend } from "./legend-row.js";
import { figureWidth, ink, ordered, rule, softInk } from "./palette.js";

const plotHeight = 260;
/** Growth beyond this is cut, per cent. */
const most = 100;
const box = ["x", "x2", "y", "y2", "colour"] as const;

/** F14.2.7 of one arm, patient by patient: best change of the target sum, worst left, coloured by best response, `*` with a new lesion. None where the plan does not ask. */
export function renderWaterfall(
  input: ReportInput,
  fonts: Fonts,
  { endpoint, group }: { readonly endpoint: string; readonly group: Group },
  entry: () => CatalogueEntry,
): readonly Figure[] {
  const rows = readPatientRows(input, endpoint, group, "waterfall", ["row", "percent", "best_response", "new_lesion"]);
  const spec = input.plan.analysis.endpoints[endpoint];
  if (rows.length === 0 || spec === undefined) return [];
  const arm = armLabel(input, "main", group);
  const width = figureWidth - 62;
  const slot = width / rows.length;
  const responses = Object.keys(responseColours).filter((name) => rows.some((row) => row.best_response === name));
  const others = rows.some((row) => !(String(row.best_response) in responseColours)) ? ["NE"] : [];
  const categories = [...responses, ...others].map((name) => ({
    name,
    colour: responseColours[name] ?? ordered.unknown,
  }));
  const legend = layOutLegend(fonts, categories, { width, top: -14 });
  const bars = rows.map(({ percent, best_response: best, new_lesion: isNew }, i) => {
    const change = Number(percent);
    const x = drawn((i + 0.08) * slot);
    return {
      x,
      x2: drawn((i + 0.92) * slot),
      middle: drawn((i + 0.5) * slot),
      change: drawn(Math.min(most, change)),
      zero: 0,
      cut: change > most,
      star: isNew === true,
      starAt: change > most ? most - 8 : drawn(change + (change >= 0 ? 4 : -6)),
      colour: responseColours[String(best)] ?? ordered.unknown,
      text: `row ${i + 1}: ${formatDecimals(change, 1)}%, ${best}${isNew === true ? ", new lesion" : ""}`,
    };
  });
  const n = printStatistic(
    input.records.findStatistic({ variant: "main", population: "eligible", group }, "n"),
    formatCount,
  );
  return [
    {
      kind: "figure",
      ...entry(),
      title: `Waterfall: best change of the target lesions, ${arm}: ${endpointLabel(input, endpoint, spec.label)}`,
      population: `${formatCount(rows.length)} of N=${n} eligible patients: those with a complete sum at baseline and after it`,
      data: {
        bars: columnsOf(bars, ["x", "x2", "middle", "change", "zero", "cut", "star", "starAt", "colour", "text"]),
        lines: { at: [0, 20, -30], dashed: [false, true, true] },
        legend: columnsOf(legend.samples, box),
        texts: labelColumns(legend.labels),
      },
      spec: {
        width,
        height: plotHeight,
        layer: [...layers(width), ...labelLayers("texts", legend.labels)],
      },
      hover: [hoverLayer()],
      alt: `Waterfall plot, a bar a patient from the greatest growth at the left to the greatest shrinkage at the right. ${describeBestChange(input, endpoint, group)}`,
      footnotes: writeFootnotes(input, {
        definitions: [
          `A bar is a patient, numbered anew in this figure. Best change until progression or new therapy. Dashed: +20% and −30%. Colour: best overall response. *: new lesion.${bars.some(({ cut }) => cut) ? ` Arrow: growth above ${most}% is cut.` : ""}`,
          spellResponses([...responses, ...others]),
          `${describeBestChange(input, endpoint, group)} Shrinkage by 30% is no response until it is confirmed and nothing else has progressed: bars at or below −30% overstate the response rate.`,
          `${spec.label}: ${endSentence(spec.definition)}`,
          confirmationNote(input, endpoint),
          endpointNote(input, endpoint),
        ],
        source: `endpoints / eligible / ${endpoint} / waterfall`,
      }),
    },
  ];
}

/** An asterisk as a drawing: as letters those of neighbours would run into one another. */
const star = "M0,-1L0,1M-0.87,-0.5L0.87,0.5M-0.87,0.5L0.87,-0.5";

const y = (field: string): Layer => ({ field, type: "quantitative" });

const layers = (width: number): readonly Layer[] => [
  {
    data: { name: "bars" },
    mark: { type: "rect" },
    encoding: {
      x: pixels("x"),
      x2: { field: "x2" },
      y: {
        field: "change",
        type: "quantitative",
        scale: { domain: [-100, most], nice: false },
        axis: { title: "Best change of the sum, %", gridColor: rule, tickCount: 10, titlePadding: 10 },
      },
      y2: { field: "zero" },
      color: { field: "colour", type: "nominal", scale: null },
    },
  },
  {
    data: { name: "lines" },
    mark: { type: "rule", stroke: softInk, strokeWidth: 0.8 },
    encoding: {
      x: { value: 0 },
      x2: { value: width },
      y: y("at"),
      strokeDash: { condition: { test: "datum.dashed", value: [4, 3] }, value: [1, 0] },
    },
  },
  {
    data: { name: "bars" },
    transform: [{ filter: "datum.star" }],
    mark: { type: "point", shape: star, filled: false, stroke: ink, strokeWidth: 0.8, size: 22, opacity: 1 },
    encoding: { x: pixels("middle"), y: y("starAt") },
  },
  {
    data: { name: "bars" },
    transform: [{ filter: "datum.cut" }],
    mark: { type: "point", shape: "triangle-up", filled: true, color: ink, size: 24, opacity: 1, yOffset: -3 },
    encoding: { x: pixels("middle"), y: y("change") },
  },
  {
    data: { name: "legend" },
    mark: { type: "rect", stroke: softInk, strokeWidth: 0.5, clip: false },
    encoding: {
      x: pixels("x"),
      x2: { field: "x2" },
      y: pixels("y"),
      y2: { field: "y2" },
      color: { field: "colour", type: "nominal", scale: null },
    },
  },
];

const hoverLayer = (): Layer => ({
  data: { name: "bars" },
  mark: { type: "rect", opacity: 0 },
  encoding: {
    x: pixels("x"),
    x2: { field: "x2" },
    y: { value: 0 },
    y2: { value: plotHeight },
    tooltip: [{ field: "text", type: "nominal", title: "Patient" }],
  },
});
