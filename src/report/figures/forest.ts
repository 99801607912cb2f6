import { catalogueEntry } from "../catalogue.js";
import { writeFootnotes } from "../document/footnotes.js";
import type { Figure } from "../document/model.js";
import { notEstimableNote } from "../estimate-text.js";
import type { Fonts } from "../fonts/load-fonts.js";
import type { EstimateResult } from "../records/estimate-results.js";
import type { ReportInput } from "../records/read-results.js";
import { arrowLayer, hoverLayer, intervalLayer, oneLayer, pointLayers } from "./forest-layers.js";
import { type ForestRow, forestRows, layOutForest } from "./forest-rows.js";
import { label, labelColumns, labelLayers } from "./layers.js";
import { chooseLogAxis } from "./log-axis.js";

/** F14.2.5.1: every hazard ratio of every variant, the main analysis first, and the published figures drawn apart. */
export function renderForest(input: ReportInput, fonts: Fonts, estimates: readonly EstimateResult[]): Figure {
  const ratios = estimates.filter(({ estimate }) => estimate.measure === "hazard-ratio");
  const rows = forestRows(input, ratios);
  const axis = chooseLogAxis(
    rows.flatMap(({ point, lower, upper }) => (point === null ? [] : [{ point, lower, upper }])),
  );
  const layout = layOutForest(fonts, rows);
  const oneAt = layout.plotWidth * axis.share(1);
  const texts = [
    ...layout.labels,
    label(oneAt - 8, layout.height + 44, "← favours the trial arm", { align: "right" }),
    label(oneAt + 8, layout.height + 44, "favours the control arm →"),
  ];
  const drawnRows = rows.flatMap((row, i) =>
    row.point === null || row.lower === null || row.upper === null
      ? []
      : [{ ...row, ...cut(row.lower, row.upper, axis.domain), y: layout.rowY[i] ?? 0 }],
  );
  return {
    kind: "figure",
    ...catalogueEntry("figure", "14.2.5.1", "forest"),
    title: "All hazard ratios, trial arm against control arm",
    population: "Each estimate's own analysis set",
    data: {
      estimates: {
        y: drawnRows.map(({ y }) => y),
        point: drawnRows.map(({ point }) => point),
        from: drawnRows.map(({ from }) => from),
        to: drawnRows.map(({ to }) => to),
        size: drawnRows.map(({ n }) => symbolSize(n, rows)),
        published: drawnRows.map(({ published }) => published),
        label: drawnRows.map(({ label: name }) => name),
        effect: drawnRows.map(({ effect }) => effect),
      },
      arrows: {
        y: drawnRows.flatMap(({ y, cutLeft, cutRight }) => [...(cutLeft ? [y] : []), ...(cutRight ? [y] : [])]),
        at: drawnRows.flatMap(({ cutLeft, cutRight }) => [
          ...(cutLeft ? [axis.domain[0]] : []),
          ...(cutRight ? [axis.domain[1]] : []),
        ]),
        shape: drawnRows.flatMap(({ cutLeft, cutRight }) => [
          ...(cutLeft ? ["triangle-left"] : []),
          ...(cutRight ? ["triangle-right"] : []),
        ]),
      },
      one: { at: [1], y: [0], y2: [layout.height] },
      texts: labelColumns(texts),
    },
    spec: {
      width: layout.plotWidth,
      height: layout.height,
      layer: [oneLayer(axis), intervalLayer(), ...pointLayers(), arrowLayer(), ...labelLayers("texts", texts)],
    },
    hover: [hoverLayer()],
    alt: describeForest(rows),
    footnotes: writeFootnotes(input, {
      abbreviations: ["CI", "ESS", "HR", "NE"],
      definitions: [
        "Squares: point estimates, area in proportion to the patients of both arms; lines: confidence intervals; arrows: the interval goes on. Hollow diamond, dashed: published, not computed here.",
        "What each estimate varies and why stands in Table 14.2.5.1. Diagnostics tell about the data and the method and are never a validation.",
        notEstimableNote(ratios.map(({ effect }) => effect.point)),
      ],
      source: "outcomes, all variants; plan / published",
    }),
  };
}

/** The part of an interval that lies on the axis, and on which sides it was cut. */
const cut = (lower: number, upper: number, [from, to]: readonly [number, number]) => ({
  from: Math.max(lower, from),
  to: Math.min(upper, to),
  cutLeft: lower < from,
  cutRight: upper > to,
});

/** Area of a symbol in square pixels, in proportion to n, never too small to be seen. */
function symbolSize(n: number | null, rows: readonly ForestRow[]): number {
  const most = Math.max(...rows.map((row) => row.n ?? 0), 1);
  return Math.round(Math.max(22, (150 * (n ?? 0)) / most));
}

const describeForest = (rows: readonly ForestRow[]): string =>
  `Forest plot of hazard ratios on a log axis with a line at 1. ${rows
    .filter(({ heading }) => !heading)
    .map(({ label: name, effect, published }) => `${name}${published ? " (published)" : ""}: ${effect}`)
    .join("; ")}.`;
