import { measures } from "../../spec/measures.js";
import { catalogueEntry } from "../catalogue.js";
import { dataDrivenNote } from "../data-driven-text.js";
import { writeFootnotes } from "../document/footnotes.js";
import type { Figure } from "../document/model.js";
import { notEstimableNote, printEffect, sentenceCase } from "../estimate-text.js";
import type { Fonts } from "../fonts/load-fonts.js";
import { drawn, formatCount, formatPlain } from "../format.js";
import type { CombinationResult, CurveResult } from "../records/curve-results.js";
import type { ReportInput } from "../records/read-results.js";
import { curveLayers } from "./curve-layers.js";
import { layOutCurve, plotHeight } from "./curve-layout.js";
import { label, labelColumns } from "./layers.js";
import { chooseRatioAxis } from "./ratio-axis.js";

/** F14.2.9.1 and on: the effect under every combination of a curve's choices, sorted by size, over a panel of which options each combination has. */
export function renderCurveFigure(input: ReportInput, fonts: Fonts, curve: CurveResult, index: number): Figure {
  const { main, combinations } = curve;
  const measure = measures[main.estimate.measure];
  const points = combinations.map(coordinatesOf);
  const reference = coordinatesOf({ result: main }).point;
  const axis = chooseRatioAxis(measure.kind === "ratio" ? "log" : "linear", [
    ...points,
    { point: reference, lower: null, upper: null },
  ]);
  const layout = layOutCurve(
    fonts,
    curve.curve,
    combinations.map(({ variant }) => variant.options),
  );
  const y = (value: number): number => drawn(plotHeight * (1 - Math.min(1, Math.max(0, axis.share(value)))));
  const shown = points.flatMap(({ point, lower, upper }, k) =>
    point === null
      ? []
      : [
          {
            x: layout.at(k),
            y: y(point),
            from: y(lower ?? point),
            to: y(upper ?? point),
            combination: combinations[k]!,
          },
        ],
  );
  const lines = axis.ticks.map((tick) => ({ y: y(tick), kind: tick === axis.reference ? "reference" : "tick" }));
  if (reference !== null) lines.push({ y: y(reference), kind: "main" });
  const texts = [
    ...layout.labels,
    ...axis.ticks.map((tick) => label(-8, y(tick), formatPlain(tick), { align: "right" as const })),
    label(-layout.left, -14, `${sentenceCase(measure.long)} (CI)${measure.kind === "ratio" ? ", log scale" : ""}`, {
      bold: true,
    }),
  ];
  return {
    kind: "figure",
    data: {
      estimates: {
        x: shown.map(({ x }) => x),
        y: shown.map((each) => each.y),
        from: shown.map(({ from }) => from),
        to: shown.map(({ to }) => to),
        label: shown.map(({ combination }) => combination.result.label),
        effect: shown.map(({ combination }) => printEffect(combination.result)),
      },
      lines: {
        x: lines.map(() => 0),
        x2: lines.map(() => layout.width),
        y: lines.map((each) => each.y),
        kind: lines.map(({ kind }) => kind),
      },
      options: layout.options,
      texts: labelColumns(texts),
    },
    spec: { width: layout.width, height: layout.height, layer: curveLayers(texts, layout.markWidth) },
    hover: [hoverLayer(measure.long)],
    ...catalogueEntry("figure", `14.2.9.${index + 1}`, `curve-${curve.name}`),
    title: `Specification curve: ${curve.curve.label}`,
    population: "Each combination's own analysis set",
    alt: describeFigure(curve, measure.long),
    footnotes: writeFootnotes(input, {
      abbreviations: [...new Set(["CI", "NE", measure.short] as const)],
      definitions: [
        `Each column is one combination of choices, sorted by its effect: point and confidence interval above, its options below. Dashed: ${main.label}, as it stands in the main analysis. An interval that leaves the plot is cut at its edge.`,
        `Combinations without an effect stand at the right without a point. All are in Table 14.2.9.${index + 1}. They rest on the same patients: their number is no evidence.`,
        dataDrivenNote(combinations.map(({ result }) => result)),
        notEstimableNote(combinations.map(({ result }) => result.effect.point)),
      ],
      source: `outcomes, variants curve.${curve.name}; plan / curves`,
    }),
  };
}

function coordinatesOf({ result: { effect } }: Pick<CombinationResult, "result">) {
  const coordinate = (value: number | null | undefined): number | null => (value == null ? null : drawn(value));
  return {
    point: coordinate(effect.point.value),
    lower: coordinate(effect.lower?.value),
    upper: coordinate(effect.upper?.value),
  };
}

const hoverLayer = (long: string) => ({
  data: { name: "estimates" },
  mark: { type: "point", shape: "square", filled: true, opacity: 0, size: 60 },
  encoding: {
    x: { field: "x", type: "quantitative", scale: null },
    y: { field: "y", type: "quantitative", scale: null },
    tooltip: [
      { field: "label", type: "nominal", title: "Combination" },
      { field: "effect", type: "nominal", title: `${sentenceCase(long)} (CI)` },
    ],
  },
});

/** The first, the middle and the last of the sorted combinations, in words. */
function describeFigure({ combinations, curve, main }: CurveResult, long: string): string {
  const estimated = combinations.filter(({ result }) => result.effect.point.value !== null);
  const told = [
    ["smallest", estimated[0]],
    ["largest", estimated.at(-1)],
  ] as const;
  const ends = told.flatMap(([which, found]) =>
    found === undefined ? [] : [`${which} ${printEffect(found.result)} under ${found.result.label}`],
  );
  return `The ${long} under ${formatCount(combinations.length)} combinations of ${Object.values(curve.choices)
    .map((choice) => choice.label)
    .join(
      ", ",
    )}, sorted by size, over marks of the options each has. ${sentenceCase(ends.join("; "))}${ends.length === 0 ? "No combination could be estimated" : ""}. ${main.label}: ${printEffect(main)}.`;
}
