import { type Layer, pixels } from "./layers.js";
import type { LogAxis } from "./log-axis.js";
import { ink, rule, softInk, trialColour } from "./palette.js";

const x = (field: string): Layer => ({ field, type: "quantitative" });

export function oneLayer(axis: LogAxis, measure: string): Layer {
  return {
    data: { name: "one" },
    mark: { type: "rule", stroke: softInk, strokeWidth: 1 },
    encoding: {
      x: {
        field: "at",
        type: "quantitative",
        scale: { type: "log", domain: [...axis.domain], nice: false },
        axis: {
          title: `${measure} (log scale)`,
          values: [...axis.ticks],
          format: "~g",
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

export const intervalLayer = (): Layer => ({
  data: { name: "estimates" },
  mark: { type: "rule", stroke: ink, strokeWidth: 1.2 },
  encoding: {
    x: x("from"),
    x2: { field: "to" },
    y: pixels("y"),
    strokeDash: { condition: { test: "datum.published", value: [4, 2] }, value: [1, 0] },
  },
});

export const pointLayers = (): readonly Layer[] => [
  {
    data: { name: "estimates" },
    transform: [{ filter: "!datum.published" }],
    mark: { type: "point", shape: "square", filled: true, color: trialColour, opacity: 1 },
    encoding: { x: x("point"), y: pixels("y"), size: { field: "size", type: "quantitative", scale: null } },
  },
  {
    data: { name: "estimates" },
    transform: [{ filter: "datum.published" }],
    mark: {
      type: "point",
      shape: "diamond",
      filled: true,
      fill: "#ffffff",
      stroke: ink,
      strokeWidth: 1.2,
      size: 90,
      opacity: 1,
    },
    encoding: { x: x("point"), y: pixels("y") },
  },
];

export const arrowLayer = (): Layer => ({
  data: { name: "arrows" },
  mark: { type: "point", filled: true, color: ink, size: 50, opacity: 1 },
  encoding: { x: x("at"), y: pixels("y"), shape: { field: "shape", type: "nominal", scale: null } },
});

export const hoverLayer = (): Layer => ({
  data: { name: "estimates" },
  mark: { type: "point", shape: "square", filled: true, opacity: 0, size: 400 },
  encoding: {
    x: x("point"),
    y: pixels("y"),
    tooltip: [
      { field: "label", type: "nominal", title: "Analysis" },
      { field: "effect", type: "nominal", title: "Hazard ratio (CI)" },
    ],
  },
});
