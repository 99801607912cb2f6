import { code, text } from "./document/inlines.js";
import type { KeyValues, ReportDocument } from "./document/model.js";
import { dataCutoffs, latestCutoff } from "./records/datasets.js";
import type { ReportInput } from "./records/read-results.js";
import { describeLock } from "./sections/design-lock.js";

/** Sections as a document: title page, notice, paper, date and foot, all of them from the results. */
export function frameDocument(
  input: ReportInput,
  asOf: string | null,
  subtitle: string,
  sections: ReportDocument["sections"],
): ReportDocument {
  const { title, report } = input.plan.analysis;
  const { planHash, data, engine } = input.results;
  return {
    title,
    subtitle,
    facts: titleFacts(input, asOf),
    notice:
      "The arms were not randomised. Formatted to the numbering of ICH E3; no claim of compliance with any guideline is made. Every number is read from results.json.",
    sections,
    paper: report.paper,
    date: asOf ?? latestCutoff(input),
    footer: `plan ${planHash.slice(0, 12)} · data ${data.fingerprint.slice(0, 12)} · ${engine.name} ${engine.version}`,
    producer: `${engine.name} ${engine.version}`,
  };
}

function titleFacts(input: ReportInput, asOf: string | null): KeyValues {
  const { results, plan } = input;
  const cutoff = dataCutoffs(input).replace(/^Data cut-off: /, "");
  return {
    kind: "key-values",
    label: "Identity of this report",
    entries: [
      { key: "Analysis", value: [code(plan.analysis.id)] },
      { key: "Plan (SHA-256)", value: [code(results.planHash)] },
      { key: "Data fingerprint", value: [code(results.data.fingerprint)] },
      { key: "Design lock", value: [text(describeLock(input))] },
      { key: "Engine", value: [text(`${results.engine.name} ${results.engine.version}`)] },
      { key: "Data cut-off", value: [text(cutoff)] },
      ...(asOf === null ? [] : [{ key: "As of", value: [text(asOf)] }]),
    ],
  };
}
