import { catalogueEntry } from "../catalogue.js";
import { writeFootnotes } from "../document/footnotes.js";
import type { Figure } from "../document/model.js";
import type { Fonts } from "../fonts/load-fonts.js";
import { measureText, wrapLabel } from "../fonts/measure-text.js";
import { drawn, formatCount, formatDecimals } from "../format.js";
import { printStatistic } from "../print-statistic.js";
import type { ReportInput } from "../records/read-results.js";
import { type Group, groups } from "../records/record-index.js";
import { describeSchedule } from "../sections/imaging-text.js";
import { armLabel } from "../tables/columns.js";
import { armColour } from "./arm-channels.js";
import { type Layer, label, labelColumns, labelLayers, pixels } from "./layers.js";
import { figureWidth, fontSize, ink, rule, softInk } from "./palette.js";

const rowHeight = 58;
const widestLabel = 170;
const names = ["p10", "q1", "median", "q3", "p90"] as const;
type Quantiles = Readonly<Record<(typeof names)[number], number>>;

/** F14.1.5: days between assessments of each arm: from the 10th to the 90th percentile, the middle half, the median, and the planned intervals. Null where an arm has none. */
export function renderScanInterval(input: ReportInput, fonts: Fonts): Figure | null {
  const arms = groups.map((group) => ({ group, quantiles: readQuantiles(input, group) }));
  if (arms.some(({ quantiles }) => quantiles === null)) return null;
  const known = arms.flatMap(({ group, quantiles }) => (quantiles === null ? [] : [{ group, quantiles }]));
  const planned = [
    ...new Set((input.plan.analysis.imaging?.schedule?.segments ?? []).map(({ everyDays }) => everyDays)),
  ];
  const lines = known.map(({ group }) =>
    wrapLabel(fonts.regular, armLabel(input, "main", group), fontSize, widestLabel),
  );
  const left = 14 + Math.ceil(Math.max(...lines.flat().map((line) => measureText(fonts.regular, line, fontSize))));
  const width = figureWidth - left - 16;
  const height = rowHeight * known.length;
  const middle = (i: number): number => (i + 0.5) * rowHeight;
  const texts = lines.flatMap((row, i) =>
    row.map((line, k) => label(-10, middle(i) + (k - (row.length - 1) / 2) * 14, line, { align: "right" })),
  );
  const most = Math.max(...known.map(({ quantiles }) => quantiles.p90), ...planned) * 1.08;
  const column = (name: (typeof names)[number]) => known.map(({ quantiles }) => drawn(quantiles[name]));
  return {
    kind: "figure",
    ...catalogueEntry("figure", "14.1.5", "scan-intervals"),
    title: "Days from one assessment to the next, by arm",
    population: "Eligible patients, unweighted",
    data: {
      arms: {
        arm: known.map(({ group }) => group),
        ...Object.fromEntries(names.map((name) => [name, column(name)])),
        y: known.map((_, i) => middle(i)),
        top: known.map((_, i) => middle(i) - 11),
        foot: known.map((_, i) => middle(i) + 11),
      },
      planned: { at: planned, y: planned.map(() => 0), y2: planned.map(() => height) },
      texts: labelColumns(texts),
    },
    spec: { width, height, layer: [...boxLayers(drawn(most)), plannedLayer(), ...labelLayers("texts", texts)] },
    hover: [],
    alt: `Intervals between assessments. ${known
      .map(({ group, quantiles }) => `${armLabel(input, "main", group)}: ${describeQuantiles(quantiles)}`)
      .join(" ")} Planned: ${describeSchedule(input.plan.analysis.imaging?.schedule)}`,
    footnotes: writeFootnotes(input, {
      definitions: [
        "Line: 10th to 90th percentile; box: middle half; stroke: median. Dashed: planned intervals.",
        `Planned: ${describeSchedule(input.plan.analysis.imaging?.schedule)}`,
        `Intervals: ${known.map(({ group }) => `${armLabel(input, "main", group)} ${countIntervals(input, group)}`).join("; ")}.`,
      ],
      source: "endpoints / eligible / imaging.scan_interval",
    }),
  };
}

const at = (group: Group) => ({ variant: "main", population: "eligible", group, variable: "imaging.scan_interval" });

function readQuantiles(input: ReportInput, group: Group): Quantiles | null {
  const values = names.map((name) => input.records.findStatistic(at(group), name)?.value ?? null);
  if (values.some((value) => value === null)) return null;
  return Object.fromEntries(names.map((name, i) => [name, values[i] ?? 0])) as unknown as Quantiles;
}

const countIntervals = (input: ReportInput, group: Group): string =>
  printStatistic(input.records.findStatistic(at(group), "intervals"), formatCount);

const describeQuantiles = ({ p10, q1, median, q3, p90 }: Quantiles): string => {
  const print = (value: number): string => formatDecimals(value, 1);
  return `median ${print(median)} days, middle half ${print(q1)} to ${print(q3)}, 10th to 90th percentile ${print(p10)} to ${print(p90)}.`;
};

const x = (field: string): Layer => ({ field, type: "quantitative" });

const boxLayers = (most: number): readonly Layer[] => [
  {
    data: { name: "arms" },
    mark: { type: "rule", strokeWidth: 2 },
    encoding: {
      x: {
        field: "p10",
        type: "quantitative",
        scale: { domain: [0, most], nice: false },
        axis: { title: "Days between assessments", gridColor: rule, labelFlush: false, tickCount: 8 },
      },
      x2: { field: "p90" },
      y: pixels("y"),
      color: armColour,
    },
  },
  {
    data: { name: "arms" },
    mark: { type: "rect", stroke: ink, strokeWidth: 0.5 },
    encoding: { x: x("q1"), x2: { field: "q3" }, y: pixels("top"), y2: { field: "foot" }, color: armColour },
  },
  {
    data: { name: "arms" },
    mark: { type: "rule", strokeWidth: 2.5, stroke: "#ffffff" },
    encoding: { x: x("median"), y: pixels("top"), y2: { field: "foot" } },
  },
];

const plannedLayer = (): Layer => ({
  data: { name: "planned" },
  mark: { type: "rule", stroke: softInk, strokeDash: [4, 3] },
  encoding: { x: x("at"), y: pixels("y"), y2: { field: "y2" } },
});
