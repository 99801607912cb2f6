import { catalogueEntry } from "../catalogue.js";
import { writeFootnotes } from "../document/footnotes.js";
import type { Table } from "../document/model.js";
import { formatCount, formatDifference, formatPercent, formatWeightedCount } from "../format.js";
import { printStatistic } from "../print-statistic.js";
import { adjustedDesigns } from "../records/designs.js";
import type { ReportInput } from "../records/read-results.js";
import type { Group } from "../records/record-index.js";
import { bodyRow, leftColumn, numberColumn } from "./columns.js";

/** T14.1.8: the designs of the main analysis side by side, by what was known before any outcome: those an estimate uses, and candidates. */
export function renderDesignsTable(input: ReportInput): Table {
  const main = input.plan.variants[0];
  if (main === undefined) throw new Error("a plan has a main analysis");
  const used = new Set(Object.values(main.estimates).map(({ design }) => design));
  const percent = (value: number): string => `${formatPercent(value)}%`;
  const cell = (design: string, name: string, format: (value: number) => string, group?: Group) => {
    const place = { variant: main.id, population: design };
    const found = input.records.findStatistic(group === undefined ? place : { ...place, group }, name);
    return printStatistic(found, format);
  };
  return {
    kind: "table",
    ...catalogueEntry("table", "14.1.8", "designs-side-by-side"),
    title: "Designs side by side, on balance and effective sample size alone",
    population: "Each design's analysis set",
    columns: [
      leftColumn("Design", 2.6),
      leftColumn("Used by an estimate", 1),
      numberColumn("Trial, n", 0.8),
      numberColumn("Control, n", 0.9),
      numberColumn("Control\nESS", 0.9),
      numberColumn("Largest\nSMD", 0.9),
      numberColumn("Largest\nweight share", 1.1),
      numberColumn("Trial\nleft out", 0.9),
    ],
    rows: adjustedDesigns(input, main).map((design) =>
      bodyRow(
        main.designs[design]?.label ?? design,
        used.has(design) ? "yes" : "candidate",
        cell(design, "n", formatCount, "trial"),
        cell(design, "n", formatCount, "control"),
        cell(design, "effective_sample_size", formatWeightedCount, "control"),
        cell(design, "largest_smd", formatDifference),
        cell(design, "largest_weight_share", percent, "control"),
        cell(design, "unmatched_trial_share", percent),
      ),
    ),
    footnotes: writeFootnotes(input, {
      abbreviations: ["ESS", "SMD"],
      definitions: [
        "Largest SMD: in size, over the covariates of the design itself, after adjustment. Largest weight share: of the controls' total weight, carried by one patient.",
        "All of it was known before an outcome was read. Designs that could not be carried out are not shown.",
      ],
      source: "design / each design",
    }),
  };
}
