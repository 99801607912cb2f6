import { measures } from "../../spec/measures.js";
import { catalogueEntry } from "../catalogue.js";
import { dataDrivenNote } from "../data-driven-text.js";
import { writeFootnotes } from "../document/footnotes.js";
import { endSentence } from "../document/inlines.js";
import type { Row, Table } from "../document/model.js";
import { notEstimableNote, printEffect, pValueRule } from "../estimate-text.js";
import { formatCount, formatInterval, formatP, formatPlain, formatRatio, formatWeightedCount } from "../format.js";
import { notApplicable, printStatistic } from "../print-statistic.js";
import { type ArmCounts, armsOf, type EstimateResult } from "../records/estimate-results.js";
import type { ReportInput } from "../records/read-results.js";
import { bodyRow, groupRow, indented, leftColumn, numberColumn } from "./columns.js";

/** The groups of estimates in the order they are shown, told by variant role. */
export const estimateGroups = [
  { role: "main", heading: "Main analysis" },
  { role: "sensitivity", heading: "Sensitivity analyses" },
  { role: "context", heading: "Other comparisons, for context" },
  { role: "diagnostic", heading: "Diagnostics (about data and method, never a validation)" },
] as const;

export const publishedHeading = "Published, not computed here";

/** T14.2.5.1: every estimate of every variant, what each varies and why, and the published figures beside them. */
export function renderAllEstimatesTable(input: ReportInput, estimates: readonly EstimateResult[]): Table {
  const shorts = [...new Set(estimates.map(({ estimate }) => measures[estimate.measure].short))];
  const [first] = shorts;
  const several = shorts.length > 1;
  return {
    kind: "table",
    ...catalogueEntry("table", "14.2.5.1", "all-estimates"),
    title: "All estimates: main, sensitivity, context, diagnostic, published",
    population: "Each estimate's own analysis set",
    columns: [
      leftColumn("Analysis", 2.2),
      numberColumn("Trial\nevents/N", 0.95),
      numberColumn("Control\nevents/N", 1.2),
      numberColumn(several ? "Effect (CI)" : `${first ?? "Effect"} (CI)`, several ? 2.3 : 1.95),
      numberColumn("p", 0.75),
      leftColumn("What it varies, and why", 3.2),
    ],
    rows: [
      ...estimateGroups.flatMap(({ role, heading }) => {
        const members = estimates.filter((result) => result.variant.role === role);
        return members.length === 0
          ? []
          : [
              groupRow(heading),
              ...members.map((result, i) =>
                estimateRow(result, several, members[i - 1]?.variant.id === result.variant.id),
              ),
            ];
      }),
      ...publishedRows(input, several),
    ],
    footnotes: writeFootnotes(input, {
      abbreviations: [...new Set(["CI", "ESS", "HR", "NE", ...shorts] as const)],
      definitions: [
        "Effect of the trial arm against the control arm; intervals at the level the plan states, 95% where it states none. Events are unweighted counts; ESS where the design weights.",
        endSentence(pValueRule),
        familyNote(input, estimates),
        dataDrivenNote(estimates),
        notEstimableNote(estimates.map(({ effect }) => effect.point)),
      ],
      source: "outcomes, all variants; plan / published",
    }),
  };
}

/** What the family of tests comes to, in its order; null where the plan makes none. */
function familyNote(input: ReportInput, estimates: readonly EstimateResult[]): string | null {
  const { multiplicity } = input.plan.analysis;
  if (multiplicity === undefined) return null;
  const outcomes = multiplicity.order.flatMap((name) => {
    const result = estimates.find((each) => each.name === name && each.variant.id === "main");
    if (result === undefined) return [];
    const place = { variant: "main", population: result.estimate.design, variable: name };
    const decision = input.records.findStatistic(place, "null_rejected");
    const level = input.records.findStatistic(place, "local_alpha");
    if (decision === null) return [];
    if (decision.value === null || level === null) return [`${result.label}: ${decision.note ?? "not tested"}`];
    const words = decision.value === 1 ? "rejected" : "not rejected";
    return [`${result.label}: ${words} at ${printStatistic(level, formatPlain)}`];
  });
  const how = multiplicity.procedure === "ordered" ? "ordered testing" : "Holm's steps";
  return `No effect, tested as one family (${how}, two-sided ${formatPlain(multiplicity.alpha)}): ${outcomes.join("; ")}.`;
}

function estimateRow(result: EstimateResult, several: boolean, sameVariant: boolean): Row {
  const { varies, why } = result.variant;
  const short = measures[result.estimate.measure].short;
  return bodyRow(
    indented(`${result.label}${result.role === "primary" ? " (primary)" : ""}`),
    ...armsOf(result).map(printEvents),
    { text: several ? `${short} ${printEffect(result)}` : printEffect(result), strong: result.role === "primary" },
    result.p === null ? notApplicable : printStatistic(result.p, formatP),
    varies === null ? result.design.label : sameVariant ? "As above" : `Varies: ${varies}. Why: ${why ?? ""}`,
  );
}

/** `94/246`, and the effective sample size of a weighted arm. */
export function printEvents({ n, events, effectiveSampleSize }: ArmCounts): string {
  if (n === null && events === null) return notApplicable;
  const counts = `${printStatistic(events, formatCount)}/${printStatistic(n, formatCount)}`;
  return effectiveSampleSize === null
    ? counts
    : `${counts}; ESS=${printStatistic(effectiveSampleSize, formatWeightedCount)}`;
}

function publishedRows(input: ReportInput, several: boolean): readonly Row[] {
  const published = Object.values(input.plan.analysis.published);
  if (published.length === 0) return [];
  return [
    groupRow(publishedHeading),
    ...published.map(({ label, estimate, lower, upper, source, note }) =>
      bodyRow(
        indented(label),
        notApplicable,
        notApplicable,
        `${several ? "HR " : ""}${formatRatio(estimate)} ${formatInterval(formatRatio(lower), formatRatio(upper))}`,
        notApplicable,
        `${source}. Differs: ${note}`,
      ),
    ),
  ];
}
