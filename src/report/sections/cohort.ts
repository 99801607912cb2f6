import { link, paragraph } from "../document/inlines.js";
import type { Block } from "../document/model.js";
import type { Draft } from "../document/number-sections.js";
import { renderAttritionFlow } from "../figures/attrition-flow.js";
import type { Fonts } from "../fonts/load-fonts.js";
import { formatCount } from "../format.js";
import { printStatistic } from "../print-statistic.js";
import { printRemaining, selectAttrition } from "../records/attrition.js";
import { nounOf, printN } from "../records/line-counts.js";
import type { ReportInput } from "../records/read-results.js";
import { groups } from "../records/record-index.js";
import { renderAttritionTable } from "../tables/attrition.js";
import { armLabel } from "../tables/columns.js";
import { renderConcurrencyTable } from "../tables/concurrency.js";
import { writeHarmonisation } from "./harmonisation.js";

/** How the two arms came about. */
export function writeCohort(input: ReportInput, fonts: Fonts): Draft {
  const sentences = groups.map((group) => {
    const place = { variant: "main", population: "eligible", group } as const;
    const n = input.records.getStatistic(place, "n");
    const [first] = selectAttrition(input, "main", group);
    if (nounOf(n) === "lines" && first !== undefined)
      return `${printN(input, place, n)}, from ${printRemaining(first)}, are eligible for the arm “${armLabel(input, "main", group)}”.`;
    const all = printStatistic(first?.remaining ?? null, formatCount);
    return `${printStatistic(n, formatCount)} of ${all} patients are eligible for the arm “${armLabel(input, "main", group)}”.`;
  });
  return {
    id: "cohort",
    heading: "Cohort and attrition",
    blocks: [
      paragraph(sentences.join(" "), " The query of each step stands in ", link("cohort-queries", "the appendix"), "."),
      ...postIndexWarning(input),
      renderAttritionTable(input),
      renderAttritionFlow(input, fonts),
      ...concurrencyBlocks(input),
    ],
    sections: writeHarmonisation(input),
  };
}

/** Whether the arms share time and place, and what follows where they do not. */
function concurrencyBlocks(input: ReportInput): readonly Block[] {
  const table = renderConcurrencyTable(input);
  if (table === null) return [];
  const apart = input.records.warnings.filter(
    ({ variant, code }) => variant === "main" && code === "no_calendar_overlap",
  );
  return [
    table,
    ...apart.map(({ message }) => ({
      kind: "callout" as const,
      tone: "warning" as const,
      title: "No common calendar time",
      content: [[{ kind: "text" as const, text: `${message.charAt(0).toUpperCase()}${message.slice(1)}.` }]],
    })),
  ];
}

/** Criteria that read data after index are named: whoever meets them had to live long enough to. */
function postIndexWarning(input: ReportInput): readonly Block[] {
  const labels = groups.flatMap((group) =>
    selectAttrition(input, "main", group).flatMap(({ postIndex, label }) => (postIndex ? [label] : [])),
  );
  if (labels.length === 0) return [];
  return [
    {
      kind: "callout",
      tone: "warning",
      title: "Eligibility that reads data after index",
      content: [...new Set(labels)].map((label) => [
        { kind: "text", text: `“${label}” depends on what happened after time zero, and can bring in immortal time.` },
      ]),
    },
  ];
}
