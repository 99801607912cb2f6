import { inlines, joinWords, paragraph, strong } from "../document/inlines.js";
import type { Block } from "../document/model.js";
import type { Draft } from "../document/number-sections.js";
import { type OutputCounter, openOutputCounter } from "../document/output-counter.js";
import { renderComparisonImpactForest } from "../figures/comparison-impact.js";
import { renderConcordance } from "../figures/concordance.js";
import { renderDateDifference } from "../figures/date-difference.js";
import { renderDiscrepancy } from "../figures/discrepancy.js";
import { renderPairedKaplanMeier } from "../figures/paired-kaplan-meier.js";
import type { Fonts } from "../fonts/load-fonts.js";
import { formatDecimals, formatDifference } from "../format.js";
import { type ComparisonResult, selectComparisons } from "../records/comparisons.js";
import { describeLine, isScenario, selectImpact } from "../records/impact.js";
import { printInterval } from "../records/interval.js";
import type { ReportInput } from "../records/read-results.js";
import { groups } from "../records/record-index.js";
import { armLabel } from "../tables/columns.js";
import { renderComparisonAvailability } from "../tables/comparison-availability.js";
import { renderComparisonCauses } from "../tables/comparison-causes.js";
import { renderComparisonDirection } from "../tables/comparison-direction.js";
import { renderComparisonImpact } from "../tables/comparison-impact.js";
import { renderComparisonMatrix } from "../tables/comparison-matrix.js";
import { renderComparisonProgression } from "../tables/comparison-progression.js";
import { renderComparisonResponse } from "../tables/comparison-response.js";
import { renderComparisonSubgroups } from "../tables/comparison-subgroups.js";
import { renderComparisonSurvival } from "../tables/comparison-survival.js";
import { ascertainmentBanner } from "./ascertainment-banner.js";

/**
 * Charts against scans: what each source would have concluded, then comparison by comparison who can be evaluated, how far the sources
 * agree, what they do to the effect and why they differ. Absent where the results hold no comparison. tables: numbers already given out.
 */
export function writeChartsAgainstScans(input: ReportInput, fonts: Fonts, tables: number): readonly Draft[] {
  const comparisons = selectComparisons(input);
  if (comparisons.length === 0) return [];
  const counter = openOutputCounter("14.2.6", { tables, figures: 0 });
  const direction = renderComparisonDirection(input, counter);
  return [
    {
      id: "charts-against-scans",
      heading: "Charts against scans",
      blocks: [
        ...ascertainmentBanner(input),
        paragraph(
          "Had the charts been trusted, what would have been concluded? Both endpoints of the same patients are set side by side, then carried through the same design to the treatment effect. Which way charts bias is estimated, not assumed.",
        ),
        ...directionCallout(input, comparisons),
        ...(direction === null ? [] : [direction]),
      ],
      sections: comparisons.map((comparison) => ({
        id: `charts-against-scans-${comparison.name}`,
        heading: comparison.label,
        blocks: blocksOf(input, fonts, comparison, counter),
      })),
    },
  ];
}

/** Of each estimate under its locked design: what charts do to the control arm and to the effect, with the interval, in words a reader quotes. */
function directionCallout(input: ReportInput, comparisons: readonly ComparisonResult[]): readonly Block[] {
  const listing = input.records.findListing({ variant: "main", population: "comparison" }, "comparison_direction");
  const content = comparisons.flatMap((result) =>
    selectImpact(input, result).flatMap((impact) => {
      if (!impact.isLocked) return [];
      return impact.lines.filter(isScenario).flatMap((line) => {
        const said = listing?.rows.find(
          (row) =>
            row[0] === result.comparison.label &&
            row[1] === impact.label &&
            row[2] === impact.population &&
            row[3] === line.level,
        );
        if (said === undefined || line.effect.point?.value == null) return [];
        const days = result.kind === "response" ? "" : " days";
        const format = result.kind === "response" ? formatDifference : (value: number) => formatDecimals(value, 1);
        return [
          inlines(
            strong(`${result.label}. `),
            `${impact.label}, ${describeLine(line).toLowerCase()}: ${said[4]}, controls less scans ${printInterval(line.control, format)}${days}; effect ${said[5]}, less scans ${printInterval(line.difference, formatDifference)}${impact.measure.kind === "ratio" ? " on the log scale" : ""}.`,
          ),
        ];
      });
    }),
  );
  return content.length === 0
    ? []
    : [{ kind: "callout", tone: "key", title: "Direction of the bias, as estimated (CI)", content }];
}

function blocksOf(
  input: ReportInput,
  fonts: Fonts,
  result: ComparisonResult,
  counter: OutputCounter,
): readonly Block[] {
  const impacts = selectImpact(input, result);
  const blocks: readonly (Block | null)[] = [
    ...uncovered(input, result),
    renderComparisonAvailability(input, result, counter),
    ...(result.kind === "response"
      ? responseBlocks(input, fonts, result, counter)
      : progressionBlocks(input, fonts, result, counter)),
    renderComparisonImpact(input, result, impacts, counter),
    ...renderComparisonImpactForest(input, fonts, result, impacts, counter),
    renderComparisonCauses(input, result, counter),
    renderComparisonSubgroups(input, result, counter),
  ];
  return blocks.filter((block) => block !== null);
}

const responseBlocks = (input: ReportInput, fonts: Fonts, result: ComparisonResult, counter: OutputCounter) => [
  ...result.covered.flatMap((group) => [
    renderComparisonMatrix(input, result, group, counter),
    renderConcordance(input, fonts, result, group, counter),
  ]),
  renderComparisonResponse(input, result, counter),
];

const progressionBlocks = (input: ReportInput, fonts: Fonts, result: ComparisonResult, counter: OutputCounter) => [
  renderComparisonProgression(input, result, counter),
  renderDiscrepancy(input, fonts, result, counter),
  renderDateDifference(input, fonts, result, counter),
  renderComparisonSurvival(input, result, counter),
  ...result.covered.map((group) => renderPairedKaplanMeier(input, fonts, result, group, counter)),
];

/** Arms of which agreement cannot be told, and why. */
function uncovered(input: ReportInput, { name, covered }: ComparisonResult): readonly Block[] {
  const missing = groups.filter((group) => !covered.includes(group));
  if (missing.length === 0) return [];
  const reasons = missing.flatMap((group) =>
    input.records
      .statisticsOf("main", `comparison.${name}`, group)
      .flatMap(({ status, note }) =>
        status === "not_estimable" && note !== null && /both charts and scans/.test(note) ? [note] : [],
      ),
  );
  const arms = joinWords(missing.map((group) => `“${armLabel(input, "main", group)}”`));
  const reason = [...new Set(reasons)].join("; ");
  return [
    paragraph(
      strong("Not estimable: "),
      `agreement in ${arms}${reason === "" ? "" : `: ${reason}`}. Such an arm keeps its outcome by scans wherever charts are carried to the effect.`,
    ),
  ];
}
