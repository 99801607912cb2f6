import { writeFootnotes } from "../document/footnotes.js";
import type { Figure } from "../document/model.js";
import type { OutputCounter } from "../document/output-counter.js";
import type { Fonts } from "../fonts/load-fonts.js";
import { measureText } from "../fonts/measure-text.js";
import { daysPerMonth, drawn, drawnMonths, formatCount, formatLevel, formatMonths } from "../format.js";
import { suppressed } from "../print-statistic.js";
import { type ComparisonResult, placeOf } from "../records/comparisons.js";
import { findInterval, printInterval } from "../records/interval.js";
import type { ReportInput } from "../records/read-results.js";
import type { Group } from "../records/record-index.js";
import { armLabel } from "../tables/columns.js";
import { type Label, label, labelColumns, labelLayers } from "./layers.js";
import { pairedLayers, sourceStyle } from "./paired-kaplan-meier-layers.js";
import { figureWidth, fontSize } from "./palette.js";

const plotHeight = 250;
const rowHeight = 15;
const axisHeight = 50;
const sampleWidth = 30;
const tickSteps = [1, 2, 3, 6, 12, 24];
const mostTicks = 10;
const sources = ["scans", "charts"] as const;
type Source = (typeof sources)[number];

interface Curve {
  readonly source: Source;
  readonly timeDays: readonly number[];
  readonly survival: readonly number[];
  readonly lower: readonly (number | null)[];
  readonly upper: readonly (number | null)[];
  readonly atRisk: readonly (number | null)[];
  readonly censored: readonly (number | null)[];
}

/** Output 4: one arm's curves by scans and by charts, of the same patients, with numbers at risk. Null where the arm does not have both. */
export function renderPairedKaplanMeier(
  input: ReportInput,
  fonts: Fonts,
  { name, comparison, label: title }: ComparisonResult,
  group: Group,
  counter: OutputCounter,
): Figure | null {
  const curves = sources.flatMap((source) => readCurve(input, name, group, source) ?? []);
  if (curves.length < sources.length) return null;
  const months = Math.max(...curves.flatMap(({ timeDays }) => timeDays)) / daysPerMonth;
  const domain = [drawn(-0.02 * months), drawn(1.02 * months)] as const;
  const step = tickSteps.find((each) => months / each <= mostTicks) ?? 48;
  const ticks = Array.from({ length: Math.floor(months / step) + 1 }, (_, i) => i * step);
  const left =
    Math.ceil(Math.max(...sources.map((source) => measureText(fonts.regular, wordsOf(source), fontSize)))) + 40;
  const width = figureWidth - left - 14;
  const place = (month: number): number => (width * (month - domain[0])) / (domain[1] - domain[0]);
  const head = layOutHead(input, name, group, -left);
  const texts = [
    ...head.labels,
    label(-left, plotHeight + axisHeight, "At risk", { bold: true }),
    ...curves.flatMap((curve, i) => {
      const y = plotHeight + axisHeight + (i + 1) * rowHeight;
      const colour = sourceStyle[curve.source].colour;
      return [
        label(-left, y, wordsOf(curve.source), { colour }),
        ...ticks.map((month) => label(place(month), y, printAtRisk(curve, month), { align: "center", colour })),
      ];
    }),
  ];
  const median = (source: Source): string =>
    printInterval(findInterval(input, placeOf(name, `survival.${source}`, group), "median"), formatMonths);
  return {
    kind: "figure",
    ...counter.figure(`curves-${name}-${group}`),
    title: `The same patients by scans and by charts, Kaplan–Meier: ${title}`,
    population: `${armLabel(input, "main", group)}: patients assessed by both sources, unweighted`,
    data: {
      curve: columnsOf(
        curves,
        (curve, i) => i === 0 || i === curve.timeDays.length - 1 || curve.survival[i] !== curve.survival[i - 1],
      ),
      censored: columnsOf(curves, (curve, i) => (curve.censored[i] ?? 0) > 0),
      samples: head.samples,
      texts: labelColumns(texts),
    },
    spec: {
      width,
      height: plotHeight,
      layer: [...pairedLayers(domain, ticks, title), ...labelLayers("texts", texts)],
    },
    hover: [],
    alt: `Kaplan–Meier curves of the same patients by scans (median ${median("scans")} months) and by charts (median ${median("charts")} months), with numbers at risk.`,
    footnotes: writeFootnotes(input, {
      abbreviations: ["CI", "NR"],
      definitions: [
        `Solid: by scans; dashed: by charts. Ticks: censored. Bands: ${formatLevel(comparison.level)} pointwise CI. Months of 30.4375 days.`,
      ],
      source: `comparison / ${name}.survival / ${group} / kaplan_meier`,
    }),
  };
}

