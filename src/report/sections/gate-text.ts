import type { Indicator } from "../../results/records.js";
import type { PlanVariant } from "../../spec/plan.js";
import { endSentence, joinWords, text } from "../document/inlines.js";
import type { Inlines } from "../document/model.js";
import type { ReportInput } from "../records/read-results.js";
import { selectUnmeasured } from "../records/unmeasured-balance.js";
import { describeGate, selectGates } from "../tables/gates.js";

/** What came of the main analysis's gates, in sentences: all met, or which are not and the reason recorded for going on. */
export function describeMainGates(input: ReportInput): Inlines {
  const main = input.plan.variants[0];
  if (main === undefined) throw new Error("a plan has a main analysis");
  const gates = Object.entries(main.designs).flatMap(([name, { label }]) =>
    selectGates(input, "main", name).map((gate) => ({ gate, label })),
  );
  const missed = gates.filter(({ gate }) => gate.status === "not met" || gate.status === "caution");
  if (gates.length === 0) return [text("No design of the main analysis adjusts, so there is no gate.")];
  const unseen = describeUnseen(input, main);
  if (missed.length === 0)
    return [text(`Every gate that could be assessed is met by the designs of the main analysis.${unseen}`)];
  const labels = [...new Set(missed.map(({ label }) => label))];
  return [
    ...labels.map((label, i) => {
      const own = missed.filter((each) => each.label === label).map(({ gate }) => gate);
      return text(`${i === 0 ? "" : " "}${label} misses ${own.length} of its gates: ${describeMissedGates(own)}`);
    }),
    text(unseen),
  ].filter((inline) => inline.text !== "");
}

/** Covariates whose balance no gate sees, since their SMD cannot be computed. */
function describeUnseen(input: ReportInput, main: PlanVariant): string {
  const labels = Object.keys(main.designs).flatMap((design) =>
    selectUnmeasured(input, main, design).map(({ label }) => label),
  );
  if (labels.length === 0) return "";
  return ` No SMD, and so no gate, measures the balance of ${joinWords([...new Set(labels)])}, not varying in the trial arm.`;
}

/** Missed gates of one design in words (“Largest SMD, 0.130 against ≤ 0.1. Recorded reason for going on: …”), each with its recorded reason; those without one share a sentence. */
export function describeMissedGates(gates: readonly Indicator[]): string {
  const name = (gate: Indicator): string => `${gate.label}, ${describeGate(gate)}`;
  const withReason = gates.flatMap((gate) =>
    gate.reason === null ? [] : [`${name(gate)}. Recorded reason for going on: ${endSentence(gate.reason)}`],
  );
  const without = gates.filter(({ reason }) => reason === null).map(name);
  if (without.length === 0) return withReason.join(" ");
  return [...withReason, `${without.join("; ")}. No reason was recorded to go on, so the estimates are withheld.`].join(
    " ",
  );
}

/** Whether any design of any variant was held against gates. */
export const hasGates = (input: ReportInput): boolean =>
  input.plan.variants.some(({ id, designs }) =>
    Object.keys(designs).some((design) => selectGates(input, id, design).length > 0),
  );
