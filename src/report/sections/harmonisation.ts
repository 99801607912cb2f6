import type { Harmonisation } from "../../spec/harmonisation.js";
import { covariatesOf } from "../../spec/term.js";
import { code, inlines, joinWords, paragraph, strong } from "../document/inlines.js";
import type { Block } from "../document/model.js";
import type { Draft } from "../document/number-sections.js";
import { formatCount } from "../format.js";
import { printStatistic } from "../print-statistic.js";
import { harmonisationFailure } from "../records/harmonisations.js";
import type { ReportInput } from "../records/read-results.js";
import { renderHarmonisationTable } from "../tables/harmonisation.js";

/** How radiomic features were brought together over the scanners; nothing where the analysis harmonises none. */
export function writeHarmonisation(input: ReportInput): readonly Draft[] {
  const parts = Object.entries(input.plan.variants[0]?.harmonisation ?? {});
  if (parts.length === 0) return [];
  const made = parts.filter(([name]) => harmonisationFailure(input, name) === null);
  return [
    {
      id: "harmonisation",
      heading: "Radiomic features across scanners",
      blocks: [
        ...parts.flatMap(([name, part]) => describePart(input, name, part)),
        ...(made.length === 0 ? [] : [renderHarmonisationTable(input, made)]),
      ],
    },
  ];
}

function describePart(input: ReportInput, name: string, part: Harmonisation): readonly Block[] {
  const failure = harmonisationFailure(input, name);
  const { covariates } = input.plan.analysis;
  const kept = [
    "the arm",
    ...new Set(part.protect.flatMap(covariatesOf).map((each) => covariates[each]?.label ?? each)),
  ];
  const scope = part.adjust === "location" ? "mean" : "mean and spread";
  const batches = input.records.findStatistic({ variant: "main", population: "eligible", variable: name }, "n_batches");
  const method = paragraph(
    strong(`${part.label}. `),
    `ComBat (Johnson, Li and Rabinovic 2007) brings the ${scope} of each feature to one level over ${printStatistic(batches, formatCount)} batches of scans, told apart by `,
    ...part.batch.flatMap((field, i) => (i === 0 ? [code(field)] : [", ", code(field)])),
    `. What features differ by between batches is shrunk over features by parametric empirical Bayes; differences by ${joinWords(kept)} are kept. It was done before any design and saw no outcome. The harmonised values are then taken as they are: intervals of effects do not count that they were estimated.`,
  );
  if (failure === null) return [method];
  return [
    {
      kind: "callout",
      tone: "warning",
      title: `${part.label}: not estimable`,
      content: [inlines(`${failure}. No design takes these features.`)],
    },
  ];
}
