import type { CatalogueEntry } from "../catalogue.js";
import { writeFootnotes } from "../document/footnotes.js";
import type { Figure } from "../document/model.js";
import type { Fonts } from "../fonts/load-fonts.js";
import { measureText, wrapLabel } from "../fonts/measure-text.js";
import { drawn, formatCount, formatDecimals } from "../format.js";
import { printStatistic } from "../print-statistic.js";
import type { ReportInput } from "../records/read-results.js";
import { type Group, groups } from "../records/record-index.js";
import { describeReaders } from "../sections/imaging-text.js";
import { armLabel } from "../tables/columns.js";
import { armColour } from "./arm-channels.js";
import { columnsOf } from "./columns-of.js";
import { type Layer, label, labelColumns, labelLayers } from "./layers.js";
import { controlColour, figureWidth, fontSize, rule, softInk, trialColour } from "./palette.js";

const plotHeight = 176;
const widestLabel = 168;
/** With fewer sums a window is not drawn: its quantiles are those of single patients. */
const fewest = 5;
/** Weeks by which the arms stand apart, and half the width of a box. */
const [apart, half] = [0.9, 0.6];
const quantiles = ["p10", "q1", "median", "q3", "p90"] as const;

interface Window {
  readonly arm: Group;
  readonly week: number;
  readonly from: number;
  readonly to: number;
  /** 0 where it is suppressed. */
  readonly count: number;
  readonly n: string;
  readonly values: readonly (number | null)[];
}

/** F14.2.7.2 without single patients: quantiles of the change of the target sum of each arm by scan window. None where no window has any. */
export function renderChangeWindows(input: ReportInput, fonts: Fonts, entry: () => CatalogueEntry): readonly Figure[] {
  const all = readWindows(input);
  const known = all.filter(({ count, values }) => values[2] !== null && count >= fewest);
  const last = Math.max(...known.map(({ week }) => week));
  const windows = all.filter(({ week }) => week <= last);
  const { imaging } = input.plan.analysis;
  if (known.length === 0 || imaging === undefined) return [];
  const names = groups.map((group) => wrapLabel(fonts.regular, armLabel(input, "main", group), fontSize, widestLabel));
  const left = 26 + Math.ceil(Math.max(...names.flat().map((line) => measureText(fonts.regular, line, fontSize))));
  const width = figureWidth - left - 10;
  const weeks = [...new Set(windows.map(({ week }) => week))].sort((a, b) => a - b);
  const domain = [0, (weeks.at(-1) ?? 0) + (weeks[0] ?? 0) / 2] as const;
  const shown = known.flatMap(({ values }) => values.filter((value) => value !== null));
  const ends = [Math.floor(Math.min(-40, ...shown) / 20) * 20, Math.ceil(Math.max(40, ...shown) / 20) * 20] as const;
  const pixel = (week: number): number => drawn((width * week) / domain[1]);
  const texts = [label(-left, plotHeight + 52, "Patients with a sum", { bold: true })];
  let y = plotHeight + 68;
  for (const [i, group] of groups.entries()) {
    const colour = group === "trial" ? trialColour : controlColour;
    for (const [k, line] of (names[i] ?? []).entries()) texts.push(label(-left, y + 14 * k, line, { colour }));
    for (const { week, n } of windows.filter(({ arm }) => arm === group))
      texts.push(label(pixel(week), y, n, { align: "center" }));
    y += 14 * (names[i]?.length ?? 1) + 2;
  }
  const rows = known.map(({ arm, week, from, to, n, values }) => {
    const x = week + (arm === "trial" ? -apart : apart);
    const [p10 = null, q1 = null, median = null, q3 = null, p90 = null] = values.map((v) =>
      v === null ? null : drawn(v),
    );
    const text = `median ${print(median)}% (Q1 ${print(q1)}%, Q3 ${print(q3)}%), n ${n}, days ${from} to ${to}`;
    return {
      arm,
      name: armLabel(input, "main", arm),
      text,
      week: x,
      left: x - half,
      right: x + half,
      p10,
      q1,
      median,
      q3,
      p90,
    };
  });
  return [
    {
      kind: "figure",
      ...entry(),
      title: "Change of the target lesions from baseline by scan window",
      population: "Eligible patients with a complete sum of target diameters at baseline and in the window, unweighted",
      data: {
        rows: columnsOf(rows, ["arm", "name", "text", "week", "left", "right", ...quantiles]),
        lines: { at: [-30, 0, 20], dashed: [true, false, true] },
        texts: labelColumns(texts),
      },
      spec: {
        width,
        height: plotHeight,
        layer: [...axisLayers(domain, ends, weeks), ...boxLayers(), ...labelLayers("texts", texts)],
      },
      hover: [hoverLayer()],
      controls: { arms: groups.map((id) => ({ id, label: armLabel(input, "main", id) })) },
      alt: `Boxes of the change of the sum of target diameters from baseline at each planned visit, both arms side by side. ${groups
        .map((group) => describe(input, known, group))
        .join(" ")}`,
      footnotes: writeFootnotes(input, {
        definitions: [
          `Box: first to third quartile; stroke: median; line: 10th to 90th percentile. Dashed: +20% and −30%. Each patient counts once in a window, with the last complete sum in it; sums after progression or a new therapy are left out, so that later windows hold those who did well. Windows of fewer than ${fewest} sums are not drawn.`,
          describeReaders(imaging),
          windows.some(({ values }) => values.includes(null))
            ? "A quantile is not drawn where few patients lie beyond it (small-cell rule)."
            : null,
        ],
        source: "endpoints / eligible / imaging",
      }),
    },
  ];
}

