import type { Indicator } from "../../results/records.js";
import { endSentence, text, unbroken } from "../document/inlines.js";
import type { Inlines } from "../document/model.js";
import type { ReportInput } from "../records/read-results.js";
import { describeGate, selectGates } from "../tables/gates.js";

/** What came of the main analysis's gates, in sentences: all met, or which are not and the reason recorded for going on. */
export function describeMissedGates(input: ReportInput): Inlines {
  const main = input.plan.variants[0];
  if (main === undefined) throw new Error("a plan has a main analysis");
  const gates = Object.entries(main.designs).flatMap(([name, { label }]) =>
    selectGates(input, "main", name).map((gate) => ({ gate, label })),
  );
  const missed = gates.filter(({ gate }) => gate.status === "not met" || gate.status === "caution");
  if (gates.length === 0) return [text("No design of the main analysis adjusts, so there is no gate.")];
  if (missed.length === 0)
    return [text("Every gate that could be assessed is met by the designs of the main analysis.")];
  return missed.map(({ gate, label }, i) =>
    text(`${i === 0 ? "" : " "}${label} misses one: ${describeMissedGate(gate)}`),
  );
}

/** “Largest SMD 0.13 against ≤ 0.1. Recorded reason for going on: …” */
export function describeMissedGate(gate: Indicator): string {
  const reason =
    gate.reason === null
      ? "No reason was recorded, so its estimates are withheld."
      : `Recorded reason for going on: ${endSentence(gate.reason)}`;
  return `${gate.label}, ${unbroken(describeGate(gate))}. ${reason}`;
}
