import type { PlanVariant } from "../../spec/plan.js";
import { catalogueEntry } from "../catalogue.js";
import { writeFootnotes } from "../document/footnotes.js";
import type { Row, Table } from "../document/model.js";
import { formatCount, formatDecimals, formatPercent } from "../format.js";
import { printStatistic } from "../print-statistic.js";
import { type CovariateRow, covariateRows } from "../records/covariate-rows.js";
import { adjustedDesigns } from "../records/designs.js";
import type { ReportInput } from "../records/read-results.js";
import { bodyRow, groupRow, indented, leftColumn, numberColumn } from "./columns.js";

/** Why a design leaves patients out, in the order in which it does. */
const steps = [
  ["n_incomplete", "Lacking a covariate of the design, n"],
  ["n_outside_support", "Propensity outside the other arm's range, n"],
  ["n_trimmed", "Trimmed for their propensity, n"],
  ["n_unmatched", "Without a match, n"],
] as const;

/** T14.1.11: the trial patients whom each design leaves out, beside those it keeps: an ATT among the kept is not theirs. Null where no design leaves any out. */
export function renderLeftOutTable(input: ReportInput): Table | null {
  const main = input.plan.variants[0];
  if (main === undefined) throw new Error("a plan has a main analysis");
  const rows = adjustedDesigns(input, main).flatMap((design) => designRows(input, main, design));
  if (rows.length === 0) return null;
  return {
    kind: "table",
    ...catalogueEntry("table", "14.1.11", "trial-left-out"),
    title: "Trial patients whom each design leaves out",
    population: "Eligible patients of the trial arm",
    columns: [leftColumn("Characteristic", 3), numberColumn("In the design", 1.4), numberColumn("Left out", 1.4)],
    rows,
    footnotes: writeFootnotes(input, {
      definitions: [
        "Means, and percentages of those with a value. What is estimated under the design is an effect in those it keeps; where the others differ from them, it is another question than that of all trial patients.",
        "Who lacks a covariate of the design is described by the others.",
      ],
      source: "design / each design",
    }),
  };
}

function designRows(input: ReportInput, main: PlanVariant, design: string): readonly Row[] {
  const place = { variant: main.id, population: design };
  const trial = { ...place, group: "trial" } as const;
  const lost = input.records.findStatistic(place, "unmatched_trial");
  if (lost === null || lost.value === 0) return [];
  const kept = printStatistic(input.records.findStatistic(trial, "n"), formatCount);
  return [
    groupRow(main.designs[design]?.label ?? design),
    bodyRow(indented("Patients, n"), kept, printStatistic(lost, formatCount)),
    ...steps.flatMap(([name, label]) => {
      const count = input.records.findStatistic(trial, name);
      return count === null || count.value === 0
        ? []
        : [bodyRow(indented(label), "", printStatistic(count, formatCount))];
    }),
    ...covariateRows(main).flatMap((row) => covariateRow(input, trial, row)),
  ];
}

function covariateRow(
  input: ReportInput,
  trial: { readonly variant: string; readonly population: string; readonly group: "trial" },
  { name, covariate, level, label }: CovariateRow,
): readonly Row[] {
  const at = { ...trial, variable: name, ...(level === null ? {} : { level }) };
  const isMean = covariate.type === "continuous";
  const statistic = isMean ? "mean" : "proportion";
  const lost = input.records.findStatistic(at, `${statistic}_left_out`);
  if (lost === null) return [];
  const format = (value: number): string => (isMean ? formatDecimals(value, 1) : `${formatPercent(value)}%`);
  const kept = printStatistic(input.records.findStatistic(at, statistic), format);
  return [bodyRow(indented(`${label}${isMean ? ", mean" : ""}`), kept, printStatistic(lost, format))];
}
