import { inlines } from "../document/inlines.js";
import type { Block } from "../document/model.js";
import type { ReportInput } from "../records/read-results.js";

const code = "asymmetric_ascertainment";

/** Output 8: a banner where the arms of a contrast are ascertained in different ways, each contrast named once. */
export function ascertainmentBanner(input: ReportInput): readonly Block[] {
  const messages = input.records.warnings.filter((warning) => warning.code === code).map(({ message }) => message);
  if (messages.length === 0) return [];
  return [
    {
      kind: "callout",
      tone: "warning",
      title: "Asymmetric ascertainment",
      content: [...new Set(messages)].map((message) =>
        inlines(`${message.replace(/^asymmetric ascertainment: /, "")}.`),
      ),
    },
  ];
}

/** The same for estimates of the plan themselves, as against scenarios of a comparison: it stands above the outcomes. */
export function estimateBanner(input: ReportInput): readonly Block[] {
  const { estimates } = input.plan.analysis;
  const own = input.records.warnings.filter(
    (warning) => warning.code === code && warning.variable !== null && warning.variable in estimates,
  );
  return own.length === 0 ? [] : ascertainmentBanner({ ...input, records: { ...input.records, warnings: own } });
}
