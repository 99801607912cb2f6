import { printEffect } from "../estimate-text.js";
import type { Fonts } from "../fonts/load-fonts.js";
import { measureText, wrapLabel } from "../fonts/measure-text.js";
import { drawn, formatInterval, formatRatio } from "../format.js";
import { notApplicable } from "../print-statistic.js";
import type { EstimateResult } from "../records/estimate-results.js";
import type { ReportInput } from "../records/read-results.js";
import { estimateGroups, printEvents, publishedHeading } from "../tables/all-estimates.js";
import { type Label, label } from "./layers.js";
import { figureWidth, fontSize } from "./palette.js";

/** One line of a forest plot: a heading, or an estimate. */
export interface ForestRow {
  readonly heading: boolean;
  readonly label: string;
  readonly primary: boolean;
  readonly published: boolean;
  readonly trial: string;
  readonly control: string;
  readonly effect: string;
  readonly point: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** Patients of both arms. */
  readonly n: number | null;
}

/** The rows of the forest plot: each group of estimates under its heading, then what was published. */
export function forestRows(input: ReportInput, estimates: readonly EstimateResult[]): readonly ForestRow[] {
  const published = Object.values(input.plan.analysis.published);
  return [
    ...estimateGroups.flatMap(({ role, heading }) => {
      const members = estimates.filter(({ variant }) => variant.role === role);
      return members.length === 0 ? [] : [headingRow(heading), ...members.map(estimateRow)];
    }),
    ...(published.length === 0 ? [] : [headingRow(publishedHeading)]),
    ...published.map(({ label: name, estimate, lower, upper }) => ({
      ...headingRow(name),
      heading: false,
      published: true,
      trial: notApplicable,
      control: notApplicable,
      effect: `${formatRatio(estimate)} ${formatInterval(formatRatio(lower), formatRatio(upper))}`,
      point: drawn(estimate),
      lower: drawn(lower),
      upper: drawn(upper),
    })),
  ];
}

export const headingRow = (text: string): ForestRow => ({
  heading: true,
  label: text,
  primary: false,
  published: false,
  trial: "",
  control: "",
  effect: "",
  point: null,
  lower: null,
  upper: null,
  n: null,
});

function estimateRow(result: EstimateResult): ForestRow {
  const coordinate = (value: number | null | undefined): number | null => (value == null ? null : drawn(value));
  const counts = [result.arms.trial.n?.value ?? null, result.arms.control.n?.value ?? null];
  return {
    ...headingRow(result.role === "primary" ? `${result.label} (primary)` : result.label),
    heading: false,
    primary: result.role === "primary",
    trial: printEvents(result.arms.trial),
    control: printEvents(result.arms.control),
    effect: printEffect(result),
    point: coordinate(result.effect.point.value),
    lower: coordinate(result.effect.lower?.value),
    upper: coordinate(result.effect.upper?.value),
    n: counts.reduce<number | null>((total, n) => (total === null || n === null ? null : total + n), 0),
  };
}

const lineHeight = 14;
const rowGap = 8;
const gap = 12;

export interface ForestLayout {
  readonly labels: readonly Label[];
  /** Middle of each row, in pixels from the top of the plot. */
  readonly rowY: readonly number[];
  readonly height: number;
  readonly plotWidth: number;
}

/** Places the texts of a forest plot: labels and counts to the left of the plot, effects to the right. x = 0 is the plot's left edge. */
export function layOutForest(fonts: Fonts, rows: readonly ForestRow[], short: string): ForestLayout {
  const effectHead = `${short} (CI)`;
  const widest = (texts: readonly string[]): number =>
    Math.ceil(Math.max(...texts.map((text) => measureText(fonts.bold, text, fontSize))));
  const trialWidth = widest(["Trial", "events/N", ...rows.map(({ trial }) => trial)]);
  const controlWidth = widest(["Control", "events/N", ...rows.flatMap(({ control }) => control.split("; "))]);
  const effectWidth = widest([effectHead, ...rows.map(({ effect }) => effect)]);
  const labelWidth = 185;
  const left = labelWidth + trialWidth + controlWidth + 3 * gap;
  const plotWidth = figureWidth - left - effectWidth - gap;
  const trialAt = -(controlWidth + 2 * gap + trialWidth / 2);
  const controlAt = -(gap + controlWidth / 2);
  const effectAt = plotWidth + gap;
  const labels: Label[] = [
    label(-left, -14, "Analysis", { bold: true }),
    label(trialAt, -28, "Trial", { bold: true, align: "center" }),
    label(trialAt, -14, "events/N", { bold: true, align: "center" }),
    label(controlAt, -28, "Control", { bold: true, align: "center" }),
    label(controlAt, -14, "events/N", { bold: true, align: "center" }),
    label(effectAt, -14, effectHead, { bold: true }),
  ];
  const rowY: number[] = [];
  let top = 0;
  for (const row of rows) {
    const bold = row.heading || row.primary;
    const width = row.heading ? left - gap : labelWidth - 10;
    const lines = wrapLabel(bold ? fonts.bold : fonts.regular, row.label, fontSize, width);
    const control = row.control.split("; ");
    const height = Math.max(lines.length, control.length) * lineHeight + rowGap;
    const middle = top + height / 2;
    const centred = (count: number, k: number): number => middle + (k - (count - 1) / 2) * lineHeight;
    const indent = row.heading ? 0 : 10;
    for (const [k, line] of lines.entries())
      labels.push(label(-left + indent, centred(lines.length, k), line, { bold }));
    for (const [k, line] of control.entries())
      if (line !== "") labels.push(label(controlAt, centred(control.length, k), line, { align: "center" }));
    if (row.trial !== "") labels.push(label(trialAt, middle, row.trial, { align: "center" }));
    if (row.effect !== "") labels.push(label(effectAt, middle, row.effect, { bold: row.primary }));
    rowY.push(middle);
    top += height;
  }
  return { labels, rowY, height: top, plotWidth };
}
