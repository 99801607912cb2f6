import type { Curve } from "../../spec/curve.js";
import type { FigureColumns } from "../document/model.js";
import type { Fonts } from "../fonts/load-fonts.js";
import { wrapLabel } from "../fonts/measure-text.js";
import { drawn } from "../format.js";
import { type Label, label } from "./layers.js";
import { figureWidth, fontSize } from "./palette.js";

/** Height of the part with the effects, in pixels. */
export const plotHeight = 230;

const lineHeight = 14;
const labelWidth = 196;
const belowPlot = 22;
const betweenChoices = 6;

export interface CurveLayout {
  /** Of the plot, without the labels at its left. */
  readonly width: number;
  readonly height: number;
  /** How far labels reach to the left of the plot. */
  readonly left: number;
  readonly labels: readonly Label[];
  /** Middle of the column of the k-th combination. */
  readonly at: (k: number) => number;
  /** Of a mark that stands for one combination; columns of many touch. */
  readonly markWidth: number;
  /** Marks of the options that combinations have: x, y and y2. */
  readonly options: FigureColumns;
}

/** Places a column for each combination, given the options each has, and below the plot a line for each option of each choice. */
export function layOutCurve(
  fonts: Fonts,
  { choices }: Curve,
  combinations: readonly Readonly<Record<string, string>>[],
): CurveLayout {
  const width = figureWidth - labelWidth;
  const step = width / combinations.length;
  const at = (k: number): number => drawn((k + 0.5) * step);
  const labels: Label[] = [];
  const marks = { x: [] as number[], y: [] as number[], y2: [] as number[] };
  let top = plotHeight + belowPlot;
  for (const [choice, { label: heading, options }] of Object.entries(choices)) {
    const indented = [
      { text: heading, bold: true, option: null },
      ...Object.entries(options).map(([option, { label: text }]) => ({ text, bold: false, option })),
    ];
    for (const { text, bold, option } of indented) {
      const indent = bold ? 0 : 10;
      const lines = wrapLabel(bold ? fonts.bold : fonts.regular, text, fontSize, labelWidth - indent - 8);
      const height = lines.length * lineHeight;
      for (const [k, line] of lines.entries())
        labels.push(label(-labelWidth + indent, top + (k + 0.5) * lineHeight, line, { bold }));
      if (option !== null)
        for (const [k, own] of combinations.entries())
          if (own[choice] === option) {
            marks.x.push(at(k));
            marks.y.push(top + height / 2 - 5);
            marks.y2.push(top + height / 2 + 5);
          }
      top += height;
    }
    top += betweenChoices;
  }
  return {
    width,
    height: top,
    left: labelWidth,
    labels,
    at,
    markWidth: drawn(Math.max(0.4, Math.min(5, step * 0.7))),
    options: marks,
  };
}
