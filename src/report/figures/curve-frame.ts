import type { FigureColumns } from "../document/model.js";
import type { Fonts } from "../fonts/load-fonts.js";
import { measureText, wrapLabel } from "../fonts/measure-text.js";
import { daysPerMonth, drawn } from "../format.js";
import type { ReportInput } from "../records/read-results.js";
import type { Group } from "../records/record-index.js";
import { armLabel } from "../tables/columns.js";
import type { CurveSubject } from "./curve-subject.js";
import { layOutCurveHead } from "./kaplan-meier-head.js";
import { type Label, label } from "./layers.js";
import { controlColour, figureWidth, fontSize, trialColour } from "./palette.js";

const widestLabel = 168;
const steps = [1, 2, 3, 6, 12, 24, 60];

export interface CurveFrame {
  readonly labels: readonly Label[];
  readonly samples: FigureColumns;
  readonly plotWidth: number;
  /** Months of both ends of the axis, and of its ticks. */
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
  readonly names: readonly string[];
}

/** What surrounds curves that have no risk table of their own: the head above, and under each tick how many are at risk, where that may be shown. */
export function layOutCurveFrame(
  input: ReportInput,
  fonts: Fonts,
  subject: CurveSubject,
  {
    lastDay,
    plotHeight,
    heading,
    atRisk,
  }: {
    readonly lastDay: number;
    readonly plotHeight: number;
    /** What the numbers below the axis are. */
    readonly heading: string;
    /** Of an arm on a day; null: not told. */
    readonly atRisk: (group: Group, day: number) => string | null;
  },
): CurveFrame {
  // Of a curve that may not be shown beyond index a month is drawn, with its start.
  const months = lastDay > 0 ? lastDay / daysPerMonth : 1;
  const step = steps.find((each) => months / each <= 12) ?? 120;
  const ticks = Array.from({ length: Math.floor(months / step) + 1 }, (_, k) => k * step);
  const names = subject.drawn.map((group) => armLabel(input, subject.place.variant, group));
  const wrapped = names.map((name) => wrapLabel(fonts.regular, name, fontSize, widestLabel));
  const left =
    Math.ceil(Math.max(50, ...wrapped.flat().map((line) => measureText(fonts.regular, line, fontSize)))) + 26;
  const plotWidth = figureWidth - 14 - left;
  const domain = [drawn(-0.02 * months), drawn(1.02 * months)] as const;
  const place = (month: number): number => drawn((plotWidth * (month - domain[0])) / (domain[1] - domain[0]));
  const head = layOutCurveHead(input, fonts, subject, { labels: names, left: -left });
  const labels: Label[] = [...head.labels, label(-left, plotHeight + 48, heading, { bold: true })];
  let y = plotHeight + 62;
  for (const [i, group] of subject.drawn.entries()) {
    const lines = wrapped[i] ?? [];
    const colour = group === "trial" ? trialColour : controlColour;
    for (const [k, line] of lines.entries()) labels.push(label(-left, y + 14 * k, line, { colour }));
    for (const month of ticks) {
      const text = atRisk(group, month * daysPerMonth);
      if (text !== null) labels.push(label(place(month), y, text, { align: "center" }));
    }
    y += 14 * lines.length;
  }
  return { labels, samples: head.samples, plotWidth, domain, ticks, names };
}
