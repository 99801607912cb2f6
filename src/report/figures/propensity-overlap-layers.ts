import type { FigureColumns } from "../document/model.js";
import { type Label, type Layer, labelLayers, pixels } from "./layers.js";
import { controlColour, figureWidth, trialColour } from "./palette.js";

const plotHeight = 190;

/** One of the two histograms. */
export function panel(
  side: "before" | "after",
  { title, yTitle, bins }: { readonly title: string; readonly yTitle: string; readonly bins: FigureColumns },
): Layer {
  const suffix = side === "before" ? "Before" : "After";
  // An arm of which no bin may be shown has no bars, and no extent for an axis either.
  const isDrawn = (field: string): boolean => (bins[field] ?? []).some((value) => value !== 0);
  const arms = [
    [`trial${suffix}`, trialColour, false],
    [`control${suffix}`, controlColour, true],
  ] as const;
  return {
    width: (figureWidth - 150) / 2,
    height: plotHeight,
    layer: [
      ...arms.flatMap(([field, colour, light]) => (isDrawn(field) ? [bars(field, colour, yTitle, light)] : [])),
      titleLayer(title),
    ],
  };
}

/** A panel's title as a text of its own: a title of Vega-Lite moves with the labels of the axis. */
const titleLayer = (title: string): Layer => ({
  data: { values: [{}] },
  mark: { type: "text", align: "left", baseline: "middle", fontWeight: "bold", text: title, x: -40, y: -16 },
});

const barMark = (colour: string, light: boolean) => ({
  type: "rect",
  fill: colour,
  fillOpacity: light ? 0.35 : 0.85,
  stroke: colour,
  strokeWidth: light ? 1 : 0,
});

/** Bars of one arm: the trial's are filled, the control's lighter with an outline, so that grey tells them apart too. */
function bars(field: string, colour: string, yTitle: string, light: boolean): Layer {
  return {
    data: { name: "bins" },
    transform: [{ filter: `datum.${field} !== 0` }],
    mark: barMark(colour, light),
    encoding: {
      x: {
        field: "lower",
        type: "quantitative",
        scale: { domain: [0, 1], nice: false },
        axis: {
          title: "Propensity score",
          values: [0, 0.2, 0.4, 0.6, 0.8, 1],
          grid: false,
          format: ".1f",
          labelFlush: false,
        },
      },
      x2: { field: "upper" },
      y: {
        field,
        type: "quantitative",
        axis: { title: yTitle, labelExpr: "format(abs(datum.value), '~g')", tickCount: 6, titlePadding: 8 },
      },
      y2: { datum: 0 },
    },
  };
}

/** The key above them. */
export function keyLayers(labels: readonly Label[]): readonly Layer[] {
  const square = (arm: "trial" | "control", colour: string): Layer => ({
    data: { name: "keys" },
    transform: [{ filter: `datum.arm === '${arm}'` }],
    mark: barMark(colour, arm === "control"),
    encoding: { x: pixels("x"), x2: { field: "x2" }, y: pixels("y"), y2: { field: "y2" } },
  });
  return [square("trial", trialColour), square("control", controlColour), ...labelLayers("texts", labels)];
}
