import type { CatalogueEntry } from "../catalogue.js";
import { writeFootnotes } from "../document/footnotes.js";
import type { Figure } from "../document/model.js";
import { spellResponses } from "../endpoint-words.js";
import type { Fonts } from "../fonts/load-fonts.js";
import { drawn, formatCount, formatDecimals } from "../format.js";
import { readPatientRows } from "../records/patient-rows.js";
import type { ReportInput } from "../records/read-results.js";
import type { Group } from "../records/record-index.js";
import { describeReaders } from "../sections/imaging-text.js";
import { armLabel } from "../tables/columns.js";
import { responseColours } from "./best-change.js";
import { columnsOf } from "./columns-of.js";
import { type Layer, labelColumns, labelLayers, pixels } from "./layers.js";
import { layOutLegend } from "./legend-row.js";
import { figureWidth, ink, ordered, rule, softInk } from "./palette.js";
import { thinRows } from "./thin-rows.js";

const plotHeight = 290;
const [most, mostLines] = [100, 150];
/** A line must be darker than a bar to be seen. */
const lineColours = { ...responseColours, SD: ordered.faded, iSD: ordered.faded } as Readonly<Record<string, string>>;

/** F14.2.7 of one arm, patient by patient: change of the target sum over weeks, a line a patient, as the reader who counts measured it. None where the plan does not ask. */
export function renderSpider(
  input: ReportInput,
  fonts: Fonts,
  { endpoint, group }: { readonly endpoint: string; readonly group: Group },
  entry: () => CatalogueEntry,
): readonly Figure[] {
  const rows = readPatientRows(input, endpoint, group, "spider", [
    "row",
    "day",
    "percent",
    "new_lesion",
    "best_response",
  ]);
  const { imaging } = input.plan.analysis;
  if (rows.length === 0 || imaging === undefined) return [];
  const all = [...new Set(rows.map(({ row }) => Number(row)))];
  const shown = new Set(thinRows(all, mostLines));
  const points = [...shown].flatMap((patient) => {
    const own = rows.filter(({ row }) => row === patient);
    const best = String(own[0]?.best_response);
    const colour = lineColours[best] ?? ink;
    const start = {
      patient,
      week: 0,
      change: 0,
      isNew: false,
      isLast: false,
      colour,
      text: `row ${patient}: baseline`,
    };
    return [
      start,
      ...own.map(({ day, percent, new_lesion: isNew }, i) => ({
        patient,
        week: drawn(Number(day) / 7),
        change: drawn(Math.min(most, Number(percent))),
        isNew: isNew === true,
        isLast: i === own.length - 1,
        colour,
        text: `row ${patient}, week ${formatDecimals(Number(day) / 7, 1)}: ${formatDecimals(Number(percent), 1)}%, best response ${best}${isNew === true ? ", new lesion" : ""}`,
      })),
    ];
  });
  const seen = new Set(rows.map(({ best_response: best }) => String(best)));
  const responses = [
    ...Object.keys(responseColours).filter((name) => seen.has(name)),
    ...(seen.has("NE") ? ["NE"] : []),
  ];
  const width = figureWidth - 62;
  const categories = responses.map((name) => ({ name, colour: lineColours[name] ?? ink }));
  const legend = layOutLegend(fonts, categories, { width, top: -14 });
  const last = Math.max(...points.map(({ week }) => week));
  const arm = armLabel(input, "main", group);
  return [
    {
      kind: "figure",
      ...entry(),
      title: `Spider: change of the target lesions over time, ${arm}`,
      population: `${describeShown(shown.size, all.length)} with a complete sum at baseline and after it`,
      data: {
        points: columnsOf(points, ["patient", "week", "change", "isNew", "isLast", "colour", "text"]),
        lines: { at: [0, 20, -30], dashed: [false, true, true] },
        legend: columnsOf(legend.samples, ["x", "x2", "y", "y2", "colour"]),
        texts: labelColumns(legend.labels),
      },
      spec: {
        width,
        height: plotHeight,
        layer: [...layers(drawn(last * 1.02)), ...labelLayers("texts", legend.labels)],
      },
      hover: [hoverLayer()],
      alt: `Spider plot: a line a patient, change of the sum of target diameters from baseline over weeks since index; ${describeShown(shown.size, all.length)}.`,
      footnotes: writeFootnotes(input, {
        definitions: [
          `A line is a patient, numbered anew in this figure; complete sums until progression or new therapy. Dashed: +20% and −30%. Dot: last sum; diamond: new lesion at that scan. Colour: best overall response.${rows.some(({ percent }) => Number(percent) > most) ? ` Growth above ${most}% is cut.` : ""}`,
          shown.size < all.length
            ? `Of ${formatCount(all.length)} patients, ranked by best change, every so many are drawn.`
            : null,
          spellResponses(responses),
          describeReaders(imaging),
        ],
        source: `endpoints / eligible / ${endpoint} / spider`,
      }),
    },
  ];
}

const describeShown = (shown: number, all: number): string =>
  shown < all ? `${formatCount(shown)} of ${formatCount(all)} patients` : `${formatCount(all)} patients`;

const x: Layer = { field: "week", type: "quantitative" };
const y: Layer = { field: "change", type: "quantitative" };
const colour: Layer = { field: "colour", type: "nominal", scale: null };

const layers = (last: number): readonly Layer[] => [
  {
    data: { name: "lines" },
    mark: { type: "rule", stroke: softInk, strokeWidth: 0.8 },
    encoding: {
      y: {
        field: "at",
        type: "quantitative",
        scale: { domain: [-100, most], nice: false },
        axis: { title: "Change of the sum, %", gridColor: rule, tickCount: 10, titlePadding: 10 },
      },
      strokeDash: { condition: { test: "datum.dashed", value: [4, 3] }, value: [1, 0] },
    },
  },
  {
    data: { name: "points" },
    mark: { type: "line", strokeWidth: 0.9, opacity: 0.8 },
    encoding: {
      x: {
        ...x,
        scale: { domain: [drawn(-0.02 * last), last], nice: false },
        axis: { title: "Weeks since index", grid: false, labelFlush: false, tickCount: 10 },
      },
      y,
      detail: { field: "patient", type: "nominal" },
      color: colour,
    },
  },
  {
    data: { name: "points" },
    transform: [{ filter: "datum.isLast && !datum.isNew" }],
    mark: { type: "point", filled: true, size: 14, opacity: 1 },
    encoding: { x, y, color: colour },
  },
  {
    data: { name: "points" },
    transform: [{ filter: "datum.isNew" }],
    mark: { type: "point", shape: "diamond", filled: false, size: 34, strokeWidth: 1.2, stroke: ink, opacity: 1 },
    encoding: { x, y },
  },
  {
    data: { name: "legend" },
    mark: { type: "rect", stroke: softInk, strokeWidth: 0.5, clip: false },
    encoding: { x: pixels("x"), x2: { field: "x2" }, y: pixels("y"), y2: { field: "y2" }, color: colour },
  },
];

const hoverLayer = (): Layer => ({
  data: { name: "points" },
  mark: { type: "point", opacity: 0, size: 60, filled: true },
  encoding: { x, y, tooltip: [{ field: "text", type: "nominal", title: "Patient" }] },
});
