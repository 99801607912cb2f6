import { writeFootnotes } from "../document/footnotes.js";
import type { Figure } from "../document/model.js";
import type { OutputCounter } from "../document/output-counter.js";
import type { Fonts } from "../fonts/load-fonts.js";
import { formatLevel, formatPercent } from "../format.js";
import { type ComparisonResult, placeOf } from "../records/comparisons.js";
import { findInterval, printInterval } from "../records/interval.js";
import type { ReportInput } from "../records/read-results.js";
import { armLabel } from "../tables/columns.js";
import { headingOf, type IntervalRow, layOutIntervalPlot } from "./interval-plot.js";
import { chooseRatioAxis } from "./ratio-axis.js";

const percent = (share: number): string => `${formatPercent(share)}%`;

/** Output 3: early and late discrepancy rates of charts against scans, by arm and tolerance. Null where no arm has both. */
export function renderDiscrepancy(
  input: ReportInput,
  fonts: Fonts,
  { name, comparison, label, covered }: ComparisonResult,
  counter: OutputCounter,
): Figure | null {
  if (covered.length === 0) return null;
  const spans = [...new Set([comparison.sameDayDays, comparison.nearDays])];
  const rows = spans.flatMap((days) => [
    headingOf(`Dates up to ${days} days apart are the same`),
    ...(["early", "late"] as const).flatMap((which) =>
      covered.map((group): IntervalRow => {
        const found = findInterval(
          input,
          placeOf(name, `${which}_discrepancy.within_${days}_days`, group),
          "proportion",
        );
        return {
          heading: false,
          label: `${which === "early" ? "Early" : "Late"}: ${armLabel(input, "main", group)}`,
          text: printInterval(found, percent),
          strong: false,
          point: found.point?.value ?? null,
          lower: found.lower?.value ?? null,
          upper: found.upper?.value ?? null,
        };
      }),
    ),
  ]);
  return {
    kind: "figure",
    ...counter.figure(`discrepancy-${name}`),
    title: `Early and late discrepancies of charts against scans: ${label}`,
    population: "Patients assessed by both sources, unweighted",
    ...layOutIntervalPlot(fonts, {
      rows,
      axis: { ...chooseRatioAxis("linear", [...rows, { point: 1, lower: null, upper: null }]), reference: null },
      axisTitle: "Share",
      textHead: "Share (CI)",
      sides: null,
    }),
    alt: `Early and late discrepancy rates. ${rows
      .filter(({ heading }) => !heading)
      .map(({ label, text }) => `${label} ${text}`)
      .join("; ")}.`,
    footnotes: writeFootnotes(input, {
      abbreviations: ["CI"],
      definitions: [
        "Early: charts earlier than scans or alone, of all whom charts call. Late: charts later or silent, of all discrepancies (Amit 2011).",
        `${formatLevel(comparison.level)} CI (Wilson).`,
      ],
      source: `comparison / ${name}`,
    }),
  };
}
