import type { Indicator } from "../../results/records.js";
import type { Design } from "../../spec/design.js";
import { inlines, joinWords, paragraph } from "../document/inlines.js";
import type { Block } from "../document/model.js";
import type { Draft } from "../document/number-sections.js";
import { hasLovePlot, renderLovePlot } from "../figures/love-plot.js";
import { hasPropensityOverlap, renderPropensityOverlap } from "../figures/propensity-overlap.js";
import type { Fonts } from "../fonts/load-fonts.js";
import { formatCount, formatDifference, formatPercent, formatPlain, formatWeightedCount } from "../format.js";
import { printStatistic } from "../print-statistic.js";
import { adjustedDesigns, designFailure, hasPropensity } from "../records/designs.js";
import { isWeighted } from "../records/estimate-results.js";
import { countImputations } from "../records/imputations.js";
import { nounOf, printN } from "../records/line-counts.js";
import type { ReportInput } from "../records/read-results.js";
import { selectUnmeasured } from "../records/unmeasured-balance.js";
import { renderBaselineAfter, renderBaselineBefore } from "../tables/baseline.js";
import { renderDesignsTable } from "../tables/designs.js";
import { renderGatesTable, selectGates } from "../tables/gates.js";
import { renderLeftOutTable } from "../tables/left-out.js";
import { renderMissingnessTable } from "../tables/missingness.js";
import { describeMethod } from "./design-text.js";
import { describeMissedGates, hasGates } from "./gate-text.js";
import { describeImputations } from "./missing-text.js";

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
      ...(!hasGates(input)
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
      ...(adjusted.length < 2
        ? []
        : [{ id: "designs-side-by-side", heading: "Designs side by side", blocks: [renderDesignsTable(input)] }]),
      ...leftOutSection(input),
    ],
  };
}

/** Who of the trial is not spoken of under a design that leaves patients out. */
function leftOutSection(input: ReportInput): readonly Draft[] {
  const table = renderLeftOutTable(input);
  return table === null ? [] : [{ id: "trial-left-out", heading: "Trial patients left out", blocks: [table] }];
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
      ...(missed.length === 0 ? [] : [gateCallout(missed)]),
      renderBaselineAfter(input, design, position),
      ...(hasLovePlot(input, design) ? [renderLovePlot(input, fonts, design, position)] : []),
      ...(hasPropensity(input, design) && hasPropensityOverlap(input, design)
        ? [renderPropensityOverlap(input, fonts, design, position)]
        : []),
    ],
  };
}

const gateCallout = (missed: readonly Indicator[]): Block => ({
  kind: "callout",
  tone: "warning",
  title: missed.length === 1 ? "Gate not met" : "Gates not met",
  content: [inlines(describeMissedGates(missed))],
});

/** The design in sentences: what was done, who is left, how large the largest weight is, how well the model tells the arms apart. */
function describeDesign(input: ReportInput, design: string): string {
  const { designs, covariates } = input.plan.analysis;
  const chosen = designs[design];
  if (chosen === undefined) throw new Error(`plan has no design ${design}`);
  const place = { variant: "main", population: design };
  const find = (name: string) => input.records.findStatistic(place, name);
  const imputations = countImputations(input, "main", design);
  const pairs = find("pairs");
  const caliper = find("caliper");
  const unmatched = find("unmatched_trial");
  const c = find("c_statistic");
  const share = printStatistic(find("unmatched_trial_share"), percent);
  return [
    describeMethod(chosen, covariates),
    caliper === null ? null : `The caliper is ${printStatistic(caliper, formatPlain)} on the logit.`,
    describeImputations(input, design),
    pairs === null
      ? null
      : imputations > 0
        ? `There are ${printStatistic(pairs, formatWeightedCount)} matched sets on average.`
        : `There are ${printStatistic(pairs, formatCount)} ${isOneToOne(chosen) ? "pairs" : "matched sets"}.`,
    unmatched === null || unmatched.value === 0 || imputations > 0
      ? null
      : `${printStatistic(unmatched, formatCount)} trial patients (${share}) are not in this analysis set.`,
    isWeighted(input, "main", design) ? describeInformation(input, design) : null,
    describeUnmeasured(input, design),
    c === null ? null : `The propensity model's c-statistic is ${printStatistic(c, formatDifference)}.`,
  ]
    .filter((sentence) => sentence !== null)
    .join(" ");
}

/** Matching that makes pairs; every other kind makes sets. */
const isOneToOne = (design: Design): boolean =>
  "ratio" in design && design.ratio === 1 && design.method !== "with-replacement";

/** Covariates whose balance the design's SMDs do not measure. */
function describeUnmeasured(input: ReportInput, design: string): string | null {
  const main = input.plan.variants[0];
  if (main === undefined) throw new Error("a plan has a main analysis");
  const told = selectUnmeasured(input, main, design).map(({ label, reason }) => `${label} (${reason})`);
  return told.length === 0 ? null : `No SMD measures the balance of ${joinWords(told)}.`;
}

const percent = (value: number): string => `${formatPercent(value)}%`;

/** What the weights of the controls leave of their information. */
function describeInformation(input: ReportInput, design: string): string {
  const place = { variant: "main", population: design, group: "control" } as const;
  const at = (name: string) => input.records.getStatistic(place, name);
  const [who, unit] = nounOf(at("n")) === "lines" ? [", weighted,", "patients"] : [" weighted controls", "ones"];
  return `The ${printN(input, place, at("n"))}${who} carry the information of ${printStatistic(at("effective_sample_size"), formatWeightedCount)} unweighted ${unit} (effective sample size); the largest weight is ${printStatistic(at("largest_weight_share"), percent)} of their total.`;
}
