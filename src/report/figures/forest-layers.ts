import { type Layer, pixels } from "./layers.js";
import { ink, rule, softInk, trialColour } from "./palette.js";
import type { RatioAxis } from "./ratio-axis.js";

const x = (field: string): Layer => ({ field, type: "quantitative" });

/** The axis with a line at its reference. */
export function referenceLayer(axis: RatioAxis, measure: string): Layer {
  const isLog = axis.kind === "log";
  return {
    data: { name: "one" },
    mark: { type: "rule", stroke: softInk, strokeWidth: 1 },
    encoding: {
      x: {
        field: "at",
        type: "quantitative",
        scale: { type: axis.kind, domain: [...axis.domain], nice: false, ...(isLog ? {} : { zero: false }) },
        axis: {
          title: isLog ? `${measure} (log scale)` : measure,
          values: [...axis.ticks],
          format: isLog ? "~g" : ".2~f",
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

export const hoverLayer = (effect: string): Layer => ({
  data: { name: "estimates" },
  mark: { type: "point", shape: "square", filled: true, opacity: 0, size: 400 },
  encoding: {
    x: x("point"),
    y: pixels("y"),
    tooltip: [
      { field: "label", type: "nominal", title: "Analysis" },
      { field: "effect", type: "nominal", title: `${effect} (CI)` },
    ],
  },
});
