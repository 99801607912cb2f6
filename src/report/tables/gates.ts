import type { Indicator } from "../../results/records.js";
import { catalogueEntry } from "../catalogue.js";
import { writeFootnotes } from "../document/footnotes.js";
import { unbroken } from "../document/inlines.js";
import type { Row, Table } from "../document/model.js";
import { formatDifference, formatPercent, formatPlain, formatWeightedCount } from "../format.js";
import { notApplicable, suppressed } from "../print-statistic.js";
import type { ReportInput } from "../records/read-results.js";
import { selectUnmeasured } from "../records/unmeasured-balance.js";
import { bodyRow, groupRow, indented, leftColumn, numberColumn } from "./columns.js";
import { describeSmd } from "./smd-cell.js";

const signs = { "at-most": "≤", "at-least": "≥" } as const;

/** T14.1.7: each gate of each design, in the main analysis and in every variant, with the reason recorded where one is not met. */
export function renderGatesTable(input: ReportInput): Table {
  const sets = selectSets(input);
  // Without a missed gate there is no reason to print, and no column for it.
  const hasMissed = sets.some(({ gates }) => gates.some(isMissed));
  return {
    kind: "table",
    ...catalogueEntry("table", "14.1.7", "design-gates"),
    title: "Gates on the designs, checked before outcomes were read",
    population: "Each design's analysis set",
    columns: [
      leftColumn("Gate", hasMissed ? 3.3 : 4.8),
      numberColumn("Value", 0.75),
      numberColumn("Threshold", 0.95),
      leftColumn("Status", 1.2),
      ...(hasMissed ? [leftColumn("Recorded reason for going on", 2.8)] : []),
    ],
    rows: sets.flatMap(({ place, gates }) => [groupRow(place), ...gates.map((gate) => gateRow(gate, hasMissed))]),
    footnotes: writeFootnotes(input, {
      abbreviations: ["ESS", "SMD"],
      definitions: [
        "A gate that is not met and has no recorded reason keeps the estimates of its design from being made: they stand as not estimable.",
        "Not assessable: the analysis file plans no number to hold the value against, or the value cannot be computed.",
        `${describeSmd(input, "eligible")} The largest is that of the covariates of the design.`,
        ...describeUnmeasured(input),
        `Basis of the thresholds: ${describeBases(input)}.`,
      ],
      source: "design / indicators",
    }),
  };
}

interface GateSet {
  readonly place: string;
  readonly gates: readonly Indicator[];
}

/** The gates of each design of each variant. A variant whose design came out as the main analysis's did is named there, and not printed again. */
function selectSets(input: ReportInput): readonly GateSet[] {
  const sets = input.plan.variants.flatMap(({ id, role, label: variant, designs }) =>
    Object.entries(designs).flatMap(([design, { label }]) => {
      const gates = selectGates(input, id, design);
      const facts = gates.map((gate) => [gate.indicator, gate.value, gate.threshold, gate.status, gate.reason]);
      return gates.length === 0
        ? []
        : [{ isMain: role === "main", variant, label, gates, key: JSON.stringify([label, facts]) }];
    }),
  );
  return sets.flatMap(({ isMain, variant, label, gates, key }) => {
    const twins = sets.filter((other) => !other.isMain && other.key === key).map((other) => other.variant);
    if (isMain) return [{ place: twins.length === 0 ? label : `${label} (the same in: ${nameTwins(twins)})`, gates }];
    return sets.some((other) => other.isMain && other.key === key) ? [] : [{ place: `${variant}: ${label}`, gates }];
  });
}

/** So many variants are named where they share the main analysis's gates; a head that names hundreds is longer than its table. */
const mostNamed = 8;

const nameTwins = (twins: readonly string[]): string =>
  twins.length <= mostNamed
    ? twins.join("; ")
    : `${twins.slice(0, mostNamed).join("; ")}; and ${twins.length - mostNamed} more, those that do not stand below`;

/** The gates of one design in one variant. */
export const selectGates = (input: ReportInput, variant: string, design: string): readonly Indicator[] =>
  input.records.indicators.filter((i) => isGate(i) && i.variant === variant && i.population === design);

/** Value and threshold of a gate in words: `0.130 against ≤ 0.1`. */
export const describeGate = (gate: Indicator): string =>
  `${printGateValue(gate, gate.value)} against ${unbroken(printThreshold(gate))}`;

/** Gates that measure a share are printed as per cent, the others as what they measure is printed elsewhere. */
const formats: Readonly<Record<string, (value: number) => string>> = {
  gate_smd: formatDifference,
  gate_effective_sample_size: formatWeightedCount,
  gate_effective_sample_size_trial: formatWeightedCount,
  gate_weight_share: (value) => `${formatPercent(value)}%`,
  gate_weight_share_trial: (value) => `${formatPercent(value)}%`,
  gate_unmatched_trial: (value) => `${formatPercent(value)}%`,
};

/** A gate's value as it is printed beside its threshold. */
export const printGateValue = (gate: Indicator, value: number | null): string =>
  value === null
    ? gate.status === "not assessable"
      ? notApplicable
      : suppressed
    : (formats[gate.indicator] ?? formatPlain)(value);

/** A threshold with its sign. It was typed by the author, so a plain one is printed with the digits it has. */
function printThreshold(gate: Indicator): string {
  if (gate.threshold === null) return notApplicable;
  const isShare = gate.indicator.startsWith("gate_weight_share") || gate.indicator === "gate_unmatched_trial";
  return `${signs[gate.direction]} ${isShare ? printGateValue(gate, gate.threshold) : formatPlain(gate.threshold)}`;
}

/** Covariates that the gate on the SMD does not see, design by design of the main analysis. */
function describeUnmeasured(input: ReportInput): readonly string[] {
  const main = input.plan.variants[0];
  if (main === undefined) throw new Error("a plan has a main analysis");
  const designs = Object.entries(main.designs).filter(([, { method }]) => method !== "unadjusted");
  const told = designs.flatMap(([name, { label }]) => {
    const missing = selectUnmeasured(input, main, name).map((each) => `${each.label} (${each.reason})`);
    return missing.length === 0 ? [] : [`${label}: ${missing.join(", ")}`];
  });
  return told.length === 0 ? [] : [`Without an SMD, and so outside that gate: ${told.join("; ")}.`];
}

const describeBases = (input: ReportInput): string =>
  [
    ...new Set(
      input.records.indicators
        .filter((gate) => isGate(gate) && gate.threshold !== null)
        .map(({ label, basis }) => `${label}: ${basis}`),
    ),
  ].join("; ");

const isGate = ({ indicator }: Indicator): boolean => indicator.startsWith("gate_");

const isMissed = ({ status }: Indicator): boolean => status === "not met" || status === "caution";

function gateRow(gate: Indicator, hasReasons: boolean): Row {
  const reason = isMissed(gate) ? (gate.reason ?? "none: estimates withheld") : "";
  return bodyRow(
    indented(gate.label),
    printGateValue(gate, gate.value),
    printThreshold(gate),
    { text: gate.status, strong: isMissed(gate) },
    ...(hasReasons ? [reason] : []),
  );
}
