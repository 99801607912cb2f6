import { catalogueEntry } from "../catalogue.js";
import { writeFootnotes } from "../document/footnotes.js";
import type { Figure } from "../document/model.js";
import type { Fonts } from "../fonts/load-fonts.js";
import { printRemaining, selectAttrition } from "../records/attrition.js";
import type { ReportInput } from "../records/read-results.js";
import { groups } from "../records/record-index.js";
import { armLabel } from "../tables/columns.js";
import { layOutArmFlow } from "./attrition-flow-arm.js";
import { type Layer, labelColumns, labelLayers, pixels } from "./layers.js";
import { faintFill, figureWidth, softInk } from "./palette.js";

const columnGap = 24;

/** F14.1.1: the way from each dataset to the analysis sets, both arms side by side. */
export function renderAttritionFlow(input: ReportInput, fonts: Fonts): Figure {
  const width = (figureWidth - columnGap) / 2 - 1;
  const arms = groups.map((group, i) => layOutArmFlow(input, fonts, group, i * (width + columnGap), width));
  const height = Math.max(...arms.map((arm) => arm.height));
  const boxes = arms.flatMap((arm) => arm.boxes);
  const arrows = arms.flatMap((arm) => arm.arrows);
  const texts = arms.flatMap((arm) => arm.labels);
  return {
    kind: "figure",
    ...catalogueEntry("figure", "14.1.1", "attrition-flow"),
    title: "From the datasets to the analysis sets",
    population: "All patients of the two datasets",
    data: {
      boxes: {
        x: boxes.map((box) => box.x),
        x2: boxes.map((box) => box.x + box.width),
        y: boxes.map((box) => box.y),
        y2: boxes.map((box) => box.y + box.height),
      },
      arrows: { x: arrows.map(({ x }) => x), y: arrows.map(({ y }) => y), y2: arrows.map(({ y2 }) => y2) },
      texts: labelColumns(texts),
    },
    spec: { width: figureWidth - 12, height, layer: [...arrowLayers(), boxLayer(), ...labelLayers("texts", texts)] },
    hover: [],
    alt: groups.map((group) => describeArm(input, group)).join(" "),
    footnotes: writeFootnotes(input, {
      abbreviations: ["ESS"],
      definitions: [
        "Beside each arrow: patients removed because they do not meet the criterion in the box below it, and how many of them have no record of it. The query of each step stands in the appendix.",
      ],
      source: "cohort / attrition; design",
    }),
  };
}

function describeArm(input: ReportInput, group: (typeof groups)[number]): string {
  const steps = selectAttrition(input, "main", group).map((step) => `${step.label} ${printRemaining(step)}`);
  return `${armLabel(input, "main", group)}: ${steps.join(", then ")}.`;
}

const boxLayer = (): Layer => ({
  data: { name: "boxes" },
  mark: { type: "rect", fill: faintFill, stroke: softInk, strokeWidth: 1, cornerRadius: 2 },
  encoding: { x: pixels("x"), x2: { field: "x2" }, y: pixels("y"), y2: { field: "y2" } },
});

const arrowLayers = (): readonly Layer[] => [
  {
    data: { name: "arrows" },
    mark: { type: "rule", stroke: softInk, strokeWidth: 1 },
    encoding: { x: pixels("x"), y: pixels("y"), y2: { field: "y2" } },
  },
  {
    data: { name: "arrows" },
    mark: { type: "point", shape: "triangle-down", filled: true, color: softInk, size: 40, opacity: 1, yOffset: -4 },
    encoding: { x: pixels("x"), y: pixels("y2") },
  },
];
