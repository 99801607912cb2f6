import type { FigureColumns } from "../document/model.js";
import type { Fonts } from "../fonts/load-fonts.js";
import { wrapLabel } from "../fonts/measure-text.js";
import type { ReportInput } from "../records/read-results.js";
import { printEvents } from "../tables/all-estimates.js";
import type { CurveSubject } from "./curve-subject.js";
import { type Label, label } from "./layers.js";
import { fontSize } from "./palette.js";

const rowHeight = 15;
const sampleWidth = 30;
const nameWidth = 250;

/** The strip above the curves: which line is which arm, its events and what is told of it, and the effect where there is one. It stands above the plot so that it can cover no curve. */
export function layOutCurveHead(
  input: ReportInput,
  fonts: Fonts,
  subject: CurveSubject,
  frame: { readonly labels: readonly string[]; readonly left: number },
): { readonly labels: readonly Label[]; readonly samples: FigureColumns } {
  const { effect, mark, aside } = subject;
  const names = frame.labels.map((name) => wrapLabel(fonts.bold, name, fontSize, nameWidth));
  const below = [effect, mark].filter((line) => line !== null);
  const rows = 1 + below.length + names.reduce((total, lines) => total + lines.length, 0);
  const top = -(rows * rowHeight) - 8;
  const eventsAt = frame.left + sampleWidth + nameWidth + 16;
  const medianAt = eventsAt + 160;
  const labels: Label[] = [
    label(eventsAt, top, "Events/N", { bold: true }),
    ...(aside === null ? [] : [label(medianAt, top, aside.heading, { bold: true })]),
  ];
  const sampleY: number[] = [];
  let y = top + rowHeight;
  for (const [i, group] of subject.drawn.entries()) {
    const lines = names[i] ?? [];
    sampleY.push(y);
    for (const [k, line] of lines.entries())
      labels.push(label(frame.left + sampleWidth + 8, y + k * rowHeight, line, { bold: true }));
    labels.push(label(eventsAt, y, printEvents(subject.arms[group])));
    if (aside !== null) labels.push(label(medianAt, y, aside.text(input, group)));
    y += rowHeight * lines.length;
  }
  for (const [k, line] of below.entries())
    labels.push(label(frame.left, y + k * rowHeight, line, { bold: line === mark }));
  return {
    labels,
    samples: {
      arm: [...subject.drawn],
      x: subject.drawn.map(() => frame.left),
      x2: subject.drawn.map(() => frame.left + sampleWidth),
      y: sampleY,
    },
  };
}
