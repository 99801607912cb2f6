import { dataDrivenCauses } from "../../results/data-driven.js";
import { markLabel } from "../data-driven-text.js";
import { emphasis, endSentence, inlines, paragraph, strong } from "../document/inlines.js";
import type { Block, Inlines } from "../document/model.js";
import type { Draft } from "../document/number-sections.js";
import { renderForests } from "../figures/forest.js";
import type { Fonts } from "../fonts/load-fonts.js";
import { formatInterval, formatRatio, formatWeightedCount } from "../format.js";
import { printStatistic } from "../print-statistic.js";
import type { EstimateResult } from "../records/estimate-results.js";
import { nounOf, printN } from "../records/line-counts.js";
import type { ReportInput } from "../records/read-results.js";
import { renderAllEstimatesTable } from "../tables/all-estimates.js";
import { selectGates } from "../tables/gates.js";
import { describeMissedGates } from "./gate-text.js";
import { writeHeadline } from "./synopsis.js";

const chapters = [
  {
    role: "sensitivity",
    id: "sensitivity",
    heading: "Sensitivity analyses",
    lead: "Each changes one thing of the main analysis and keeps the rest.",
  },
  {
    role: "context",
    id: "context",
    heading: "Other comparisons, for context",
    lead: "None of these is the truth that the main analysis is held against: each has its own weaknesses.",
  },
  {
    role: "diagnostic",
    id: "diagnostics",
    heading: "Diagnostics",
    lead: "Diagnostics tell about the data and the method. They are never a validation: a reassuring one leaves unmeasured differences unseen.",
  },
] as const;

/** Every estimate beside every other, then variant by variant what is varied, why, and what came of it. */
export function writeAllEstimates(input: ReportInput, fonts: Fonts, estimates: readonly EstimateResult[]): Draft {
  return {
    id: "all-estimates",
    heading: "All estimates, sensitivity and diagnostics",
    blocks: [renderAllEstimatesTable(input, estimates), ...renderForests(input, fonts, estimates)],
    sections: [
      ...chapters.flatMap(({ role, id, heading, lead }): Draft[] => {
        const variants = input.plan.variants.filter((variant) => variant.role === role);
        if (variants.length === 0) return [];
        return [
          {
            id,
            heading,
            blocks: [
              paragraph(lead),
              ...variants.flatMap((variant) =>
                writeVariant(
                  input,
                  variant.id,
                  estimates.filter((result) => result.variant.id === variant.id),
                ),
              ),
            ],
          },
        ];
      }),
      ...writePublished(input),
    ],
  };
}

function writeVariant(input: ReportInput, id: string, estimates: readonly EstimateResult[]): readonly Block[] {
  const variant = input.plan.variants.find((candidate) => candidate.id === id);
  if (variant === undefined) throw new Error(`plan has no variant ${id}`);
  const items: Inlines[] = [
    ...estimates.map((result) => inlines(writeHeadline(input, result))),
    ...Object.keys(variant.designs).flatMap((design) => describeVariantGates(input, id, design)),
  ];
  return [
    paragraph(
      strong(`${markLabel(variant.label, dataDrivenCauses(input.results.lock, [`sensitivity.${id}`]))}. `),
      emphasis("Varies: "),
      `${endSentence(variant.varies ?? "")} `,
      emphasis("Why: "),
      endSentence(variant.why ?? ""),
    ),
    { kind: "list", items },
  ];
}

/** A control arm that keeps less than this share of its information when it is weighted hardly overlaps the trial. */
const littleOverlap = 0.1;

/** The gates a design misses in a variant, as one item. Where hardly any information is left, that is called a positivity failure. */
function describeVariantGates(input: ReportInput, variant: string, design: string): readonly Inlines[] {
  const missed = selectGates(input, variant, design).filter(({ status }) => status === "not met");
  if (missed.length === 0) return [];
  const place = { variant, population: design, group: "control" } as const;
  const ess = input.records.findStatistic(place, "effective_sample_size");
  const n = input.records.findStatistic(place, "n");
  const persons = input.records.findStatistic(place, "n_patients") ?? n;
  const lacksOverlap = (ess?.value ?? 0) < littleOverlap * (persons?.value ?? 0);
  const controls = `${printN(input, place, n)}${nounOf(n) === "lines" ? "" : " patients"}`;
  const failure = `Positivity failure: weighted to the trial's patients, the ${controls} of the control arm carry the information of ${printStatistic(ess, formatWeightedCount)}${nounOf(n) === "lines" ? " patients" : ""} (ESS=${printStatistic(ess, formatWeightedCount)}); too few of them resemble the trial's. `;
  return [
    inlines(
      ...(lacksOverlap ? [strong(failure)] : []),
      missed.length === 1 ? "Gate not met: " : "Gates not met: ",
      describeMissedGates(missed),
    ),
  ];
}

function writePublished(input: ReportInput): readonly Draft[] {
  const published = Object.values(input.plan.analysis.published);
  if (published.length === 0) return [];
  return [
    {
      id: "published",
      heading: "Published figures",
      blocks: [
        paragraph("Taken from publications and shown beside the estimates; published, not computed here."),
        {
          kind: "list",
          items: published.map(({ label, estimate, lower, upper, source, note }) =>
            inlines(
              strong(`${label}: `),
              `hazard ratio ${formatRatio(estimate)} ${formatInterval(formatRatio(lower), formatRatio(upper))}. Source: ${endSentence(source)} Differs: ${endSentence(note)}`,
            ),
          ),
        },
      ],
    },
  ];
}
