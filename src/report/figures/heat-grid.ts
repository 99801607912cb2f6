import type { Figure } from "../document/model.js";
import type { Fonts } from "../fonts/load-fonts.js";
import { measureText, wrapText } from "../fonts/measure-text.js";
import { drawn } from "../format.js";
import { type Label, type Layer, label, labelColumns, labelLayers, pixels } from "./layers.js";
import { controlColour, figureWidth, fontSize, ink, rule, trialColour } from "./palette.js";

/** One field of a grid. */
export interface HeatCell {
  readonly row: number;
  readonly column: number;
  /** Texts in it, one a line. */
  readonly lines: readonly string[];
  /** How dark it is, 0 to 1. */
  readonly share: number;
  /** Which colour it is dark in: what speaks for the trial, or against it. */
  readonly side: "trial" | "control";
  readonly outlined: boolean;
}

export interface HeatGrid {
  readonly panels: readonly { readonly title: string; readonly cells: readonly HeatCell[] }[];
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly rowTitle: string;
  readonly columnTitle: string;
}

const lineHeight = 14;
const panelGap = 18;
const headHeight = 36;
/** The darkest a field may be for its text to be read. */
const darkest = 0.55;
const widestCell = 96;

/** Grids of fields beside one another, each with its text; darkness and outline say the same as the text, in grey too. */
export function layOutHeatGrid(fonts: Fonts, grid: HeatGrid): Pick<Figure, "spec" | "data" | "hover"> {
  const { panels, rows, columns } = grid;
  const widest = Math.max(...[...rows, ""].map((text) => measureText(fonts.regular, text, fontSize)));
  const left = Math.ceil(widest) + 14;
  const free = (figureWidth - left - 16 - panelGap * (panels.length - 1)) / (panels.length * columns.length);
  const cellWidth = Math.min(widestCell, Math.floor(free));
  const most = Math.max(1, ...panels.flatMap(({ cells }) => cells.map(({ lines }) => lines.length)));
  const cellHeight = most * lineHeight + 10;
  const panelWidth = cellWidth * columns.length;
  const texts: Label[] = [label(-left, headHeight - 8, grid.rowTitle, { bold: true })];
  const fields: { x: number; y: number; x2: number; y2: number; side: string; share: number; outlined: boolean }[] = [];
  for (const [k, row] of rows.entries())
    texts.push(label(-8, headHeight + (k + 0.5) * cellHeight, row, { align: "right" }));
  const foot = headHeight + rows.length * cellHeight;
  for (const [p, panel] of panels.entries()) {
    const from = p * (panelWidth + panelGap);
    for (const [k, line] of wrapText(fonts.bold, panel.title, fontSize, panelWidth).entries())
      texts.push(label(from, 2 + k * lineHeight, line, { bold: true }));
    for (const [k, column] of columns.entries())
      texts.push(label(from + (k + 0.5) * cellWidth, foot + 12, column, { align: "center" }));
    for (const cell of panel.cells) {
      const [x, y] = [from + cell.column * cellWidth, headHeight + cell.row * cellHeight];
      fields.push({
        x,
        y,
        x2: x + cellWidth,
        y2: y + cellHeight,
        side: cell.side,
        share: drawn(darkest * Math.min(1, Math.max(0, cell.share))),
        outlined: cell.outlined,
      });
      for (const [k, line] of cell.lines.entries()) {
        const middle = y + cellHeight / 2 + (k - (cell.lines.length - 1) / 2) * lineHeight;
        texts.push(label(x + cellWidth / 2, middle, line, { align: "center", bold: cell.outlined && k === 0 }));
      }
    }
  }
  const width = panels.length * panelWidth + (panels.length - 1) * panelGap;
  texts.push(label(width / 2, foot + 30, grid.columnTitle, { align: "center", bold: true }));
  return {
    data: {
      fields: {
        x: fields.map(({ x }) => x),
        x2: fields.map(({ x2 }) => x2),
        y: fields.map(({ y }) => y),
        y2: fields.map(({ y2 }) => y2),
        side: fields.map(({ side }) => side),
        share: fields.map(({ share }) => share),
        outlined: fields.map(({ outlined }) => outlined),
      },
      texts: labelColumns(texts),
    },
    spec: { width, height: foot, layer: [...fieldLayers(), ...labelLayers("texts", texts)] },
    hover: [],
  };
}

const place = { x: pixels("x"), x2: { field: "x2" }, y: pixels("y"), y2: { field: "y2" } };

const fieldLayers = (): readonly Layer[] => [
  {
    data: { name: "fields" },
    mark: { type: "rect", stroke: rule, strokeWidth: 1 },
    encoding: {
      ...place,
      color: {
        field: "side",
        type: "nominal",
        scale: { domain: ["trial", "control"], range: [trialColour, controlColour] },
        legend: null,
      },
      fillOpacity: { field: "share", type: "quantitative", scale: null },
    },
  },
  {
    data: { name: "fields" },
    transform: [{ filter: "datum.outlined" }],
    mark: { type: "rect", fillOpacity: 0, stroke: ink, strokeWidth: 1.6 },
    encoding: place,
  },
];
