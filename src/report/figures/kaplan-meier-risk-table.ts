import type { FigureColumns } from "../document/model.js";
import type { Fonts } from "../fonts/load-fonts.js";
import { measureText, wrapLabel } from "../fonts/measure-text.js";
import { daysPerMonth, drawn, formatCount, formatWeightedCount } from "../format.js";
import { suppressed } from "../print-statistic.js";
import type { ReportInput } from "../records/read-results.js";
import type { Group } from "../records/record-index.js";
import type { CurveSubject } from "./curve-subject.js";
import { type Label, label } from "./layers.js";
import { controlColour, fontSize, trialColour } from "./palette.js";

const blocks = [
  { column: "at_risk", heading: "At risk" },
  { column: "censored", heading: "Censored" },
  { column: "events", heading: "Events" },
] as const;

const rowHeight = 14;
/** From the foot of the plot to the first row: axis ticks, labels and title. */
const axisHeight = 48;
const widestLabel = 168;
const labelGap = 26;

export interface RiskTableLayout {
  readonly labels: readonly Label[];
  /** Pixels to the left of the plot that the row labels take. */
  readonly left: number;
  readonly plotWidth: number;
  /** Months at which the axis and the table have their ticks. */
  readonly axisMonths: readonly number[];
  /** Every number of the table, those without a tick of their own too, for a page on which a reader stretches the axis. */
  readonly columns: FigureColumns;
}

/**
 * The extended risk table as labels under the axis: at risk, cumulative censored and events of both arms, a column under each tick. Where the
 * numbers would touch, every second (third, …) tick is shown, on the axis too.
 */
export function layOutRiskTable(
  input: ReportInput,
  fonts: Fonts,
  subject: CurveSubject,
  frame: {
    readonly labels: readonly string[];
    readonly plotHeight: number;
    readonly domain: readonly [number, number];
    readonly width: number;
  },
): RiskTableLayout {
  const arms = subject.drawn.map((group) => readRisk(input, subject, group));
  // Under the small-cell rule an arm's table ends where few are at risk.
  const all = arms.reduce<readonly number[]>((most, { months }) => (months.length > most.length ? months : most), []);
  // The axis ends with the curves: where the longer one is cut, the other arm's last ticks lie beyond it.
  const ticks = all.filter((months) => months <= frame.domain[1]);
  const texts = blocks.map(({ column }) => arms.map((arm) => arm.print(column)));
  const names = frame.labels.map((name) => wrapLabel(fonts.regular, name, fontSize, widestLabel));
  const widest = Math.max(...names.flat().map((line) => measureText(fonts.regular, line, fontSize)), 50);
  const left = Math.ceil(widest) + labelGap;
  const plotWidth = frame.width - left;
  const place = (months: number): number =>
    (plotWidth * (months - frame.domain[0])) / (frame.domain[1] - frame.domain[0]);
  const spacing = place(ticks[1] ?? frame.domain[1]) - place(ticks[0] ?? 0);
  const widestNumber = Math.max(...texts.flat(2).map((text) => measureText(fonts.regular, text, fontSize)));
  const stride = Math.max(1, Math.ceil((widestNumber + 6) / spacing));
  const shown = ticks.flatMap((_, i) => (i % stride === 0 ? [i] : []));
  const weighting = subject.isWeighted ? " (weighted)" : "";
  const labels: Label[] = [];
  const numbers: { at: number; y: number; text: string }[] = [];
  let y = frame.plotHeight + axisHeight;
  for (const [b, { heading }] of blocks.entries()) {
    labels.push(label(-left, y, `${heading}${weighting}`, { bold: true }));
    y += rowHeight;
    for (const [a, lines] of names.entries()) {
      const colour = subject.drawn[a] === "trial" ? trialColour : controlColour;
      for (const [k, line] of lines.entries()) labels.push(label(-left, y + k * rowHeight, line, { colour }));
      const textAt = (i: number): string => texts[b]?.[a]?.[i] ?? suppressed;
      for (const i of shown) labels.push(label(drawn(place(ticks[i] ?? 0)), y, textAt(i), { align: "center" }));
      for (const [i, at] of ticks.entries()) numbers.push({ at, y, text: textAt(i) });
      y += rowHeight * lines.length;
    }
    y += 5;
  }
  const columns = {
    at: numbers.map(({ at }) => at),
    y: numbers.map((number) => number.y),
    text: numbers.map(({ text }) => text),
  };
  return { labels, left, plotWidth, axisMonths: shown.map((i) => ticks[i] ?? 0), columns };
}

function readRisk(input: ReportInput, { place }: CurveSubject, group: Group) {
  const series = input.records.findSeries({ ...place, group }, "risk_table");
  const values = (name: string): readonly (number | null)[] => series?.columns[name]?.values ?? [];
  const isWhole = blocks.every(({ column }) => values(column).every((v) => v === null || Number.isInteger(v)));
  const format = isWhole ? formatCount : formatWeightedCount;
  return {
    months: values("time_days").map((days) => drawn((days ?? 0) / daysPerMonth)),
    print: (name: string): readonly string[] => values(name).map((v) => (v === null ? suppressed : format(v))),
  };
}
