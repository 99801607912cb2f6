import type { Indicator } from "../../results/records.js";
import { catalogueEntry } from "../catalogue.js";
import { writeFootnotes } from "../document/footnotes.js";
import type { Row, Table } from "../document/model.js";
import { formatPlain } from "../format.js";
import { notApplicable } from "../print-statistic.js";
import type { ReportInput } from "../records/read-results.js";
import { bodyRow, groupRow, indented, leftColumn, numberColumn } from "./columns.js";

const signs = { "at-most": "≤", "at-least": "≥" } as const;

/** T14.1.7: each gate of each design, in the main analysis and in every variant, with the reason recorded where one is not met. */
export const renderGatesTable = (input: ReportInput): Table => ({
  kind: "table",
  ...catalogueEntry("table", "14.1.7", "design-gates"),
  title: "Gates on the designs, checked before outcomes were read",
  population: "Each design's analysis set",
  columns: [
    leftColumn("Gate", 3),
    numberColumn("Value", 0.9),
    numberColumn("Threshold", 1),
    { heading: ["Status"], align: "left", width: 1 },
    leftColumn("Recorded reason for going on", 3.1),
  ],
  rows: input.plan.variants.flatMap((variant) =>
    Object.entries(variant.designs).flatMap(([design, { label }]) => {
      const gates = selectGates(input, variant.id, design);
      const place = variant.role === "main" ? label : `${variant.label}: ${label}`;
      return gates.length === 0 ? [] : [groupRow(place), ...gates.map(gateRow)];
    }),
  ),
  footnotes: writeFootnotes(input, {
    abbreviations: ["ESS", "SMD"],
    definitions: [
      "A gate that is not met and has no recorded reason keeps the estimates of its design from being made: they stand as not estimable.",
      ...new Set(input.records.indicators.filter(isGate).map(({ label, basis }) => `${label}: ${basis}.`)),
    ],
    source: "design / indicators",
  }),
});

/** The gates of one design in one variant. */
export const selectGates = (input: ReportInput, variant: string, design: string): readonly Indicator[] =>
  input.records.indicators.filter((i) => isGate(i) && i.variant === variant && i.population === design);

/** Value and threshold of a gate in words: `0.130 against ≤ 0.1`. */
export const describeGate = (gate: Indicator): string =>
  `${printValue(gate.value)} against ${signs[gate.direction]} ${printValue(gate.threshold)}`;

const isGate = ({ indicator }: Indicator): boolean => indicator.startsWith("gate_");

const printValue = (value: number | null): string => (value === null ? notApplicable : formatPlain(value));

function gateRow(gate: Indicator): Row {
  return bodyRow(
    indented(gate.label),
    printValue(gate.value),
    `${signs[gate.direction]} ${printValue(gate.threshold)}`,
    { text: gate.status, strong: gate.status !== "met" },
    gate.status === "met" ? "" : (gate.reason ?? "none: estimates withheld"),
  );
}
