import { ink } from "./palette.js";

/** A Vega-Lite layer. */
export type Layer = Readonly<Record<string, unknown>>;

/** A coordinate in pixels that a column of the data gives. */
export const pixels = (field: string): Layer => ({ field, type: "quantitative", scale: null, axis: null });

/** One text of a figure at fixed pixels. */
export interface Label {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly align: "left" | "center" | "right";
  readonly bold: boolean;
  readonly colour: string;
}

/** A label; what is left out is left-aligned, plain and in ink. */
export const label = (
  x: number,
  y: number,
  text: string,
  style: Partial<Omit<Label, "x" | "y" | "text">> = {},
): Label => ({
  x,
  y,
  text,
  align: "left",
  bold: false,
  colour: ink,
  ...style,
});

/** Labels as columns of the figure's data. */
export function labelColumns(labels: readonly Label[]) {
  return {
    x: labels.map(({ x }) => x),
    y: labels.map(({ y }) => y),
    text: labels.map(({ text }) => text),
    align: labels.map(({ align }) => align),
    bold: labels.map(({ bold }) => bold),
    colour: labels.map(({ colour }) => colour),
  };
}

/** The layers that draw labels of the data source `name`: one per alignment and weight, since those are properties of a mark. */
export function labelLayers(name: string, labels: readonly Label[]): readonly Layer[] {
  const kinds = new Map(labels.map(({ align, bold }) => [`${align}/${bold}`, { align, bold }]));
  return [...kinds.values()].map(({ align, bold }) => ({
    data: { name },
    transform: [{ filter: `datum.align === '${align}' && datum.bold === ${bold}` }],
    mark: { type: "text", align, baseline: "middle", fontWeight: bold ? "bold" : "normal", clip: false },
    encoding: {
      x: pixels("x"),
      y: pixels("y"),
      text: { field: "text", type: "nominal" },
      color: { field: "colour", type: "nominal", scale: null },
    },
  }));
}
