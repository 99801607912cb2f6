import type { CatalogueEntry } from "../catalogue.js";
import { writeFootnotes } from "../document/footnotes.js";
import type { Figure } from "../document/model.js";
import type { Fonts } from "../fonts/load-fonts.js";
import { drawn, drawnMonths, formatCount, formatLevel, formatWeightedCount } from "../format.js";
import { suppressed } from "../print-statistic.js";
import type { EstimateResult } from "../records/estimate-results.js";
import type { ReportInput } from "../records/read-results.js";
import { type Group, groups } from "../records/record-index.js";
import { armColour, armStroke } from "./arm-channels.js";
import { columnsOf } from "./columns-of.js";
import { layOutCurveFrame } from "./curve-frame.js";
import { subjectOf } from "./curve-subject.js";
import { sampleLayer } from "./kaplan-meier-layers.js";
import { type Layer, labelColumns, labelLayers } from "./layers.js";
import { probabilityAxes } from "./probability-axes.js";

const plotHeight = 270;
const row = ["arm", "name", "months", "incidence", "lower", "upper", "competing"] as const;

/** Cumulative incidence of both arms under competing events (Aalen–Johansen), with bands; pale: the competing event. None where nothing may be shown. */
export function renderIncidenceCurve(
  input: ReportInput,
  fonts: Fonts,
  result: EstimateResult,
  entry: () => CatalogueEntry,
): readonly Figure[] {
  const base = subjectOf(input, result);
  const curves = groups.map((group) => ({ group, ...readIncidence(input, base.place, group) }));
  const known = curves.filter(({ days }) => days.length > 0);
  if (known.length === 0) return [];
  const label = base.endpoint;
  const composite =
    "composite" in result.estimate ? result.variant.endpoints[result.estimate.composite]?.label : undefined;
  const subject = {
    ...base,
    drawn: known.map(({ group }) => group),
    title: `${label}, cumulative incidence: ${result.label}`,
    aside: null,
  };
  const frame = layOutCurveFrame(input, fonts, subject, {
    lastDay: Math.max(...known.flatMap(({ days }) => days)),
    plotHeight,
    heading: `At risk${base.isWeighted ? " (weighted)" : ""}`,
    atRisk: (group, day) =>
      printAtRisk(
        known.find((curve) => curve.group === group),
        day,
        base.isWeighted,
      ),
  });
  const points = known.flatMap(({ group, days, column }, i) =>
    days.map((day, k) => {
      const value = (name: string): number | null => {
        const found = column(name)[k] ?? null;
        return found === null ? null : drawn(found);
      };
      return {
        arm: group,
        name: frame.names[i] ?? group,
        months: drawnMonths(day),
        incidence: value("incidence"),
        lower: value("lower"),
        upper: value("upper"),
        competing: value("competing_incidence"),
      };
    }),
  );
  const hasCompeting = points.some(({ competing }) => competing !== null);
  const isCut = known.some(({ column }) => column("at_risk").every((count) => count === null));
  return [
    {
      kind: "figure",
      ...entry(),
      title: subject.title,
      population: subject.population,
      data: { curve: columnsOf(points, row), samples: frame.samples, texts: labelColumns(frame.labels) },
      spec: {
        width: frame.plotWidth,
        height: plotHeight,
        layer: [...layers(frame, label, hasCompeting), sampleLayer(), ...labelLayers("texts", frame.labels)],
      },
      hover: [hoverLayer()],
      controls: { arms: known.map(({ group }, i) => ({ id: group, label: frame.names[i] ?? group })) },
      alt: `Cumulative incidence of ${label.toLowerCase()} over time since index, competing events being possible. ${subject.effect}.`,
      footnotes: writeFootnotes(input, {
        abbreviations: ["CI", ...(base.isWeighted ? (["ESS"] as const) : []), ...subject.abbreviations, "NE"],
        definitions: [
          `Probability to have had the event by the month (Aalen–Johansen). Bands: ${formatLevel(base.level)} pointwise confidence intervals. Competing events: those of ${composite ?? "the composite"} that are none of ${label}${hasCompeting ? "; their incidence is drawn pale" : ""}. Months of 30.4375 days.`,
          base.isWeighted ? "Weighted arms: curve and numbers at risk are of weights." : null,
          isCut
            ? "Small-cell rule: a step gathers events until they are enough, a curve ends where few are at risk."
            : null,
          ...base.notes,
        ],
        source: `${base.source} / cumulative_incidence`,
      }),
    },
  ];
}

type Column = readonly (number | null)[];

function readIncidence(
  input: ReportInput,
  place: ReturnType<typeof subjectOf>["place"],
  group: Group,
): { readonly days: readonly number[]; readonly column: (name: string) => Column } {
  const series = input.records.findSeries({ ...place, group }, "cumulative_incidence");
  const column = (name: string): Column => series?.columns[name]?.values ?? [];
  return { days: column("time_days").map((day) => day ?? 0), column };
}

/** The number at risk on a day: that of the first time from then on; nobody after the last. */
function printAtRisk(
  curve: ReturnType<typeof readIncidence> | undefined,
  day: number,
  isWeighted: boolean,
): string | null {
  if (curve === undefined) return null;
  const next = curve.days.findIndex((each) => each >= day);
  const count = next < 0 ? 0 : (curve.column("at_risk")[next] ?? null);
  if (curve.column("at_risk").every((each) => each === null)) return suppressed;
  return count === null
    ? suppressed
    : isWeighted && !Number.isInteger(count)
      ? formatWeightedCount(count)
      : formatCount(Math.round(count));
}

const x: Layer = { field: "months", type: "quantitative" };
const step = (opacity: number, strokeWidth: number): Layer => ({
  type: "line",
  interpolate: "step-after",
  strokeCap: "butt",
  opacity,
  strokeWidth,
});

const layers = (
  frame: { readonly domain: readonly [number, number]; readonly ticks: readonly number[] },
  endpoint: string,
  hasCompeting: boolean,
): readonly Layer[] => [
  {
    data: { name: "curve" },
    transform: [{ filter: "isValid(datum.lower) && isValid(datum.upper)" }],
    mark: { type: "area", interpolate: "step-after", opacity: 0.14 },
    encoding: {
      ...probabilityAxes(frame, { x: "months", y: "lower" }, `${endpoint} (cumulative incidence)`),
      y2: { field: "upper" },
      color: armColour,
    },
  },
  {
    data: { name: "curve" },
    mark: step(1, 1.8),
    encoding: { x, y: { field: "incidence", type: "quantitative" }, color: armColour, strokeDash: armStroke },
  },
  ...(hasCompeting
    ? [
        {
          data: { name: "curve" },
          mark: step(0.4, 1.1),
          encoding: { x, y: { field: "competing", type: "quantitative" }, color: armColour, strokeDash: armStroke },
        },
      ]
    : []),
];

const hoverLayer = (): Layer => ({
  data: { name: "curve" },
  mark: { type: "point", opacity: 0, size: 60, filled: true },
  encoding: {
    x,
    y: { field: "incidence", type: "quantitative" },
    tooltip: [
      { field: "name", type: "nominal", title: "Arm" },
      { field: "months", type: "quantitative", title: "Months", format: ".1f" },
      { field: "incidence", type: "quantitative", title: "Incidence", format: ".3f" },
    ],
  },
});
