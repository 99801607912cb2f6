import { type Label, type Layer, labelLayers, pixels } from "./layers.js";
import { controlColour, ink, rule, softInk, trialColour } from "./palette.js";

/** The layers of a specification curve: grid and reference, the main estimate, intervals, points, marks of options, texts. All are placed in pixels. */
export const curveLayers = (texts: readonly Label[], markWidth: number): readonly Layer[] => [
  lineLayer("tick", { stroke: rule, strokeWidth: 0.5 }),
  lineLayer("reference", { stroke: softInk, strokeWidth: 1 }),
  lineLayer("main", { stroke: controlColour, strokeWidth: 1.2, strokeDash: [6, 3] }),
  {
    data: { name: "estimates" },
    mark: { type: "rule", stroke: softInk, strokeWidth: Math.min(1, markWidth), opacity: 0.6 },
    encoding: { x: pixels("x"), y: pixels("from"), y2: { field: "to" } },
  },
  {
    data: { name: "estimates" },
    mark: { type: "point", shape: "circle", filled: true, color: trialColour, opacity: 1, size: 4 + 4 * markWidth },
    encoding: { x: pixels("x"), y: pixels("y") },
  },
  {
    data: { name: "options" },
    mark: { type: "rule", stroke: ink, strokeWidth: markWidth },
    encoding: { x: pixels("x"), y: pixels("y"), y2: { field: "y2" } },
  },
  ...labelLayers("texts", texts),
];

const lineLayer = (kind: string, mark: Layer): Layer => ({
  data: { name: "lines" },
  transform: [{ filter: `datum.kind === '${kind}'` }],
  mark: { type: "rule", ...mark },
  encoding: { x: pixels("x"), x2: { field: "x2" }, y: pixels("y") },
});
