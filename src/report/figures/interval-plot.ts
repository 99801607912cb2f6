import type { Figure } from "../document/model.js";
import type { Fonts } from "../fonts/load-fonts.js";
import { measureText, wrapLabel } from "../fonts/measure-text.js";
import { drawn } from "../format.js";
import { arrowLayer, intervalLayer, pointLayers } from "./forest-layers.js";
import { type Label, type Layer, label, labelColumns, labelLayers, pixels } from "./layers.js";
import { figureWidth, fontSize, rule, softInk } from "./palette.js";
import type { RatioAxis } from "./ratio-axis.js";

/** One line: a heading, or an estimate with its interval. */
export interface IntervalRow {
  readonly heading: boolean;
  readonly label: string;
  /** What stands to the right: the estimate with its interval, or why there is none. */
  readonly text: string;
  readonly strong: boolean;
  readonly point: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

export interface IntervalPlot {
  readonly rows: readonly IntervalRow[];
  readonly axis: RatioAxis;
  readonly axisTitle: string;
  /** Head of the texts at the right. */
  readonly textHead: string;
  /** What lies to the left and to the right of the reference; null: nothing is said. */
  readonly sides: readonly [left: string, right: string] | null;
}

const lineHeight = 14;
const rowGap = 7;
const gap = 12;
const labelWidth = 262;

export const headingOf = (text: string): IntervalRow => ({
  heading: true,
  label: text,
  text: "",
  strong: false,
  point: null,
  lower: null,
  upper: null,
});

/** Estimates with their intervals, one under another, on one axis with a line at the reference: labels at the left, numbers at the right. */
export function layOutIntervalPlot(fonts: Fonts, plot: IntervalPlot): Pick<Figure, "spec" | "data" | "hover"> {
  const { rows, axis } = plot;
  const widest = (texts: readonly string[]): number =>
    Math.ceil(Math.max(...texts.map((text) => measureText(fonts.bold, text, fontSize))));
  const textWidth = widest([plot.textHead, ...rows.map(({ text }) => text)]);
  const plotWidth = figureWidth - labelWidth - textWidth - 2 * gap;
  const left = labelWidth + gap;
  const texts: Label[] = [label(plotWidth + gap, -14, plot.textHead, { bold: true })];
  const rowY: number[] = [];
  let top = 0;
  for (const row of rows) {
    const bold = row.heading || row.strong;
    const indent = row.heading ? 0 : 10;
    const width = row.heading ? left + plotWidth : labelWidth - indent;
    const lines = wrapLabel(bold ? fonts.bold : fonts.regular, row.label, fontSize, width);
    const height = lines.length * lineHeight + rowGap;
    const middle = top + height / 2;
    for (const [k, line] of lines.entries())
      texts.push(label(-left + indent, middle + (k - (lines.length - 1) / 2) * lineHeight, line, { bold }));
    if (row.text !== "") texts.push(label(plotWidth + gap, middle, row.text, { bold: row.strong }));
    rowY.push(middle);
    top += height;
  }
  if (plot.sides !== null && axis.reference !== null) {
    const at = plotWidth * axis.share(axis.reference);
    texts.push(label(at - 8, top + 44, `← ${plot.sides[0]}`, { align: "right" }));
    texts.push(label(at + 8, top + 44, `${plot.sides[1]} →`));
  }
  const [from, to] = axis.domain;
  const shown = rows.flatMap((row, i) =>
    row.point === null
      ? []
      : [{ ...row, point: row.point, y: rowY[i] ?? 0, lower: row.lower ?? row.point, upper: row.upper ?? row.point }],
  );
  const cuts = shown.flatMap(({ y, lower, upper }) => [
    ...(lower < from ? [{ y, at: from, shape: "triangle-left" }] : []),
    ...(upper > to ? [{ y, at: to, shape: "triangle-right" }] : []),
  ]);
  const inside = (value: number): number => drawn(Math.min(to, Math.max(from, value)));
  return {
    data: {
      estimates: {
        y: shown.map(({ y }) => y),
        point: shown.map(({ point }) => inside(point)),
        from: shown.map(({ lower }) => inside(lower)),
        to: shown.map(({ upper }) => inside(upper)),
        size: shown.map(({ strong }) => (strong ? 90 : 50)),
        published: shown.map(() => false),
        label: shown.map(({ label: name }) => name),
        effect: shown.map(({ text }) => text),
      },
      arrows: { y: cuts.map(({ y }) => y), at: cuts.map(({ at }) => at), shape: cuts.map(({ shape }) => shape) },
      one: { at: [axis.reference ?? from], y: [0], y2: [top] },
      texts: labelColumns(texts),
    },
    spec: {
      width: plotWidth,
      height: top,
      layer: [axisLayer(plot), intervalLayer(), pointLayers()[0], arrowLayer(), ...labelLayers("texts", texts)],
    },
    hover: [],
  };
}

function axisLayer({ axis, axisTitle }: IntervalPlot): Layer {
  return {
    data: { name: "one" },
    mark: { type: "rule", stroke: softInk, strokeWidth: axis.reference === null ? 0 : 1 },
    encoding: {
      x: {
        field: "at",
        type: "quantitative",
        scale: {
          type: axis.kind,
          domain: [...axis.domain],
          nice: false,
          ...(axis.kind === "log" ? {} : { zero: false }),
        },
        axis: {
          title: axisTitle,
          values: [...axis.ticks],
          format: axis.kind === "log" ? "~g" : ".2~f",
          gridColor: rule,
          labelOverlap: false,
          labelFlush: false,
        },
      },
      y: pixels("y"),
      y2: { field: "y2" },
    },
  };
}
