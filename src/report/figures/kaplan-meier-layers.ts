import type { Group } from "../records/record-index.js";
import { armColour, armStroke } from "./arm-channels.js";
import { type Layer, pixels } from "./layers.js";
import { ink, softInk } from "./palette.js";

export function bandLayer(
  domain: readonly [number, number],
  axisMonths: readonly number[],
  titles: { readonly x: string; readonly y: string },
): Layer {
  return {
    name: "band",
    data: { name: "curve" },
    transform: [{ filter: "isValid(datum.lower) && isValid(datum.upper)" }],
    mark: { type: "area", interpolate: "step-after", opacity: 0.14 },
    encoding: {
      x: {
        field: "months",
        type: "quantitative",
        scale: { domain: [...domain], nice: false, zero: false },
        axis: {
          title: titles.x,
          values: [...axisMonths],
          grid: false,
          labelFlush: false,
          labelOverlap: false,
        },
      },
      y: {
        field: "lower",
        type: "quantitative",
        scale: { domain: [0, 1], nice: false },
        axis: {
          title: `${titles.y} (probability)`,
          values: [0, 0.2, 0.4, 0.6, 0.8, 1],
          format: ".1f",
          titlePadding: 10,
        },
      },
      y2: { field: "upper" },
      color: armColour,
    },
  };
}

const x: Layer = { field: "months", type: "quantitative" };
const survival: Layer = { field: "survival", type: "quantitative" };

export const lineLayer = (): Layer => ({
  name: "line",
  data: { name: "curve" },
  mark: { type: "line", interpolate: "step-after", strokeWidth: 1.8, strokeCap: "butt" },
  encoding: { x, y: survival, color: armColour, strokeDash: armStroke },
});

/** The curve where few are at risk. */
export const tailLayer = (): Layer => ({
  ...lineLayer(),
  name: "tail",
  data: { name: "tail" },
  mark: { type: "line", interpolate: "step-after", strokeWidth: 1.2, strokeCap: "butt", opacity: 0.45 },
});

/** A short vertical stroke: the built-in cross has no stroke of its own width. */
export const censorLayer = (): Layer => ({
  name: "censor",
  data: { name: "censored" },
  mark: { type: "point", shape: "M0,-1L0,1", size: 40, strokeWidth: 0.8, opacity: 0.9, filled: false },
  encoding: { x, y: survival, color: armColour },
});

export const medianLayer = (): Layer => ({
  name: "median",
  data: { name: "medians" },
  mark: { type: "rule", strokeDash: [1, 3], stroke: softInk, strokeWidth: 1 },
  encoding: {
    x,
    x2: { field: "monthsTo" },
    y: survival,
    y2: { field: "survivalTo" },
  },
});

export const sampleLayer = (): Layer => ({
  data: { name: "samples" },
  mark: { type: "rule", strokeWidth: 2 },
  encoding: { x: pixels("x"), x2: { field: "x2" }, y: pixels("y"), color: armColour, strokeDash: armStroke },
});

/** What a pointer is told, with the decimals of the tables. `isWeighted`: numbers at risk are sums of weights. */
export const hoverLayer = (labelOf: (arm: Group) => string, data: "curve" | "tail", isWeighted: boolean): Layer => ({
  name: data === "curve" ? "hover" : "hover-tail",
  data: { name: data },
  transform: [
    {
      calculate: `datum.arm === 'trial' ? ${JSON.stringify(labelOf("trial"))} : ${JSON.stringify(labelOf("control"))}`,
      as: "label",
    },
  ],
  mark: { type: "point", opacity: 0, size: 60, filled: true, stroke: ink },
  encoding: {
    x,
    y: survival,
    tooltip: [
      { field: "label", type: "nominal", title: "Arm" },
      { field: "months", type: "quantitative", title: "Months", format: ".1f" },
      { field: "survival", type: "quantitative", title: "Probability", format: ".3f" },
      { field: "atRisk", type: "quantitative", title: "At risk", format: isWeighted ? ".1f" : "d" },
    ],
  },
});
