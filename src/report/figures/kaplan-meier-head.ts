import { dataDrivenMark } from "../../results/data-driven.js";
import { measures } from "../../spec/measures.js";
import type { FigureColumns } from "../document/model.js";
import { printEffect, sentenceCase } from "../estimate-text.js";
import type { Fonts } from "../fonts/load-fonts.js";
import { wrapLabel } from "../fonts/measure-text.js";
import { formatLevel, formatMonths, formatP } from "../format.js";
import { printStatistic, printWithInterval } from "../print-statistic.js";
import type { EstimateResult } from "../records/estimate-results.js";
import type { ReportInput } from "../records/read-results.js";
import { groups } from "../records/record-index.js";
import { printEvents } from "../tables/all-estimates.js";
import { type Label, label } from "./layers.js";
import { fontSize } from "./palette.js";

const rowHeight = 15;
const sampleWidth = 30;
const nameWidth = 250;

/** The strip above the curves: which line is which arm, its events and median, and the effect. It stands above the plot so that it can cover no curve. */
export function layOutCurveHead(
  input: ReportInput,
  fonts: Fonts,
  result: EstimateResult,
  frame: { readonly labels: readonly string[]; readonly left: number },
): { readonly labels: readonly Label[]; readonly samples: FigureColumns } {
  const place = { variant: result.variant.id, population: result.estimate.design, variable: result.name };
  const names = frame.labels.map((name) => wrapLabel(fonts.bold, name, fontSize, nameWidth));
  const ci = `${formatLevel(result.estimate.level)} CI`;
  const mark = dataDrivenMark(result.dataDriven);
  const rows = (mark === null ? 2 : 3) + names.reduce((total, lines) => total + lines.length, 0);
  const top = -(rows * rowHeight) - 8;
  const eventsAt = frame.left + sampleWidth + nameWidth + 16;
  const medianAt = eventsAt + 160;
  const labels: Label[] = [
    label(eventsAt, top, "Events/N", { bold: true }),
    label(medianAt, top, `Median, months (${ci})`, { bold: true }),
  ];
  const sampleY: number[] = [];
  let y = top + rowHeight;
  for (const [i, group] of groups.entries()) {
    const lines = names[i] ?? [];
    sampleY.push(y);
    for (const [k, line] of lines.entries())
      labels.push(label(frame.left + sampleWidth + 8, y + k * rowHeight, line, { bold: true }));
    const at = (name: string) => input.records.findStatistic({ ...place, group }, name);
    labels.push(label(eventsAt, y, printEvents(result.arms[group])));
    const median = printWithInterval(at("median"), at("median_lower"), at("median_upper"), formatMonths);
    labels.push(label(medianAt, y, median));
    y += rowHeight * lines.length;
  }
  const p = result.p === null ? "" : `, p ${withSign(printStatistic(result.p, formatP))}`;
  labels.push(
    label(
      frame.left,
      y,
      `${sentenceCase(measures[result.estimate.measure].long)}, trial against control (${ci}): ${printEffect(result)}${p}`,
    ),
  );
  if (mark !== null) labels.push(label(frame.left, y + rowHeight, mark, { bold: true }));
  return {
    labels,
    samples: {
      arm: [...groups],
      x: groups.map(() => frame.left),
      x2: groups.map(() => frame.left + sampleWidth),
      y: sampleY,
    },
  };
}

/** `= 0.0061`, or `<0.0001` as it is. */
const withSign = (printed: string): string => (/^[<>]/.test(printed) ? printed : `= ${printed}`);
