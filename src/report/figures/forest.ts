import { catalogueEntry } from "../catalogue.js";
import { writeFootnotes } from "../document/footnotes.js";
import type { Figure } from "../document/model.js";
import { notEstimableNote } from "../estimate-text.js";
import type { Fonts } from "../fonts/load-fonts.js";
import type { EstimateResult } from "../records/estimate-results.js";
import type { ReportInput } from "../records/read-results.js";
import { arrowLayer, hoverLayer, intervalLayer, oneLayer, pointLayers } from "./forest-layers.js";
import { divideRows, type ForestRow, forestRows, layOutForest } from "./forest-rows.js";
import { label, labelColumns, labelLayers } from "./layers.js";
import { chooseLogAxis, type LogAxis } from "./log-axis.js";

/**
 * F14.2.5.1 and on: every hazard ratio of every variant, the main analysis first, and the published figures drawn apart. What does not fit a
 * page goes on in a further figure on the same axis.
 */
export function renderForests(
  input: ReportInput,
  fonts: Fonts,
  estimates: readonly EstimateResult[],
): readonly Figure[] {
  const ratios = estimates.filter(({ estimate }) => estimate.measure === "hazard-ratio");
  if (ratios.length === 0) return [];
  const rows = forestRows(input, ratios);
  const axis = chooseLogAxis(
    rows.flatMap(({ point, lower, upper }) => (point === null ? [] : [{ point, lower, upper }])),
  );
  const mostPatients = Math.max(...rows.map((row) => row.n ?? 0), 1);
  const note = notEstimableNote(ratios.map(({ effect }) => effect.point));
  const parts = divideRows(rows);
  return parts.map((part, index) => ({
    ...renderPart(input, fonts, part, { axis, mostPatients, note }),
    ...catalogueEntry("figure", `14.2.5.${index + 1}`, index === 0 ? "forest" : `forest-part-${index + 1}`),
    title: `All hazard ratios, trial arm against control arm${parts.length > 1 ? ` (part ${index + 1} of ${parts.length})` : ""}`,
  }));
}

interface Frame {
  readonly axis: LogAxis;
  readonly mostPatients: number;
  readonly note: string | null;
}

function renderPart(
  input: ReportInput,
  fonts: Fonts,
  rows: readonly ForestRow[],
  { axis, mostPatients, note }: Frame,
): Omit<Figure, "id" | "number" | "title" | "file"> {
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
    population: "Each estimate's own analysis set",
    data: {
      estimates: {
        y: drawnRows.map(({ y }) => y),
        point: drawnRows.map(({ point }) => point),
        from: drawnRows.map(({ from }) => from),
        to: drawnRows.map(({ to }) => to),
        size: drawnRows.map(({ n }) => symbolSize(n, mostPatients)),
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
        note,
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
const symbolSize = (n: number | null, most: number): number => Math.round(Math.max(22, (150 * (n ?? 0)) / most));

const describeForest = (rows: readonly ForestRow[]): string =>
  `Forest plot of hazard ratios on a log axis with a line at 1. ${rows
    .filter(({ heading }) => !heading)
    .map(({ label: name, effect, published }) => `${name}${published ? " (published)" : ""}: ${effect}`)
    .join("; ")}.`;
