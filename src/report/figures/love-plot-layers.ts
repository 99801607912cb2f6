import { type Layer, pixels } from "./layers.js";
import { ink, rule, softInk, trialColour } from "./palette.js";

export const thresholdLayer = (most: number): Layer => ({
  data: { name: "threshold" },
  mark: { type: "rule", strokeDash: [4, 3], stroke: softInk },
  encoding: {
    x: {
      field: "at",
      type: "quantitative",
      scale: { domain: [0, most], nice: false },
      axis: { title: "Absolute standardised mean difference", gridColor: rule, labelFlush: false, tickCount: 7 },
    },
    y: pixels("y"),
    y2: { field: "y2" },
  },
});

const marks = {
  before: { type: "point", filled: true, fill: "#ffffff", stroke: ink, strokeWidth: 1.3, size: 55, opacity: 1 },
  after: {
    type: "point",
    filled: true,
    fill: trialColour,
    stroke: trialColour,
    strokeWidth: 1.3,
    size: 55,
    opacity: 1,
  },
} as const;

export const pointLayer = (side: "before" | "after"): Layer => ({
  data: { name: side },
  mark: marks[side],
  encoding: { x: { field: "smd", type: "quantitative" }, y: pixels("y") },
});

export const keyLayers = (): readonly Layer[] =>
  (["before", "after"] as const).map((side) => ({
    data: { name: "keys" },
    transform: [{ filter: side === "after" ? "datum.after" : "!datum.after" }],
    mark: marks[side],
    encoding: { x: pixels("x"), y: pixels("y") },
  }));
