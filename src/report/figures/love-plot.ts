import { catalogueEntry } from "../catalogue.js";
import { writeFootnotes } from "../document/footnotes.js";
import type { Figure } from "../document/model.js";
import type { Fonts } from "../fonts/load-fonts.js";
import { cutText, measureText, wrapLabel } from "../fonts/measure-text.js";
import { drawn, formatDifference } from "../format.js";
import { covariateRows } from "../records/covariate-rows.js";
import type { ReportInput } from "../records/read-results.js";
import { describeSizes, describeSmd, notableSmd, smdSize } from "../tables/smd-cell.js";
import { type Layer, label, labelColumns, labelLayers } from "./layers.js";
import { keyLayers, pointLayer, thresholdLayer } from "./love-plot-layers.js";
import { figureWidth, fontSize } from "./palette.js";

const rowHeight = 20;
const widestLabel = 230;
const rightMargin = 16;

interface LoveRow {
  readonly label: string;
  readonly before: number | null;
  readonly after: number | null;
  /** Whether the small-cell rule hides either. */
  readonly isSuppressed: boolean;
}

/** F14.1.2: size of the standardised mean differences before and after one design, worst before on top. */
export function renderLovePlot(
  input: ReportInput,
  fonts: Fonts,
  design: string,
  position: { readonly index: number; readonly of: number },
): Figure {
  const all = readRows(input, design);
  const measured = all.filter(isMeasured);
  const rows = selectWorst(measured);
  const name = input.plan.analysis.designs[design]?.label ?? design;
  const lines = rows.map((row) => wrapLabel(fonts.regular, row.label, fontSize, widestLabel));
  const left = 14 + Math.ceil(Math.max(...lines.flat().map((line) => measureText(fonts.regular, line, fontSize))));
  const most = Math.max(notableSmd * 2, ...rows.flatMap(({ before, after }) => [before ?? 0, after ?? 0]));
  const placed = placeRows(lines);
  const height = placed.height;
  const labels = lines.flatMap((row, i) =>
    row.map((line, k) =>
      label(-10, (placed.middles[i] ?? 0) + (k - (row.length - 1) / 2) * 13, line, {
        align: "right",
      }),
    ),
  );
  const keys = [
    label(14, -14, "before adjustment"),
    label(144, -14, cutText(fonts.regular, `after: ${name}`, fontSize, figureWidth - left - 150)),
  ];
  const texts = [...labels, ...keys];
  const points = (side: "before" | "after") => {
    const known = rows.flatMap((row, i) =>
      row[side] === null ? [] : [{ row, y: placed.middles[i] ?? 0, smd: row[side] }],
    );
    return {
      label: known.map(({ row }) => row.label),
      smd: known.map(({ smd }) => drawn(smd)),
      y: known.map(({ y }) => y),
    };
  };
  return {
    kind: "figure",
    ...catalogueEntry("figure", "14.1.2", `love-plot-${design}`, position),
    title: `Balance before and after adjustment: ${name}`,
    population: `Eligible patients, and the analysis set: ${name}`,
    data: {
      before: points("before"),
      after: points("after"),
      threshold: { at: [notableSmd], y: [0], y2: [height] },
      keys: { x: [5, 135], y: [-14, -14], after: [false, true] },
      texts: labelColumns(texts),
    },
    spec: {
      width: figureWidth - left - rightMargin,
      height,
      layer: [
        thresholdLayer(drawn(most * 1.06)),
        pointLayer("before"),
        pointLayer("after"),
        ...keyLayers(),
        ...labelLayers("texts", texts),
      ],
    },
    hover: (["before", "after"] as const).map((side) => ({
      ...pointLayer(side),
      mark: { type: "point", filled: true, opacity: 0, size: 150 },
      encoding: {
        ...(pointLayer(side).encoding as Layer),
        tooltip: [
          { field: "label", type: "nominal", title: "Characteristic" },
          { field: "smd", type: "quantitative", title: `Size of the SMD ${side}`, format: ".3f" },
        ],
      },
    })),
    alt: `Love plot. ${describeWorst(rows)} Characteristics from worst to best before adjustment: ${rows
      .map(({ label: text, before, after }) => `${text} ${printSize(before)} before, ${printSize(after)} after`)
      .join("; ")}.`,
    footnotes: writeFootnotes(input, {
      abbreviations: ["SMD"],
      definitions: [
        describeWorst(rows),
        describeOmitted(all),
        measured.length === rows.length
          ? null
          : `Of ${measured.length} characteristics the ${rows.length} with the largest differences, before or after; the tables of balance hold them all.`,
        describeSmd(input, design),
        describeSizes(input, design),
      ],
      source: `design / eligible and ${design} / smd`,
    }),
  };
}

