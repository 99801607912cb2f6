import { measures } from "../../spec/measures.js";
import { markLabel } from "../data-driven-text.js";
import { writeFootnotes } from "../document/footnotes.js";
import type { Figure } from "../document/model.js";
import type { OutputCounter } from "../document/output-counter.js";
import { formatEffect, notEstimableNote, printEffect, sentenceCase } from "../estimate-text.js";
import type { Fonts } from "../fonts/load-fonts.js";
import type { EstimateResult } from "../records/estimate-results.js";
import { printInterval } from "../records/interval.js";
import { type PanelLine, selectPanelEffects } from "../records/panel-lines.js";
import type { ReportInput } from "../records/read-results.js";
import { divideRows } from "./divide-rows.js";
import { headingOf, type IntervalRow, layOutIntervalPlot } from "./interval-plot.js";
import { chooseRatioAxis } from "./ratio-axis.js";

/** Lines of one page. */
const rowsPerPart = 24;

/**
 * The specification curve of each estimate that something is varied of: as it stands (bold), under other designs, under each patch of the
 * plan, and as each bias analysis changes it. One forest for each measure, on one axis; what does not fit a page goes on in a further part.
 */
export function renderBiasPanelForests(
  input: ReportInput,
  fonts: Fonts,
  estimates: readonly EstimateResult[],
  lines: readonly PanelLine[],
  counter: OutputCounter,
): readonly Figure[] {
  const main = estimates.filter(({ variant }) => variant.id === "main");
  const varied = estimates.filter(({ variant }) => variant.role === "sensitivity");
  const leading = main.filter(
    ({ name, design }) =>
      design.method !== "unadjusted" &&
      (lines.some(({ estimate }) => estimate === name) || varied.some((other) => other.name === name)),
  );
  const kinds = [...new Set(leading.map(({ estimate }) => estimate.measure))];
  return kinds.flatMap((kind) => {
    const measure = measures[kind];
    const isRatio = measure.kind === "ratio";
    const own = leading.filter(({ estimate }) => estimate.measure === kind);
    // An estimate shown beside another as its other design is not led with again unless a line is about it.
    const rows = own.flatMap((lead) => {
      const curve = curveOf(input, lead, { main, varied, lines, isFirst: !sharesEndpoint(lead, own) });
      return curve.length < 2 ? [] : [headingOf(lead.label), ...curve];
    });
    if (rows.length === 0) return [];
    const axis = chooseRatioAxis(isRatio ? "log" : "linear", rows);
    const parts = divideRows(rows, rowsPerPart);
    return parts.map((part, i) => ({
      kind: "figure" as const,
      ...counter.figure(`bias-panel-${measure.short}-${i + 1}`),
      title: `Sensitivity and bias panel, ${measure.long}${parts.length > 1 ? ` (part ${i + 1} of ${parts.length})` : ""}`,
      population: "Each line's own analysis set",
      ...layOutIntervalPlot(fonts, {
        rows: part,
        axis,
        axisTitle: `${sentenceCase(measure.long)}${isRatio ? " (log scale)" : ""}`,
        textHead: `${measure.short} (CI)`,
        sides: measure.short === "HR" ? ["favours the trial arm", "favours the control arm"] : null,
      }),
      alt: `Forest plot of the ${measure.long} under every line of the panel. ${part
        .filter(({ heading }) => !heading)
        .map(({ label, text }) => `${label}: ${text}`)
        .join("; ")}.`,
      footnotes: writeFootnotes(input, {
        abbreviations: ["CI", "NE", measure.short],
        definitions: [
          `Bold: the estimate as it stands. What each line varies and why stands in Table 14.2.5.2. DATA DRIVEN: not as first locked.`,
          notEstimableNote([
            ...varied.filter(({ estimate }) => estimate.measure === kind).map(({ effect }) => effect.point),
            ...lines.flatMap((line) => line.statistics.filter(({ statistic }) => statistic === measure.effect)),
          ]),
        ],
        source: "outcomes, all variants; sensitivity",
      }),
    }));
  });
}

interface Curve {
  readonly main: readonly EstimateResult[];
  readonly varied: readonly EstimateResult[];
  readonly lines: readonly PanelLine[];
  /** Whether other designs of the same endpoint stand under this estimate. */
  readonly isFirst: boolean;
}

const isSame = (one: EstimateResult, other: EstimateResult): boolean =>
  one.estimate.endpoint === other.estimate.endpoint && one.estimate.measure === other.estimate.measure;

const sharesEndpoint = (lead: EstimateResult, others: readonly EstimateResult[]): boolean =>
  others.some((other, i) => i < others.indexOf(lead) && isSame(lead, other));

function curveOf(
  input: ReportInput,
  lead: EstimateResult,
  { main, varied, lines, isFirst }: Curve,
): readonly IntervalRow[] {
  const others = isFirst
    ? main.filter((each) => each !== lead && isSame(each, lead) && each.role === "sensitivity")
    : [];
  const format = formatEffect(lead);
  return [
    rowOf(lead, "As it stands", true),
    ...others.map((each) => rowOf(each, markLabel(`Design: ${each.design.label}`, each.dataDriven), false)),
    ...varied
      .filter(({ name }) => name === lead.name)
      .map((each) => rowOf(each, markLabel(each.variant.label, each.dataDriven), false)),
    ...lines
      .filter(({ estimate }) => estimate === lead.name)
      .flatMap((line) =>
        selectPanelEffects(input, line).map(({ level, effect }): IntervalRow => {
          const name = level === null ? line.label : `${line.label}: ${level}`;
          return {
            heading: false,
            label: line.planned.startsWith("DATA DRIVEN") ? `${name} [${line.planned}]` : name,
            text: printInterval(effect, format),
            strong: false,
            point: effect.point?.value ?? null,
            lower: effect.lower?.value ?? null,
            upper: effect.upper?.value ?? null,
          };
        }),
      ),
  ];
}

const rowOf = (result: EstimateResult, label: string, strong: boolean): IntervalRow => ({
  heading: false,
  label,
  text: printEffect(result),
  strong,
  point: result.effect.point.value,
  lower: result.effect.lower?.value ?? null,
  upper: result.effect.upper?.value ?? null,
});
