import type { Harmonisation } from "../../spec/harmonisation.js";
import { catalogueEntry } from "../catalogue.js";
import { writeFootnotes } from "../document/footnotes.js";
import type { Table } from "../document/model.js";
import { formatDecimals, formatDifference, formatP } from "../format.js";
import { printStatistic } from "../print-statistic.js";
import { covariateLabel } from "../records/covariate-rows.js";
import type { ReportInput } from "../records/read-results.js";
import { bodyRow, groupRow, indented, leftColumn, numberColumn } from "./columns.js";

/** T14.1.9: how far each radiomic feature depended on its batch of scans, and differed between the arms, before and after harmonisation. */
export function renderHarmonisationTable(
  input: ReportInput,
  parts: readonly (readonly [string, Harmonisation])[],
): Table {
  const cell = (variable: string, level: "before" | "after", name: string, format: (value: number) => string) =>
    printStatistic(
      input.records.findStatistic({ variant: "main", population: "eligible", variable, level }, name),
      format,
    );
  const pair = (variable: string, name: string, format: (value: number) => string) =>
    (["before", "after"] as const).map((level) => cell(variable, level, name, format));
  const byBatch = (variable: string) =>
    (["before", "after"] as const).map(
      (level) =>
        `${cell(variable, level, "batch_f", (value) => formatDecimals(value, 2))} (${cell(variable, level, "batch_p", formatP)})`,
    );
  return {
    kind: "table",
    ...catalogueEntry("table", "14.1.9", "harmonisation"),
    title: "Radiomic features before and after harmonisation across scanners",
    population: "Eligible patients with the feature",
    columns: [
      leftColumn("Feature", 2.4),
      numberColumn("Batches, F (p)\nbefore", 1.4),
      numberColumn("Batches, F (p)\nafter", 1.4),
      numberColumn("Batches, η²\nbefore", 1.1),
      numberColumn("Batches, η²\nafter", 1.1),
      numberColumn("Arms, SMD\nbefore", 1),
      numberColumn("Arms, SMD\nafter", 1),
    ],
    rows: parts.flatMap(([, { label, covariates }]) => [
      groupRow(label),
      ...covariates.map((name) => {
        const covariate = input.plan.analysis.covariates[name];
        return bodyRow(
          indented(covariate === undefined ? name : covariateLabel(covariate)),
          ...byBatch(name),
          ...pair(name, "batch_eta_squared", formatDifference),
          ...pair(name, "feature_smd", formatDifference),
        );
      }),
    ]),
    footnotes: writeFootnotes(input, {
      abbreviations: ["SMD"],
      definitions: [
        "F test of the batches in a linear model beside the arm and the protected covariates; η²: partial, the share of the variation these leave which the batches explain.",
        "SMD: difference of the arms' means, before any design, over the standard deviation of the trial arm, each of the values shown. Harmonisation should take away what batches explain, and keep what the arms differ by.",
      ],
      source: "cohort / eligible / batch_f, batch_p, batch_eta_squared, feature_smd",
    }),
  };
}