const print = (value: number | null): string => (value === null ? "–" : formatDecimals(value, 1));

function readWindows(input: ReportInput): readonly Window[] {
  return groups.flatMap((arm) =>
    input.records.statisticsOf("main", "eligible", arm).flatMap((count): readonly Window[] => {
      const { variable, statistic, params } = count;
      if (variable?.startsWith("imaging.change_") !== true || statistic !== "n") return [];
      const place = { variant: "main", population: "eligible", group: arm, variable };
      return [
        {
          arm,
          week: Number(params.visit_day) / 7,
          from: Number(params.from_day),
          to: Number(params.to_day),
          count: count.value ?? 0,
          n: printStatistic(count, formatCount),
          values: quantiles.map((name) => input.records.findStatistic(place, name)?.value ?? null),
        },
      ];
    }),
  );
}

function describe(input: ReportInput, known: readonly Window[], group: Group): string {
  const own = known.filter(({ arm }) => arm === group);
  const medians = own.map(({ week, values }) => `week ${formatDecimals(week, 0)} ${print(values[2] ?? null)}%`);
  return `${armLabel(input, "main", group)}: median ${medians.join(", ")}.`;
}

const x = (field: string): Layer => ({ field, type: "quantitative" });
const y = x;

const axisLayers = (
  domain: readonly [number, number],
  ends: readonly [number, number],
  weeks: readonly number[],
): readonly Layer[] => [
  {
    data: { name: "lines" },
    mark: { type: "rule", stroke: softInk, strokeWidth: 0.8 },
    encoding: {
      y: {
        field: "at",
        type: "quantitative",
        scale: { domain: [...ends], nice: false },
        axis: {
          title: "Change of the sum, %",
          gridColor: rule,
          ...atEach(ticksOf(ends)),
          titlePadding: 10,
        },
      },
      strokeDash: { condition: { test: "datum.dashed", value: [4, 3] }, value: [1, 0] },
    },
  },
  {
    data: { name: "rows" },
    transform: [{ filter: "isValid(datum.p10) && isValid(datum.p90)" }],
    mark: { type: "rule", strokeWidth: 1 },
    encoding: {
      x: {
        field: "week",
        type: "quantitative",
        scale: { domain: [...domain], nice: false },
        axis: {
          title: "Weeks since index",
          ...atEach(weeks),
          grid: false,
          labelFlush: false,
          format: ".0f",
        },
      },
      y: y("p10"),
      y2: { field: "p90" },
      color: armColour,
    },
  },
];

const ticksOf = ([from, to]: readonly [number, number]): readonly number[] => {
  const step = to - from > 200 ? 40 : 20;
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, k) => Math.ceil(from / step) * step + k * step);
};

/** A label at every value: without the count Vega would thin them out. */
const atEach = (values: readonly number[]): Layer => ({
  values: [...values],
  tickCount: values.length,
  labelOverlap: false,
});

const boxLayers = (): readonly Layer[] => [
  {
    data: { name: "rows" },
    transform: [{ filter: "isValid(datum.q1) && isValid(datum.q3)" }],
    mark: { type: "rect", fillOpacity: 0.35, strokeWidth: 1 },
    encoding: {
      x: x("left"),
      x2: { field: "right" },
      y: y("q1"),
      y2: { field: "q3" },
      color: armColour,
      stroke: armColour,
    },
  },
  {
    data: { name: "rows" },
    mark: { type: "rule", strokeWidth: 2.4 },
    encoding: { x: x("left"), x2: { field: "right" }, y: y("median"), color: armColour },
  },
];

const hoverLayer = (): Layer => ({
  data: { name: "rows" },
  mark: { type: "point", opacity: 0, size: 300, filled: true },
  encoding: {
    x: x("week"),
    y: y("median"),
    tooltip: [
      { field: "name", type: "nominal", title: "Arm" },
      { field: "text", type: "nominal", title: "Change" },
    ],
  },
});
