import type { Figure } from "../document/model.js";
import type { Fonts } from "../fonts/load-fonts.js";
import { measureText, wrapText } from "../fonts/measure-text.js";
import { drawn, formatPlain } from "../format.js";
import { columnsOf } from "./columns-of.js";
import { type Label, type Layer, label, labelColumns, labelLayers, pixels } from "./layers.js";
import { layOutLegend } from "./legend-row.js";
import { figureWidth, fontSize, rule, softInk } from "./palette.js";

/** A piece of a bar: how high it is, in per cent, and what a pointer is told of it. */
export interface StackedPart {
  /** Place in the list of categories. */
  readonly category: number;
  readonly percent: number;
  readonly hover: string;
}

export interface StackedPanels {
  readonly panels: readonly {
    readonly title: string;
    readonly bars: readonly { readonly slot: number; readonly name: string; readonly parts: readonly StackedPart[] }[];
  }[];
  readonly categories: readonly { readonly name: string; readonly colour: string }[];
  /** What stands under each slot of the lowest panel; an empty text: nothing. */
  readonly slots: readonly string[];
  /** Lines at the left end of a slot. */
  readonly lines: readonly { readonly slot: number; readonly text: string }[];
  readonly xTitle: string;
  /** Share of a slot that its bar takes. */
  readonly barShare: number;
}

const box = ["x", "x2", "y", "y2"] as const;
const lineHeight = 14;
const panelHeight = 98;
const titleHeight = 24;
const left = 40;

/** Panels one under another on one axis, each with stacked bars in per cent; the legend stands above them. */
export function layOutStackedPanels(fonts: Fonts, plot: StackedPanels): Pick<Figure, "spec" | "data" | "hover"> {
  const width = figureWidth - left - 14;
  const slotWidth = width / plot.slots.length;
  const most = topOf(plot);
  const texts: Label[] = [];
  const rules: { x: number; x2: number; y: number; y2: number; dashed: boolean }[] = [];
  const parts: (Box & { readonly colour: string; readonly name: string; readonly text: string })[] = [];
  const legend = layOutLegend(fonts, plot.categories, { width, top: 6 });
  texts.push(...legend.labels);
  let top = legend.height + 14;
  for (const panel of plot.panels) {
    const lines = wrapText(fonts.bold, panel.title, fontSize, width);
    for (const [k, line] of lines.entries()) texts.push(label(0, top + 6 + k * lineHeight, line, { bold: true }));
    top += titleHeight + (lines.length - 1) * lineHeight;
    const foot = top + panelHeight;
    const yOf = (percent: number): number => drawn(foot - (panelHeight * percent) / most.end);
    for (const tick of most.ticks) {
      rules.push({ x: 0, x2: width, y: yOf(tick), y2: yOf(tick), dashed: false });
      texts.push(label(-8, yOf(tick), formatPlain(tick), { align: "right" }));
    }
    let taken = Number.NEGATIVE_INFINITY;
    for (const { slot, text } of plot.lines) {
      const x = drawn(slot * slotWidth);
      rules.push({ x, x2: x, y: top - 4, y2: foot, dashed: true });
      // A line whose name would run into the one before goes without: the footnotes name them all.
      if (x < taken) continue;
      texts.push(label(x + 4, top + 2, text, { colour: softInk }));
      taken = x + measureText(fonts.regular, text, fontSize) + 4;
    }
    for (const bar of panel.bars) {
      let sum = 0;
      for (const part of bar.parts) {
        const x = (bar.slot + (1 - plot.barShare) / 2) * slotWidth;
        parts.push({
          x: drawn(x),
          x2: drawn(x + plot.barShare * slotWidth),
          y: yOf(sum + part.percent),
          y2: yOf(sum),
          colour: plot.categories[part.category]?.colour ?? rule,
          name: bar.name,
          text: part.hover,
        });
        sum += part.percent;
      }
    }
    texts.push(label(-8, top - 18, "%", { align: "right" }));
    top = foot + 14;
  }
  const foot = top - 14;
  let below = foot + 12;
  const names = plot.slots.map((name) => wrapText(fonts.regular, name, fontSize, slotWidth - 2));
  for (const [slot, lines] of names.entries())
    for (const [k, line] of lines.entries())
      texts.push(label((slot + 0.5) * slotWidth, below + k * lineHeight, line, { align: "center" }));
  below += Math.max(...names.map((lines) => lines.length)) * lineHeight + 4;
  texts.push(label(width / 2, below, plot.xTitle, { align: "center" }));
  return {
    data: {
      legend: columnsOf(legend.samples, [...box, "colour"]),
      rules: columnsOf(rules, [...box, "dashed"]),
      parts: columnsOf(parts, [...box, "colour", "name", "text"]),
      texts: labelColumns(texts),
    },
    spec: {
      width,
      height: foot,
      layer: [
        ruleLayer(false),
        partLayer("parts"),
        ruleLayer(true),
        partLayer("legend"),
        ...labelLayers("texts", texts),
      ],
    },
    hover: [hoverLayer()],
  };
}

interface Box {
  readonly x: number;
  readonly x2: number;
  readonly y: number;
  readonly y2: number;
}

/** The end of the vertical axis, and its ticks: the least round number that holds the highest bar. */
function topOf({ panels }: StackedPanels): { readonly end: number; readonly ticks: readonly number[] } {
  const heights = panels.flatMap(({ bars }) =>
    bars.map(({ parts }) => parts.reduce((sum, part) => sum + part.percent, 0)),
  );
  const step = [5, 10, 20, 25].find((each) => Math.max(...heights, 1) <= 5 * each) ?? 25;
  const end = Math.min(100, Math.ceil((Math.max(...heights, 1) - 1e-9) / step) * step);
  return { end, ticks: Array.from({ length: Math.round(end / step) + 1 }, (_, k) => k * step) };
}

const place = { x: pixels("x"), x2: { field: "x2" }, y: pixels("y"), y2: { field: "y2" } };

const partLayer = (name: "parts" | "legend"): Layer => ({
  data: { name },
  mark: { type: "rect", stroke: softInk, strokeWidth: 0.5 },
  encoding: { ...place, color: { field: "colour", type: "nominal", scale: null } },
});

const ruleLayer = (dashed: boolean): Layer => ({
  data: { name: "rules" },
  transform: [{ filter: `datum.dashed === ${dashed}` }],
  mark: {
    type: "rule",
    stroke: dashed ? softInk : rule,
    strokeWidth: dashed ? 1 : 0.7,
    strokeDash: dashed ? [4, 3] : [1, 0],
  },
  encoding: place,
});

const hoverLayer = (): Layer => ({
  data: { name: "parts" },
  mark: { type: "rect", opacity: 0 },
  encoding: {
    ...place,
    tooltip: [
      { field: "name", type: "nominal", title: "Arm" },
      { field: "text", type: "nominal", title: "Patients" },
    ],
  },
});
