import type { CatalogueEntry } from "../catalogue.js";
import { writeFootnotes } from "../document/footnotes.js";
import type { Figure } from "../document/model.js";
import type { Fonts } from "../fonts/load-fonts.js";
import { drawn, drawnMonths, formatCount, formatMonths } from "../format.js";
import { printStatistic, suppressed } from "../print-statistic.js";
import type { EstimateResult } from "../records/estimate-results.js";
import type { ReportInput } from "../records/read-results.js";
import { type Group, groups } from "../records/record-index.js";
import { armColour, armStroke } from "./arm-channels.js";
import { columnsOf } from "./columns-of.js";
import { layOutCurveFrame } from "./curve-frame.js";
import { type CurveSubject, subjectOf } from "./curve-subject.js";
import { sampleLayer } from "./kaplan-meier-layers.js";
import { type Layer, labelColumns, labelLayers } from "./layers.js";
import { probabilityAxes } from "./probability-axes.js";

const plotHeight = 270;

/** Turnbull's curve of both arms of an interval-censored estimate: flat where it is known, a shaded box where it falls somewhere between two days. None where nothing may be shown. */
export function renderTurnbull(
  input: ReportInput,
  fonts: Fonts,
  result: EstimateResult,
  entry: () => CatalogueEntry,
): readonly Figure[] {
  const base = subjectOf(input, result);
  const curves = groups.map((group) => ({ group, ...readTurnbull(input, base.place, group) }));
  const known = curves
    .filter(({ steps }) => steps.length > 0)
    .map((curve) => ({ ...curve, falling: fallsOf(curve.steps) }));
  if (known.length === 0) return [];
  const subject: CurveSubject = {
    ...base,
    drawn: known.map(({ group }) => group),
    title: `${base.endpoint}, Turnbull: ${result.label}`,
    aside: { heading: "Median lies between, months", text: (own, group) => printMedian(own, base.place, group) },
  };
  const frame = layOutCurveFrame(input, fonts, subject, {
    lastDay: Math.max(...known.flatMap(({ steps }) => steps.map(({ right }) => right))),
    plotHeight,
    heading: "Known free of the event",
    atRisk: (group, day) => {
      // At index everybody is free of it.
      if (day === 0) return printStatistic(base.arms[group].n, formatCount);
      const next = known.find((curve) => curve.group === group)?.steps.find(({ left }) => left >= day);
      if (next === undefined) return null;
      return next.atRisk === null ? suppressed : formatCount(next.atRisk);
    },
  });
  const flats = known.flatMap(({ group, falling: steps }) =>
    [0, ...steps.keys()].flatMap((_, k) => {
      const from = k === 0 ? 0 : (steps[k - 1]?.right ?? 0);
      const to = steps[k]?.left ?? from;
      const survival = k === 0 ? 1 : (steps[k - 1]?.survival ?? 1);
      return to > from ? [{ arm: group, from: drawnMonths(from), to: drawnMonths(to), survival: drawn(survival) }] : [];
    }),
  );
  const falls = known.flatMap(({ group, falling: steps }, i) =>
    steps.map(({ left, right, survival }, k) => ({
      arm: group,
      name: frame.names[i] ?? group,
      from: drawnMonths(left),
      to: drawnMonths(right),
      above: drawn(k === 0 ? 1 : (steps[k - 1]?.survival ?? 1)),
      survival: drawn(survival),
    })),
  );
  const isCut = known.some(({ steps }) => steps.every(({ atRisk }) => atRisk === null));
  return [
    {
      kind: "figure",
      ...entry(),
      title: subject.title,
      population: subject.population,
      data: {
        falls: columnsOf(falls, ["arm", "name", "from", "to", "above", "survival"]),
        flats: columnsOf(flats, ["arm", "from", "to", "survival"]),
        samples: frame.samples,
        texts: labelColumns(frame.labels),
      },
      spec: {
        width: frame.plotWidth,
        height: plotHeight,
        layer: [...layers(frame, base.endpoint), sampleLayer(), ...labelLayers("texts", frame.labels)],
      },
      hover: [hoverLayer()],
      controls: { arms: known.map(({ group }, i) => ({ id: group, label: frame.names[i] ?? group })) },
      alt: `Turnbull curves of ${base.endpoint.toLowerCase()} over time since index, with boxes where the day of progression is not known. ${known
        .map(({ group }, i) => `${frame.names[i]}: median between ${printMedian(input, base.place, group)} months`)
        .join("; ")}. ${subject.effect}.`,
      footnotes: writeFootnotes(input, {
        abbreviations: ["CI", ...(base.isWeighted ? (["ESS"] as const) : []), ...subject.abbreviations, "NE", "NR"],
        definitions: [
          "Nonparametric maximum likelihood of intervals (Turnbull). Flat: the curve is known there; shaded: it falls between the two days, where inside is not determined; upright: the day is known. No band: none is validated. Months of 30.4375 days.",
          base.isWeighted ? "Weighted arms: the curve is of weights; the numbers below are of patients." : null,
          isCut ? "Small-cell rule: only falls that are of enough patients are shown, and numbers are not." : null,
          ...base.notes,
        ],
        source: `${base.source} / turnbull`,
      }),
    },
  ];
}

