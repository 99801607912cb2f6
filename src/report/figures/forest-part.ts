import type { Figure } from "../document/model.js";
import { sentenceCase } from "../estimate-text.js";
import type { Fonts } from "../fonts/load-fonts.js";
import { arrowLayer, hoverLayer, intervalLayer, pointLayers, referenceLayer } from "./forest-layers.js";
import { type ForestRow, layOutForest } from "./forest-rows.js";
import { label, labelColumns, labelLayers } from "./layers.js";
import type { RatioAxis } from "./ratio-axis.js";

/** What every part of one forest shares: its axis, the largest number of patients a symbol stands for, and the measure's names. */
export interface ForestFrame {
  readonly axis: RatioAxis;
  readonly mostPatients: number;
  /** `HR`. */
  readonly short: string;
  /** `hazard ratio`. */
  readonly long: string;
  /** What lies to the left and to the right of the reference. */
  readonly sides: readonly [left: string, right: string];
}

/** Data, drawing and alternative text of one page of a forest. */
export function renderForestPart(
  fonts: Fonts,
  rows: readonly ForestRow[],
  { axis, mostPatients, short, long, sides }: ForestFrame,
): Pick<Figure, "kind" | "data" | "spec" | "hover" | "alt"> {
  const layout = layOutForest(fonts, rows, short);
  const reference = axis.reference ?? axis.domain[0];
  const at = layout.plotWidth * axis.share(reference);
  const texts = [
    ...layout.labels,
    label(at - 8, layout.height + 44, `← ${sides[0]}`, { align: "right" }),
    label(at + 8, layout.height + 44, `${sides[1]} →`),
  ];
  const drawnRows = rows.flatMap((row, i) =>
    row.point === null || row.lower === null || row.upper === null
      ? []
      : [{ ...row, ...cut(row.lower, row.upper, axis.domain), y: layout.rowY[i] ?? 0 }],
  );
  return {
    kind: "figure",
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
      one: { at: [reference], y: [0], y2: [layout.height] },
      texts: labelColumns(texts),
    },
    spec: {
      width: layout.plotWidth,
      height: layout.height,
      layer: [
        referenceLayer(axis, sentenceCase(long)),
        intervalLayer(),
        ...pointLayers(),
        arrowLayer(),
        ...labelLayers("texts", texts),
      ],
    },
    hover: [hoverLayer(sentenceCase(long))],
    alt: describeForest(rows, long, axis),
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

const describeForest = (rows: readonly ForestRow[], long: string, { kind, reference }: RatioAxis): string =>
  `Forest plot of ${long.replace("ratio", "ratios")} on a ${kind} axis with a line at ${reference}. ${rows
    .filter(({ heading }) => !heading)
    .map(({ label: name, effect, published }) => `${name}${published ? " (published)" : ""}: ${effect}`)
    .join("; ")}.`;
