import { type Layer, pixels } from "./layers.js";
import { chartsColour, ink } from "./palette.js";

/** Colour and dash of both sources. */
export const sourceStyle = {
  scans: { colour: ink, dash: [1, 0] },
  charts: { colour: chartsColour, dash: [6, 3] },
} as const;

const colour: Layer = {
  field: "source",
  type: "nominal",
  scale: { domain: ["scans", "charts"], range: [sourceStyle.scans.colour, sourceStyle.charts.colour] },
  legend: null,
};
const stroke: Layer = {
  field: "source",
  type: "nominal",
  scale: { domain: ["scans", "charts"], range: [sourceStyle.scans.dash, sourceStyle.charts.dash] },
  legend: null,
};
const x: Layer = { field: "months", type: "quantitative" };
const survival: Layer = { field: "survival", type: "quantitative" };

/** Bands, curves, censor ticks, and the samples of the head. */
export const pairedLayers = (
  domain: readonly [number, number],
  ticks: readonly number[],
  title: string,
): readonly Layer[] => [
  {
    data: { name: "curve" },
    transform: [{ filter: "isValid(datum.lower) && isValid(datum.upper)" }],
    mark: { type: "area", interpolate: "step-after", opacity: 0.14 },
    encoding: {
      x: {
        field: "months",
        type: "quantitative",
        scale: { domain: [...domain], nice: false, zero: false },
        axis: { title: "Months since index", values: [...ticks], grid: false, labelFlush: false, labelOverlap: false },
      },
      y: {
        field: "lower",
        type: "quantitative",
        scale: { domain: [0, 1], nice: false },
        axis: { title: `${title} (probability)`, values: [0, 0.2, 0.4, 0.6, 0.8, 1], format: ".1f", titlePadding: 10 },
      },
      y2: { field: "upper" },
      color: colour,
    },
  },
  {
    data: { name: "curve" },
    mark: { type: "line", interpolate: "step-after", strokeWidth: 1.8, strokeCap: "butt" },
    encoding: { x, y: survival, color: colour, strokeDash: stroke },
  },
  {
    data: { name: "censored" },
    mark: { type: "point", shape: "M0,-1L0,1", size: 40, strokeWidth: 0.8, opacity: 0.9, filled: false },
    encoding: { x, y: survival, color: colour },
  },
  {
    data: { name: "samples" },
    mark: { type: "rule", strokeWidth: 2 },
    encoding: { x: pixels("x"), x2: { field: "x2" }, y: pixels("y"), color: colour, strokeDash: stroke },
  },
];
