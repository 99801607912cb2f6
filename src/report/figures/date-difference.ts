import { writeFootnotes } from "../document/footnotes.js";
import type { Figure } from "../document/model.js";
import type { OutputCounter } from "../document/output-counter.js";
import type { Fonts } from "../fonts/load-fonts.js";
import { measureText, wrapLabel } from "../fonts/measure-text.js";
import { drawn, formatLevel } from "../format.js";
import { type ComparisonResult, placeOf } from "../records/comparisons.js";
import { findInterval, printInterval } from "../records/interval.js";
import type { ReportInput } from "../records/read-results.js";
import type { Group } from "../records/record-index.js";
import { armLabel } from "../tables/columns.js";
import { formatDays } from "../tables/comparison-progression.js";
import { type Layer, label, labelColumns, labelLayers, pixels } from "./layers.js";
import { figureWidth, fontSize, ink, rule, softInk, trialColour } from "./palette.js";

const rowHeight = 64;
const widestLabel = 170;
const names = ["median", "q1", "q3", "bias", "bias_lower", "bias_upper", "lower_limit", "upper_limit"] as const;
type Numbers = Readonly<Record<(typeof names)[number], number>>;

/**
 * Output 3: days from the date of progression by scans to that by charts, by arm: middle half and median, mean with its interval, limits of
 * agreement. A point a patient would be patient-level data. Null where no arm has such dates.
 */
export function renderDateDifference(
  input: ReportInput,
  fonts: Fonts,
  { name, comparison, label: title, covered }: ComparisonResult,
  counter: OutputCounter,
): Figure | null {
  const arms = covered.flatMap((group) => {
    const numbers = readNumbers(input, name, group);
    return numbers === null ? [] : [{ group, numbers }];
  });
  if (arms.length === 0) return null;
  const lines = arms.map(({ group }) =>
    wrapLabel(fonts.regular, armLabel(input, "main", group), fontSize, widestLabel),
  );
  const left = 14 + Math.ceil(Math.max(...lines.flat().map((line) => measureText(fonts.regular, line, fontSize))));
  const width = figureWidth - left - 16;
  const height = rowHeight * arms.length;
  const middle = (i: number): number => (i + 0.5) * rowHeight;
  const texts = lines.flatMap((row, i) =>
    row.map((line, k) => label(-10, middle(i) + (k - (row.length - 1) / 2) * 14, line, { align: "right" })),
  );
  const reach = Math.max(...arms.map(({ numbers }) => Math.max(-numbers.lower_limit, numbers.upper_limit, 1))) * 1.08;
  const column = (which: (typeof names)[number]) => arms.map(({ numbers }) => drawn(numbers[which]));
  return {
    kind: "figure",
    ...counter.figure(`date-difference-${name}`),
    title: `Days from progression by scans to progression by charts: ${title}`,
    population: "Patients for whom both sources called progression, unweighted",
    data: {
      arms: {
        ...Object.fromEntries(names.map((which) => [which, column(which)])),
        y: arms.map((_, i) => middle(i)),
        top: arms.map((_, i) => middle(i) - 11),
        foot: arms.map((_, i) => middle(i) + 11),
        mean: arms.map((_, i) => middle(i) + 21),
      },
      zero: { at: [0], y: [0], y2: [height] },
      texts: labelColumns(texts),
    },
    spec: { width, height, layer: [...layers(drawn(reach)), ...labelLayers("texts", texts)] },
    hover: [],
    alt: `Days from the date of progression by scans to that by charts. ${arms
      .map(({ group }) => `${armLabel(input, "main", group)}: ${describe(input, name, group)}`)
      .join(" ")}`,
    footnotes: writeFootnotes(input, {
      abbreviations: ["CI"],
      definitions: [
        `Negative: charts earlier. Line: Bland–Altman limits of agreement (mean ± 1.96 SD); box: middle half; stroke: median; diamond below: mean with its ${formatLevel(comparison.level)} CI.`,
        arms.map(({ group }) => `${armLabel(input, "main", group)}: ${describe(input, name, group)}`).join(" "),
      ],
      source: `comparison / ${name}.date_difference`,
    }),
  };
}

function readNumbers(input: ReportInput, name: string, group: Group): Numbers | null {
  const at = (statistic: string) => input.records.findStatistic(placeOf(name, "date_difference", group), statistic);
  const values = names.map((statistic) => at(statistic)?.value ?? null);
  if (values.some((value) => value === null)) return null;
  return Object.fromEntries(names.map((statistic, i) => [statistic, values[i] ?? 0])) as unknown as Numbers;
}

function describe(input: ReportInput, name: string, group: Group): string {
  const of = (statistic: string) =>
    printInterval(findInterval(input, placeOf(name, "date_difference", group), statistic), formatDays);
  return `mean ${of("bias")}, limits ${of("lower_limit")} and ${of("upper_limit")} days.`;
}

const x = (field: string): Layer => ({ field, type: "quantitative" });

const layers = (reach: number): readonly Layer[] => [
  {
    data: { name: "zero" },
    mark: { type: "rule", stroke: softInk, strokeDash: [4, 3] },
    encoding: {
      x: {
        field: "at",
        type: "quantitative",
        scale: { domain: [-reach, reach], nice: false },
        axis: { title: "Days, charts less scans", gridColor: rule, labelFlush: false, tickCount: 8 },
      },
      y: pixels("y"),
      y2: { field: "y2" },
    },
  },
  {
    data: { name: "arms" },
    mark: { type: "rule", strokeWidth: 1.6, stroke: ink },
    encoding: { x: x("lower_limit"), x2: { field: "upper_limit" }, y: pixels("y") },
  },
  {
    data: { name: "arms" },
    mark: { type: "rect", fill: trialColour, stroke: ink, strokeWidth: 0.5 },
    encoding: { x: x("q1"), x2: { field: "q3" }, y: pixels("top"), y2: { field: "foot" } },
  },
  {
    data: { name: "arms" },
    mark: { type: "rule", strokeWidth: 2.5, stroke: "#ffffff" },
    encoding: { x: x("median"), y: pixels("top"), y2: { field: "foot" } },
  },
  {
    data: { name: "arms" },
    mark: { type: "rule", strokeWidth: 1.2, stroke: ink },
    encoding: { x: x("bias_lower"), x2: { field: "bias_upper" }, y: pixels("mean") },
  },
  {
    data: { name: "arms" },
    mark: { type: "point", shape: "diamond", filled: true, size: 55, color: ink, opacity: 1 },
    encoding: { x: x("bias"), y: pixels("mean") },
  },
];