interface Fall {
  readonly left: number;
  readonly right: number;
  readonly survival: number;
  readonly atRisk: number | null;
}

function readTurnbull(
  input: ReportInput,
  place: CurveSubject["place"],
  group: Group,
): { readonly steps: readonly Fall[] } {
  const series = input.records.findSeries({ ...place, group }, "turnbull");
  const column = (name: string): readonly (number | null)[] => series?.columns[name]?.values ?? [];
  return {
    steps: column("left_days").flatMap((left, k): readonly Fall[] => {
      const [right, survival] = [column("right_days")[k] ?? null, column("survival")[k] ?? null];
      // The last mass may lie beyond every day: there the curve is open.
      if (left === null || right === null || survival === null || !Number.isFinite(right)) return [];
      return [{ left, right, survival, atRisk: column("at_risk")[k] ?? null }];
    }),
  };
}

/** The intervals in which the curve falls: where no mass is left of one it is flat. */
const fallsOf = (steps: readonly Fall[]): readonly Fall[] =>
  steps.filter(({ survival }, k) => (k === 0 ? 1 : (steps[k - 1]?.survival ?? 1)) - survival > 1e-6);

function printMedian(input: ReportInput, place: CurveSubject["place"], group: Group): string {
  const [from, to] = ["median_left", "median_right"].map((name) =>
    input.records.findStatistic({ ...place, group }, name),
  );
  if (from?.status !== "ok" || to?.status !== "ok") return printStatistic(from ?? null, formatMonths);
  return [from, to].map((day) => printStatistic(day, formatMonths)).join(" and ");
}

const at = (field: string): Layer => ({ field, type: "quantitative" });

const layers = (
  frame: { readonly domain: readonly [number, number]; readonly ticks: readonly number[] },
  endpoint: string,
): readonly Layer[] => [
  {
    data: { name: "falls" },
    transform: [{ filter: "datum.to > datum.from" }],
    mark: { type: "rect", opacity: 0.28, strokeWidth: 0 },
    encoding: {
      ...probabilityAxes(frame, { x: "from", y: "survival" }, `${endpoint} (probability)`),
      x2: { field: "to" },
      y2: { field: "above" },
      color: armColour,
    },
  },
  {
    data: { name: "falls" },
    transform: [{ filter: "datum.to === datum.from" }],
    mark: { type: "rule", strokeWidth: 1.6 },
    encoding: { x: at("from"), y: at("survival"), y2: { field: "above" }, color: armColour },
  },
  {
    data: { name: "flats" },
    mark: { type: "rule", strokeWidth: 1.8 },
    encoding: { x: at("from"), x2: { field: "to" }, y: at("survival"), color: armColour, strokeDash: armStroke },
  },
];

const hoverLayer = (): Layer => ({
  data: { name: "falls" },
  mark: { type: "point", opacity: 0, size: 60, filled: true },
  encoding: {
    x: at("to"),
    y: at("survival"),
    tooltip: [
      { field: "name", type: "nominal", title: "Arm" },
      { field: "from", type: "quantitative", title: "From month", format: ".1f" },
      { field: "to", type: "quantitative", title: "To month", format: ".1f" },
      { field: "survival", type: "quantitative", title: "Probability after", format: ".3f" },
    ],
  },
});
