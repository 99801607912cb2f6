import { writeFootnotes } from "../document/footnotes.js";
import type { Figure } from "../document/model.js";
import type { OutputCounter } from "../document/output-counter.js";
import { drawn, formatDecimals, formatDifference, formatLevel, formatRatio } from "../format.js";
import { printStatistic } from "../print-statistic.js";
import { findInterval, printInterval } from "../records/interval.js";
import type { PanelLine } from "../records/panel-lines.js";
import type { ReportInput } from "../records/read-results.js";
import type { Layer } from "./layers.js";
import { chooseLogAxis } from "./log-axis.js";
import { controlColour, faintFill, figureWidth, ink, rule, softInk, trialColour } from "./palette.js";

const plotHeight = 250;

/**
 * F14.2.5: the hazard ratio of every negative control by its standard error, between which bounds an estimate is no evidence of an effect
 * (its own, dashed; calibrated, filled), and the estimate itself. Null where the controls allowed no calibration.
 */
export function renderNegativeControls(input: ReportInput, line: PanelLine, counter: OutputCounter): Figure | null {
  const { records } = input;
  const [controls, bounds] = [
    records.findSeries(line.place, "negative_controls"),
    records.findSeries(line.place, "negative_control_bounds"),
  ];
  if (controls === null || bounds === null) return null;
  const ratios = (values: readonly (number | null)[]) => values.map((value) => drawn(Math.exp(value ?? 0)));
  const of = (series: typeof controls, name: string) => series.columns[name]?.values ?? [];
  const points = ratios(of(controls, "log_hazard_ratio"));
  const se = of(controls, "standard_error").map((value) => drawn(value ?? 0));
  const estimate = { variant: "main", population: line.place.population, variable: line.estimate };
  const [effect, logSe] = ["hazard_ratio", "log_hazard_ratio_se"].map(
    (name) => records.findStatistic(estimate, name)?.value,
  );
  const own = effect == null || logSe == null ? [] : [{ ratio: drawn(effect), se: drawn(logSe) }];
  const highest = Math.max(...of(bounds, "standard_error").map((value) => value ?? 0), ...own.map((each) => each.se));
  const axis = chooseLogAxis(
    [...points, ...own.map(({ ratio }) => ratio)].map((point) => ({ point, lower: null, upper: null })),
  );
  const inside = (values: readonly number[]) =>
    values.map((value) => Math.min(axis.domain[1], Math.max(axis.domain[0], value)));
  const level = formatLevel(line.level);
  const mean = records.findStatistic(line.place, "null_mean");
  const asked = mean?.params.controls_asked;
  const name = input.plan.analysis.estimates[line.estimate]?.label ?? line.estimate;
  const spread = `mean log hazard ratio ${printStatistic(mean, formatDifference)}, spread beyond chance ${printStatistic(records.findStatistic(line.place, "null_sd"), formatDifference)}`;
  const calibrated = printInterval(findInterval(input, line.place, "hazard_ratio"), formatRatio);
  return {
    kind: "figure",
    ...counter.figure(`negative-controls-${line.estimate}`),
    title: `Negative controls and empirical calibration: ${name}`,
    population: "The estimate's analysis set",
    data: {
      bounds: {
        se: of(bounds, "standard_error").map((value) => drawn(value ?? 0)),
        lower: inside(ratios(of(bounds, "lower"))),
        upper: inside(ratios(of(bounds, "upper"))),
        calibratedLower: inside(ratios(of(bounds, "calibrated_lower"))),
        calibratedUpper: inside(ratios(of(bounds, "calibrated_upper"))),
      },
      controls: { ratio: points, se },
      estimate: { ratio: own.map(({ ratio }) => ratio), se: own.map((each) => each.se) },
    },
    spec: {
      width: figureWidth - 70,
      height: plotHeight,
      layer: [
        boundArea(axis, drawn(highest * 1.05)),
        ...boundLines(),
        pointLayer("controls", controlColour, "circle", 45),
        pointLayer("estimate", trialColour, "diamond", 130),
      ],
    },
    hover: [],
    alt: `Hazard ratios of ${points.length} negative controls by their standard error: ${spread}. Calibrated effect ${calibrated}.`,
    footnotes: writeFootnotes(input, {
      abbreviations: ["CI"],
      definitions: [
        `Circles: ${points.length}${typeof asked === "number" ? ` of ${formatDecimals(asked, 0)}` : ""} outcomes that no treatment touches, under the estimate's design; diamond: the estimate. An estimate between the dashed lines is no evidence of an effect by its own ${level} CI, one in the filled area none after calibration.`,
        `Negative controls: ${spread}. Calibrated effect ${calibrated}.`,
        "They show the bias that acts on them. A confounder of the outcome alone leaves no trace here.",
      ],
      source: `sensitivity / ${line.variable} / negative_controls`,
    }),
  };
}

const x = (field: string): Layer => ({ field, type: "quantitative" });
const y: Layer = { field: "se", type: "quantitative" };

function boundArea(axis: ReturnType<typeof chooseLogAxis>, highest: number): Layer {
  return {
    data: { name: "bounds" },
    mark: { type: "area", orient: "horizontal", fill: faintFill, stroke: rule, strokeWidth: 1 },
    encoding: {
      x: {
        field: "calibratedLower",
        type: "quantitative",
        scale: { type: "log", domain: [...axis.domain], nice: false },
        axis: {
          title: "Hazard ratio (log scale)",
          values: [...axis.ticks],
          format: "~g",
          grid: false,
          labelOverlap: false,
          labelFlush: false,
        },
      },
      x2: { field: "calibratedUpper" },
      y: {
        field: "se",
        type: "quantitative",
        scale: { domain: [0, highest], nice: false },
        axis: { title: "Standard error of the log hazard ratio", gridColor: rule, tickCount: 5 },
      },
    },
  };
}

const boundLines = (): readonly Layer[] =>
  ["lower", "upper"].map((field) => ({
    data: { name: "bounds" },
    mark: { type: "line", stroke: softInk, strokeDash: [5, 3], strokeWidth: 1.2 },
    encoding: { x: x(field), y, order: { field: "se", type: "quantitative" } },
  }));

const pointLayer = (name: string, colour: string, shape: string, size: number): Layer => ({
  data: { name },
  mark: { type: "point", shape, filled: true, color: colour, size, opacity: 0.9, stroke: ink, strokeWidth: 0.5 },
  encoding: { x: x("ratio"), y },
});
