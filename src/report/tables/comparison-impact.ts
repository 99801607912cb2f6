import { writeFootnotes } from "../document/footnotes.js";
import type { Row, Table } from "../document/model.js";
import type { OutputCounter } from "../document/output-counter.js";
import { notEstimableNote } from "../estimate-text.js";
import { formatDecimals, formatDifference, formatLevel, formatPercent, formatRatio } from "../format.js";
import { notApplicable, printStatistic } from "../print-statistic.js";
import type { ComparisonResult } from "../records/comparisons.js";
import { describeLine, type ImpactResult, isScenario } from "../records/impact.js";
import { printInterval } from "../records/interval.js";
import type { ReportInput } from "../records/read-results.js";
import { bodyRow, groupRow, indented, leftColumn, numberColumn } from "./columns.js";

const tippingLabels: Readonly<Record<string, string>> = {
  observed_sensitivity: "Sensitivity of the controls' charts, as seen",
  observed_specificity: "Specificity of the controls' charts, as seen",
  tipping_sensitivity: "Sensitivity at which the conclusion turns",
  tipping_specificity: "Specificity at which the conclusion turns",
};

/** Outputs 5 and 7: each estimate by every source, what that shifts, the corrections, and the accuracy at which the conclusion turns. */
export function renderComparisonImpact(
  input: ReportInput,
  { name, comparison, label, kind }: ComparisonResult,
  impacts: readonly ImpactResult[],
  counter: OutputCounter,
): Table | null {
  if (impacts.length === 0) return null;
  const control = kind === "response" ? formatDifference : (days: number) => formatDecimals(days, 1);
  const seen = impacts.flatMap(({ lines, tipping }) => [
    ...lines.flatMap(({ effect, difference }) => [effect.point, effect.lower, difference.point]),
    ...tipping,
  ]);
  return {
    kind: "table",
    ...counter.table(`impact-${name}`),
    title: `What each source would have concluded: ${label}`,
    population:
      "Each estimate's design, and the design made again among patients evaluable by every source of their arm",
    columns: [
      leftColumn("Outcome by", 2.6),
      numberColumn("Effect (CI)", 1.9),
      numberColumn("Less scans\n(linear scale)", 1.9),
      numberColumn(
        kind === "response" ? "Controls less scans\n(rate)" : "Controls less scans\n(restricted mean, days)",
        1.9,
      ),
    ],
    rows: impacts.flatMap((impact): readonly Row[] => [
      groupRow(`${impact.label}, ${impact.isLocked ? "design as locked" : "made again among the evaluable"}`),
      ...impact.lines.map((line) =>
        bodyRow(
          { ...indented(describeLine(line)), strong: line.level === "scans" },
          `${impact.measure.short} ${printInterval(line.effect, impact.measure.kind === "ratio" ? formatRatio : formatDifference)}`,
          isScenario(line) && line.level !== "scans" ? printInterval(line.difference, formatDifference) : notApplicable,
          isScenario(line) && line.level !== "scans" ? printInterval(line.control, control) : notApplicable,
        ),
      ),
      ...tippingRows(impact),
    ]),
    footnotes: writeFootnotes(input, {
      abbreviations: ["CI", "NE", ...new Set(impacts.map(({ measure }) => measure.short))],
      definitions: [
        `${formatLevel(comparison.level)} CI. Differences, and corrected effects but for interval-censored ones: percentiles over ${comparison.replicates} samples of patients or matched sets; weights and sets are held. Linear scale: logarithm of a ratio, a difference as it is; of the patients who have both sources.`,
        "Corrections are sensitivity analyses: they take scans as right. Sensitivity and specificity, categories and calibrations are estimated per arm from its patients with both; an arm without charts keeps its outcome by scans.",
        notEstimableNote(seen),
      ],
      source: `comparison / ${name}.impact`,
    }),
  };
}

/** How well charts of the controls do, and how well they would have to do for the conclusion to turn. */
const tippingRows = ({ tipping }: ImpactResult): readonly Row[] =>
  tipping.map((each) =>
    bodyRow(
      indented(tippingLabels[each.statistic] ?? each.statistic),
      printStatistic(each, (share) => `${formatPercent(share)}%`),
      notApplicable,
      notApplicable,
    ),
  );
