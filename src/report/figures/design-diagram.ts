import { catalogueEntry } from "../catalogue.js";
import { writeFootnotes } from "../document/footnotes.js";
import type { Figure } from "../document/model.js";
import type { Fonts } from "../fonts/load-fonts.js";
import { wrapText } from "../fonts/measure-text.js";
import { drawn } from "../format.js";
import type { ReportInput } from "../records/read-results.js";
import { printDay } from "../sections/criterion-text.js";
import { type DiagramRow, diagramRows } from "./design-diagram-rows.js";
import { type Label, type Layer, label, labelColumns, labelLayers, pixels } from "./layers.js";
import { controlColour, faintFill, figureWidth, fontSize, ink, rule, softInk, trialColour } from "./palette.js";

const labelWidth = 300;
const axisStart = labelWidth + 24;
const lineHeight = 14;
const rowGap = 12;
const headHeight = 34;
const barHeight = 14;
/** Width of a window of one day. */
const dayWidth = 12;

const headings = {
  eligibility: "Eligibility",
  covariates: "Covariates",
  imaging: "Baseline imaging",
  "follow-up": "Follow-up",
} as const;
const fills = { eligibility: softInk, covariates: rule, imaging: controlColour, "follow-up": trialColour } as const;

/** F9.1: the windows in which eligibility, covariates and outcomes are read, anchored at time zero (after Schneeweiss et al. 2019). */
export function renderDesignDiagram(input: ReportInput, fonts: Fonts): Figure {
  const rows = diagramRows(input);
  const place = placeDays(rows);
  const layout = layOutRows(fonts, rows);
  const texts: Label[] = [...layout.labels, ...axisLabels(place)];
  const bars = rows.map((row, i) => {
    const [from, to] = [place.at(row.from), row.to === null ? place.end : place.at(row.to)];
    const narrow = to - from < dayWidth;
    return {
      kind: row.kind,
      x: drawn(narrow ? from - dayWidth / 2 : from),
      x2: drawn(narrow ? to + dayWidth / 2 : to),
      y: (layout.middles[i] ?? 0) - barHeight / 2,
      y2: (layout.middles[i] ?? 0) + barHeight / 2,
    };
  });
  return {
    kind: "figure",
    ...catalogueEntry("figure", "9.1", "design-diagram"),
    title: "Design: when eligibility, covariates and outcomes are read",
    population: "From the analysis file",
    data: {
      bars: {
        kind: bars.map(({ kind }) => kind),
        x: bars.map(({ x }) => x),
        x2: bars.map(({ x2 }) => x2),
        y: bars.map(({ y }) => y),
        y2: bars.map(({ y2 }) => y2),
      },
      ticks: {
        x: place.days.map((day) => drawn(place.at(day))),
        y: place.days.map(() => headHeight - 6),
        y2: place.days.map(() => layout.height),
        zero: place.days.map((day) => day === 0),
      },
      ends: { x: [place.end], y: [layout.middles[rows.length - 1] ?? 0] },
      texts: labelColumns(texts),
    },
    spec: {
      width: figureWidth - 12,
      height: layout.height,
      layer: [tickLayer(false), tickLayer(true), barLayer(), endLayer(), ...labelLayers("texts", texts)],
    },
    hover: [],
    alt: `Windows relative to time zero. ${rows.map(({ kind, label: name, window }) => `${headings[kind]}, ${window}: ${name}`).join(". ")}.`,
    footnotes: writeFootnotes(input, {
      definitions: [
        "Days from index, both ends included; index is day 0. Distances along the axis are not to scale.",
        "Criteria that are queries of the author's own have no window and are not drawn; Tables H4 and H5 name them.",
      ],
      source: "plan",
    }),
  };
}

interface DayPlaces {
  /** Days that begin or end a window, and day 0. */
  readonly days: readonly number[];
  readonly at: (day: number) => number;
  /** Where follow-up ends. */
  readonly end: number;
}

/** The days at equal distances, whatever lies between them. */
function placeDays(rows: readonly DiagramRow[]): DayPlaces {
  const days = [...new Set([0, ...rows.flatMap(({ from, to }) => (to === null ? [from] : [from, to]))])].sort(
    (a, b) => a - b,
  );
  const right = figureWidth - 24;
  const followUp = 110;
  const step = days.length < 2 ? 0 : (right - followUp - axisStart - 30) / (days.length - 1);
  return { days, at: (day) => axisStart + 30 + step * days.indexOf(day), end: right };
}

function axisLabels({ days, at, end }: DayPlaces): readonly Label[] {
  const name = (day: number): string => (day <= -36_500 ? "any time" : day === 0 ? "index" : printDay(day));
  return [
    ...days.map((day) => label(drawn(at(day)), 8, name(day), { align: "center", bold: day === 0 })),
    label(drawn(end), 8, "end", { align: "right" }),
  ];
}

function layOutRows(fonts: Fonts, rows: readonly DiagramRow[]) {
  const labels: Label[] = [];
  const middles: number[] = [];
  let y = headHeight;
  let heading: string | null = null;
  for (const { kind, label: name, window } of rows) {
    if (headings[kind] !== heading) {
      heading = headings[kind];
      labels.push(label(0, y + lineHeight / 2, heading, { bold: true }));
      y += lineHeight + 4;
    }
    const lines = [...wrapText(fonts.regular, name, fontSize, labelWidth - 10)];
    const notes = wrapText(fonts.regular, window, fontSize, labelWidth - 10);
    for (const [k, line] of lines.entries()) labels.push(label(10, y + (k + 0.5) * lineHeight, line));
    for (const [k, line] of notes.entries())
      labels.push(label(10, y + (lines.length + k + 0.5) * lineHeight, line, { colour: softInk }));
    const height = (lines.length + notes.length) * lineHeight;
    middles.push(y + height / 2);
    y += height + rowGap;
  }
  return { labels, middles, height: y };
}

const barLayer = (): Layer => ({
  data: { name: "bars" },
  mark: { type: "rect", stroke: ink, strokeWidth: 0.6, fill: faintFill },
  encoding: {
    x: pixels("x"),
    x2: { field: "x2" },
    y: pixels("y"),
    y2: { field: "y2" },
    fill: {
      field: "kind",
      type: "nominal",
      scale: { domain: Object.keys(fills), range: Object.values(fills) },
      legend: null,
    },
  },
});

const tickLayer = (zero: boolean): Layer => ({
  data: { name: "ticks" },
  transform: [{ filter: zero ? "datum.zero" : "!datum.zero" }],
  mark: { type: "rule", stroke: zero ? ink : rule, strokeWidth: zero ? 1.5 : 1 },
  encoding: { x: pixels("x"), y: pixels("y"), y2: { field: "y2" } },
});

const endLayer = (): Layer => ({
  data: { name: "ends" },
  mark: { type: "point", shape: "triangle-right", filled: true, color: trialColour, size: 160, opacity: 1 },
  encoding: { x: pixels("x"), y: pixels("y") },
});
