import { code, inlines, paragraph, text } from "../document/inlines.js";
import type { Block } from "../document/model.js";
import type { Draft } from "../document/number-sections.js";
import type { ReportInput } from "../records/read-results.js";

/** What the author says a reader must know, and what the engine noticed by itself. */
export function writeLimitations(input: ReportInput): Draft {
  const { limitations } = input.plan.analysis;
  return {
    id: "limitations",
    heading: "Limitations",
    blocks: [
      limitations.length === 0
        ? paragraph("The analysis file states no limitations.")
        : {
            kind: "callout",
            tone: "limitation",
            title: "Stated in the analysis file",
            content: limitations.map((line) => [text(line)]),
          },
      ...engineWarnings(input),
    ],
  };
}

function engineWarnings(input: ReportInput): readonly Block[] {
  const { warnings } = input.records;
  if (warnings.length === 0) return [paragraph("The engine raised no warning.")];
  const labels = new Map(input.plan.variants.map(({ id, label }) => [id, id === "main" ? "main analysis" : label]));
  return [
    {
      kind: "callout",
      tone: "warning",
      title: "Raised by the engine",
      content: warnings.map(({ variant, population, code: name, message }) =>
        inlines(`${labels.get(variant) ?? variant}, ${population}: ${message} (`, code(name), ")"),
      ),
    },
  ];
}
