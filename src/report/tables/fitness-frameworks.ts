import type { Table } from "../document/model.js";
import type { OutputCounter } from "../document/output-counter.js";
import { listingColumn } from "../records/datasets.js";
import type { FitnessView } from "../records/fitness.js";
import { bodyRow, leftColumn } from "./columns.js";

const shown = ["indicator", "label", "fda", "spifd", "data_sat", "ema"] as const;
const widths = [0.65, 2.2, 1.7, 1.55, 1.25, 1.25] as const;

/** The place of every indicator in the frameworks it is read by. */
export function renderFitnessFrameworks({ frameworks, footnotes }: FitnessView, counter: OutputCounter): Table {
  const columns = shown.map((name) => listingColumn(frameworks, name).map(String));
  const labels = shown.map((name) => frameworks.columns.find((column) => column.name === name)?.label ?? name);
  return {
    kind: "table",
    ...counter.table("fitness-frameworks"),
    title: "Indicators and regulatory frameworks",
    population: "Every indicator, assessed here or not",
    columns: labels.map((label, i) => leftColumn(label, widths[i]!)),
    rows: frameworks.rows.map((_, row) => bodyRow(...columns.map((column) => column[row] ?? ""))),
    footnotes: footnotes(
      ["A cross-reference for readers who come from one of these frameworks, not a claim that any of them is met."],
      "fitness / fitness_frameworks",
    ),
  };
}
