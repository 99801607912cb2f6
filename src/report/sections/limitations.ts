import type { Warning } from "../../results/records.js";
import { code, endSentence, inlines, paragraph, strong, text } from "../document/inlines.js";
import type { Block, Inlines } from "../document/model.js";
import type { Draft } from "../document/number-sections.js";
import { sentenceCase } from "../estimate-text.js";
import { formatCount } from "../format.js";
import { printStatistic } from "../print-statistic.js";
import type { EstimateResult } from "../records/estimate-results.js";
import { selectLeftOut } from "../records/left-out.js";
import type { ReportInput } from "../records/read-results.js";
import { type Group, groups } from "../records/record-index.js";
import { selectUnmeasured } from "../records/unmeasured-balance.js";
import { armLabel } from "../tables/columns.js";
import { describeVariances } from "./variance-text.js";

/** What the author says a reader must know, what the intervals do not count, and what the engine noticed by itself. */
export function writeLimitations(input: ReportInput, estimates: readonly EstimateResult[]): Draft {
  const { limitations } = input.plan.analysis;
  const main = estimates.filter(({ variant }) => variant.id === "main");
  const variances = describeVariances(main);
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
      ...(variances === "" ? [] : [paragraph(strong("Uncertainty of the designs. "), variances)]),
      ...raised(input, main),
    ],
  };
}

function raised(input: ReportInput, main: readonly EstimateResult[]): readonly Block[] {
  const content = [
    ...input.records.warnings.map((warning) => describeWarning(input, warning)),
    ...main.flatMap((result) => describeDroppedSets(input, result)),
    ...unmeasured(input),
  ];
  if (content.length === 0) return [paragraph("The engine raised no warning.")];
  return [{ kind: "callout", tone: "warning", title: "Raised by the engine", content }];
}

/** `Main analysis, 1:1 matched: …`, with the number of patients where a record beside the warning holds it. */
function describeWarning(input: ReportInput, warning: Warning): Inlines {
  const { variant, population, message, code: name } = warning;
  const found = input.plan.variants.find(({ id }) => id === variant);
  const analysis = variant === "main" ? "Main analysis" : (found?.label ?? variant);
  const design = found?.designs[population]?.label;
  const place = { variant, population, ...(isGroup(warning.group) ? { group: warning.group } : {}) };
  const at = warning.variable === null ? place : { ...place, variable: warning.variable };
  const count = name === "endpoint_missing" ? input.records.findStatistic(at, "n_without_endpoint") : null;
  const said = count === null ? sentenceCase(message) : `${printStatistic(count, formatCount)} ${message}`;
  return inlines(`${analysis}${design === undefined ? "" : `, ${design}`}: ${endSentence(said)} (`, code(name), ")");
}

const isGroup = (group: string | null): group is Group => group === "trial" || group === "control";

/** Matched sets that an estimate drops whole because a member lacks the endpoint. */
function describeDroppedSets(input: ReportInput, result: EstimateResult): readonly Inlines[] {
  const selection = selectLeftOut(input, result);
  const arms = groups.flatMap((group) => {
    const dropped = selection[group].losses.find(({ step }) => step === "n_partner_without_endpoint");
    const label = armLabel(input, result.variant.id, group);
    return dropped === undefined ? [] : [`${printStatistic(dropped.count, formatCount)} of “${label}”`];
  });
  if (arms.length === 0) return [];
  return [
    inlines(
      `Main analysis, ${result.label}: matched sets with a member who lacks the endpoint are dropped whole; with them go patients who have it, ${arms.join(" and ")}.`,
    ),
  ];
}

/** Covariates of the main analysis whose balance no SMD measures. */
function unmeasured(input: ReportInput): readonly Inlines[] {
  const main = input.plan.variants[0];
  if (main === undefined) throw new Error("a plan has a main analysis");
  return selectUnmeasured(input, main, "eligible").map(({ label, reason }) =>
    inlines(`Main analysis: the balance of ${label} is not measured by an SMD: ${endSentence(reason)}`),
  );
}
