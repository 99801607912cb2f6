import { writeFootnotes } from "../document/footnotes.js";
import type { Figure } from "../document/model.js";
import type { OutputCounter } from "../document/output-counter.js";
import { notEstimableNote, sentenceCase } from "../estimate-text.js";
import type { Fonts } from "../fonts/load-fonts.js";
import { formatDifference, formatLevel, formatRatio } from "../format.js";
import type { ComparisonResult } from "../records/comparisons.js";
import { describeLine, type ImpactResult } from "../records/impact.js";
import { printInterval } from "../records/interval.js";
import type { ReportInput } from "../records/read-results.js";
import { headingOf, type IntervalRow, layOutIntervalPlot } from "./interval-plot.js";
import { chooseRatioAxis } from "./ratio-axis.js";

/** Outputs 5 and 7 as one forest per measure: the effect by each source, in both populations, and corrected. */
export function renderComparisonImpactForest(
  input: ReportInput,
  fonts: Fonts,
  { name, comparison, label }: ComparisonResult,
  impacts: readonly ImpactResult[],
  counter: OutputCounter,
): readonly Figure[] {
  const shorts = [...new Set(impacts.map(({ measure }) => measure.short))];
  return shorts.flatMap((short): Figure[] => {
    const own = impacts.filter(({ measure }) => measure.short === short);
    const [first] = own;
    if (first === undefined || first.measure.unit === "days") return [];
    const { measure } = first;
    const isRatio = measure.kind === "ratio";
    const rows = own.flatMap((impact) => [
      headingOf(`${impact.label}, ${impact.isLocked ? "design as locked" : "made again among the evaluable"}`),
      ...impact.lines.map(
        (line): IntervalRow => ({
          heading: false,
          label: describeLine(line),
          text: printInterval(line.effect, isRatio ? formatRatio : formatDifference),
          strong: line.level === "scans",
          point: line.effect.point?.value ?? null,
          lower: line.effect.lower?.value ?? null,
          upper: line.effect.upper?.value ?? null,
        }),
      ),
    ]);
    if (rows.every(({ point }) => point === null)) return [];
    return [
      {
        kind: "figure",
        ...counter.figure(`impact-${name}-${short.toLowerCase()}`),
        title: `The effect by source: ${label}`,
        population: "Each estimate's design, and the design made again among the evaluable",
        ...layOutIntervalPlot(fonts, {
          rows,
          axis: chooseRatioAxis(isRatio ? "log" : "linear", rows),
          axisTitle: `${sentenceCase(measure.long)}${isRatio ? " (log scale)" : ""}`,
          textHead: `${short} (CI)`,
          sides:
            short === "HR"
              ? ["favours the trial arm", "favours the control arm"]
              : ["favours the control arm", "favours the trial arm"],
        }),
        alt: `Forest plot of the ${measure.long} by source of the outcome. ${rows
          .filter(({ heading }) => !heading)
          .map(({ label, text }) => `${label}: ${text}`)
          .join("; ")}.`,
        footnotes: writeFootnotes(input, {
          abbreviations: ["CI", "NE", short],
          definitions: [
            `${formatLevel(comparison.level)} CI. Bold: by scans in both arms, what the others are held against. Corrected lines are sensitivity analyses.`,
            notEstimableNote(own.flatMap(({ lines }) => lines.map(({ effect }) => effect.point))),
          ],
          source: `comparison / ${name}.impact`,
        }),
      },
    ];
  });
}