const wordsOf = (source: Source): string => `By ${source}`;

function readCurve(input: ReportInput, name: string, group: Group, source: Source): Curve | null {
  const series = input.records.findSeries(placeOf(name, `survival.${source}`, group), "kaplan_meier");
  if (series === null) return null;
  const column = (which: string): readonly (number | null)[] => series.columns[which]?.values ?? [];
  const [time, survival] = [column("time_days"), column("survival")];
  const rows = time.flatMap((day, i) => (day === null || survival[i] == null ? [] : [i]));
  if (rows.length === 0) return null;
  const gaps = (which: string): readonly (number | null)[] => rows.map((i) => column(which)[i] ?? null);
  return {
    source,
    timeDays: rows.map((i) => time[i] ?? 0),
    survival: rows.map((i) => survival[i] ?? 0),
    lower: gaps("lower"),
    upper: gaps("upper"),
    atRisk: gaps("at_risk"),
    censored: gaps("censored"),
  };
}

/** At risk at a month: as many as just before the next time of the curve; nobody after its last. */
function printAtRisk({ timeDays, atRisk }: Curve, month: number): string {
  const at = timeDays.findIndex((day) => day >= month * daysPerMonth);
  if (at < 0) return formatCount(0);
  const value = atRisk[at] ?? null;
  return value === null ? suppressed : formatCount(value);
}

function columnsOf(curves: readonly Curve[], is: (curve: Curve, i: number) => boolean) {
  const rows = curves.flatMap((curve) => curve.timeDays.flatMap((_, i) => (is(curve, i) ? [{ curve, i }] : [])));
  const gap = (pick: (curve: Curve) => readonly (number | null)[]) =>
    rows.map(({ curve, i }) => {
      const value = pick(curve)[i] ?? null;
      return value === null ? null : drawn(value);
    });
  return {
    source: rows.map(({ curve }) => curve.source),
    months: rows.map(({ curve, i }) => drawnMonths(curve.timeDays[i] ?? 0)),
    survival: gap(({ survival }) => survival),
    lower: gap(({ lower }) => lower),
    upper: gap(({ upper }) => upper),
  };
}

/** Above the plot: which line is which source, its events and median. */
function layOutHead(input: ReportInput, name: string, group: Group, left: number) {
  const top = -((sources.length + 1) * rowHeight) - 8;
  const eventsAt = left + 160;
  const medianAt = eventsAt + 130;
  const labels: Label[] = [
    label(eventsAt, top, "Events/N", { bold: true }),
    label(medianAt, top, "Median, months (CI)", { bold: true }),
  ];
  const samples = sources.map((source, i) => ({
    source,
    x: left,
    x2: left + sampleWidth,
    y: top + (i + 1) * rowHeight,
  }));
  for (const { source, y } of samples) {
    const at = placeOf(name, `survival.${source}`, group);
    const count = (statistic: string): string => {
      const found = input.records.findStatistic(at, statistic);
      return found?.value == null ? suppressed : formatCount(found.value);
    };
    labels.push(
      label(left + sampleWidth + 10, y, wordsOf(source)),
      label(eventsAt, y, `${count("events")}/${count("n")}`),
      label(medianAt, y, printInterval(findInterval(input, at, "median"), formatMonths)),
    );
  }
  return {
    labels,
    samples: {
      source: samples.map(({ source }) => source),
      x: samples.map(({ x }) => x),
      x2: samples.map(({ x2 }) => x2),
      y: samples.map(({ y }) => y),
    },
  };
}
