import { inlines, paragraph } from "../document/inlines.js";
import type { Block } from "../document/model.js";
import type { Draft } from "../document/number-sections.js";
import { renderLovePlot } from "../figures/love-plot.js";
import { renderPropensityOverlap } from "../figures/propensity-overlap.js";
import type { Fonts } from "../fonts/load-fonts.js";
import { formatCount, formatDifference, formatPercent, formatPlain, formatWeightedCount } from "../format.js";
import { printStatistic } from "../print-statistic.js";
import { adjustedDesigns, designFailure } from "../records/designs.js";
import type { ReportInput } from "../records/read-results.js";
import { renderBaselineAfter, renderBaselineBefore } from "../tables/baseline.js";
import { renderGatesTable, selectGates } from "../tables/gates.js";
import { renderMissingnessTable } from "../tables/missingness.js";
import { describeMissedGate } from "./gate-text.js";

/** Whether the arms can be compared: before adjustment, under each design, and against the gates. */
export function writeBalance(input: ReportInput, fonts: Fonts): Draft {
  const main = input.plan.variants[0];
  if (main === undefined) throw new Error("a plan has a main analysis");
  const adjusted = adjustedDesigns(input, main);
  const failed = Object.entries(main.designs).flatMap(([name, { label }]) => {
    const reason = designFailure(input, "main", name);
    return reason === null ? [] : [{ label, reason }];
  });
  return {
    id: "balance",
    heading: "Baseline, balance and propensity",
    blocks: failed.map(({ label, reason }) => ({
      kind: "callout",
      tone: "warning",
      title: `${label} could not be carried out`,
      content: [inlines(reason)],
    })),
    sections: [
      {
        id: "balance-before",
        heading: "Before adjustment",
        blocks: [renderBaselineBefore(input), renderMissingnessTable(input)],
      },
      ...adjusted.map((design, index) => writeDesign(input, fonts, design, { index, of: adjusted.length })),
      ...(input.records.indicators.length === 0
        ? []
        : [
            {
              id: "gates",
              heading: "Gates",
              blocks: [
                paragraph(
                  "Gates were checked on the designs alone, before any outcome was read. A gate that is not met stops the estimates of its design, unless the analysis file records a reason to go on.",
                ),
                renderGatesTable(input),
              ],
            },
          ]),
    ],
  };
}

function writeDesign(
  input: ReportInput,
  fonts: Fonts,
  design: string,
  position: { readonly index: number; readonly of: number },
): Draft {
  const missed = selectGates(input, "main", design).filter(({ status }) => status === "not met");
  return {
    id: `under-${design}`,
    heading: `Design: ${input.plan.analysis.designs[design]?.label ?? design}`,
    blocks: [
      paragraph(describeDesign(input, design)),
      ...missed.map(
        (gate): Block => ({
          kind: "callout",
          tone: "warning",
          title: "Gate not met",
          content: [inlines(describeMissedGate(gate))],
        }),
      ),
      renderBaselineAfter(input, design, position),
      renderLovePlot(input, fonts, design, position),
      renderPropensityOverlap(input, fonts, design, position),
    ],
  };
}

/** The design in sentences: what was done, who is left, how large the largest weight is. */
function describeDesign(input: ReportInput, design: string): string {
  const chosen = input.plan.analysis.designs[design];
  const place = { variant: "main", population: design };
  const find = (name: string) => input.records.findStatistic(place, name);
  const control = (name: string) => input.records.getStatistic({ ...place, group: "control" }, name);
  const c = `The propensity model's c-statistic is ${printStatistic(find("c_statistic"), formatDifference)}.`;
  if (chosen?.method === "nearest") {
    const pairs = printStatistic(find("pairs"), formatCount);
    const unmatched = printStatistic(find("unmatched_trial"), formatCount);
    const share = printStatistic(find("unmatched_trial_share"), (value) => `${formatPercent(value)}%`);
    const caliper = printStatistic(find("caliper"), formatPlain);
    return `Pairs without replacement, ${chosen.order === "closest" ? "the closest pair first" : `the trial patient with the ${chosen.order} propensity choosing first`}; no pair lies further apart than ${formatPlain(chosen.caliper)} standard deviations of the logit (${caliper}). There are ${pairs} pairs; ${unmatched} trial patients (${share}) found no match and are not in this analysis set. ${c}`;
  }
  const ess = printStatistic(control("effective_sample_size"), formatWeightedCount);
  const n = printStatistic(control("n"), formatCount);
  const share = printStatistic(control("largest_weight_share"), (value) => `${formatPercent(value)}%`);
  return `Trial patients weigh 1; controls weigh the odds of their propensity score, so that they stand for the trial's patients. The ${n} weighted controls carry the information of ${ess} unweighted ones (effective sample size); the largest weight is ${share} of the total. ${c}`;
}