/** Whether any characteristic has a standardised mean difference that could be drawn. */
export const hasLovePlot = (input: ReportInput, design: string): boolean => readRows(input, design).some(isMeasured);

const isMeasured = ({ before, after }: LoveRow): boolean => before !== null || after !== null;

/** More rows than this would be too small to read on a page. */
const mostRows = 50;

/** The rows to draw, in their order: all of them, or those with the largest differences before or after. */
function selectWorst(rows: readonly LoveRow[]): readonly LoveRow[] {
  const size = ({ before, after }: LoveRow): number => Math.max(before ?? 0, after ?? 0);
  const kept = new Set([...rows].sort((a, b) => size(b) - size(a)).slice(0, mostRows));
  return rows.filter((row) => kept.has(row));
}

function readRows(input: ReportInput, design: string): readonly LoveRow[] {
  const main = input.plan.variants[0];
  if (main === undefined) throw new Error("a plan has a main analysis");
  const smdOf = (population: string, variable: string, level: string | null) =>
    smdSize(input, { variant: "main", population, variable, ...(level === null ? {} : { level }) });
  const sizeOf = (...place: Parameters<typeof smdOf>): number | null => {
    const value = smdOf(...place)?.value ?? null;
    return value === null ? null : Math.abs(value);
  };
  return covariateRows(main)
    .map((row) => ({
      label: row.label,
      before: sizeOf("eligible", row.name, row.level),
      after: sizeOf(design, row.name, row.level),
      isSuppressed: ["eligible", design].some((name) => smdOf(name, row.name, row.level)?.status === "suppressed"),
    }))
    .sort((a, b) => (b.before ?? -1) - (a.before ?? -1) || (a.label < b.label ? -1 : 1));
}

/** “Worst after adjustment: menopause 0.130; 1 of 9 above 0.1 (before: 4).” */
function describeWorst(rows: readonly LoveRow[]): string {
  const worst = rows.reduce<LoveRow | null>((a, b) => ((b.after ?? -1) > (a?.after ?? -1) ? b : a), null);
  const above = (side: "before" | "after"): number => rows.filter((row) => (row[side] ?? 0) > notableSmd).length;
  if (worst === null || worst.after === null) return "No standardised mean difference could be computed.";
  return `Worst after adjustment: ${worst.label}, SMD ${printSize(worst.after)} in size; ${above("after")} of ${rows.length} above ${notableSmd} (before: ${above("before")}).`;
}

/** The characteristics that have no standardised mean difference, and so no place in the plot. */
function describeOmitted(rows: readonly LoveRow[]): string | null {
  const omitted = rows.filter(({ before, after }) => before === null && after === null);
  const reasons = [
    ["since they do not vary in the trial arm", omitted.filter(({ isSuppressed }) => !isSuppressed)],
    ["suppressed under the small-cell rule before or after", rows.filter(({ isSuppressed }) => isSuppressed)],
  ] as const;
  const lines = reasons.flatMap(([reason, left]) =>
    left.length === 0 ? [] : [`Not shown, ${reason}: ${left.map(({ label: name }) => name).join("; ")}.`],
  );
  return lines.length === 0 ? null : lines.join(" ");
}

const printSize = (size: number | null): string => (size === null ? "not estimable" : formatDifference(size));

function placeRows(lines: readonly (readonly string[])[]): {
  readonly middles: readonly number[];
  readonly height: number;
} {
  const middles: number[] = [];
  let top = 4;
  for (const { length } of lines) {
    const height = Math.max(rowHeight, length * 13 + 6);
    middles.push(top + height / 2);
    top += height;
  }
  return { middles, height: top + 4 };
}
