import { catalogueEntry } from "../catalogue.js";
import { writeFootnotes } from "../document/footnotes.js";
import type { Cell, Row, Table } from "../document/model.js";
import { formatCount, formatDifference, formatRatio } from "../format.js";
import { printStatistic } from "../print-statistic.js";
import { covariateLabel } from "../records/covariate-rows.js";
import { isWeighted } from "../records/estimate-results.js";
import type { ReportInput } from "../records/read-results.js";
import { groups } from "../records/record-index.js";
import { armColumns, bodyRow, indented, leftColumn, numberColumn } from "./columns.js";
import { describeArms } from "./describe-arms.js";
import { describeSizes, describeSmd, smdCell, smdMarks, smdSize } from "./smd-cell.js";

/** T14.1.2: the arms as they are after eligibility, before any adjustment. */
export const renderBaselineBefore = (input: ReportInput): Table => ({
  ...renderBaseline(input, "eligible"),
  ...catalogueEntry("table", "14.1.2", "baseline"),
  title: "Baseline characteristics before adjustment",
  population: "Eligible patients",
});

/** T14.1.3: the arms under one design, with the standardised mean differences before beside those after. */
export function renderBaselineAfter(
  input: ReportInput,
  design: string,
  position: { readonly index: number; readonly of: number },
): Table {
  const label = input.plan.analysis.designs[design]?.label ?? design;
  return {
    ...renderBaseline(input, design),
    ...catalogueEntry("table", "14.1.3", `baseline-${design}`, position),
    title: `Baseline characteristics after adjustment: ${label}`,
    population: `Analysis set: ${label}`,
  };
}

type Untitled = Omit<Table, "number" | "id" | "file" | "title" | "population">;

function renderBaseline(input: ReportInput, population: string): Untitled {
  const after = population !== "eligible";
  const comparison = after ? ["SMD\nbefore", "SMD\nafter", "VR", "KS"] : ["SMD", "VR", "KS"];
  return {
    kind: "table",
    columns: [
      leftColumn("Characteristic", 2.7),
      ...armColumns(input, "main", population, 1.9),
      ...comparison.map((heading) => numberColumn(heading, 0.85)),
    ],
    rows: Object.keys(input.plan.analysis.covariates).flatMap((name) => covariateBlock(input, population, name)),
    footnotes: writeFootnotes(input, {
      abbreviations: [
        ...(isWeighted(input, "main", population) ? (["ESS"] as const) : []),
        "KS",
        "Q1",
        "Q3",
        "SD",
        "SMD",
        "VR",
      ],
      definitions: [
        `${describeSmd(input, population)} ${smdMarks}`,
        describeSizes(input, population),
        "VR: variance of the trial arm over that of the control arm, continuous characteristics only. No p-values are given: balance is a property of these patients, not of a population.",
        "Percentages are of patients in the column (weighted arms: of the weights).",
      ],
      source: population === "eligible" ? "design / eligible" : `design / ${population}; design / eligible / smd`,
    }),
  };
}

/** The rows of one covariate: its name with the comparison, then what describes the arms. */
function covariateBlock(input: ReportInput, population: string, name: string): readonly Row[] {
  const covariate = input.plan.analysis.covariates[name];
  if (covariate === undefined) throw new Error(`plan has no covariate ${name}`);
  const label = covariateLabel(covariate);
  const lines = describeArms(input, population, name, covariate);
  const missing = missingRow(input, population, name);
  if (covariate.type === "binary") {
    const [line] = lines;
    return [bodyRow({ text: label }, ...(line?.cells ?? []), ...comparisonCells(input, population, name)), ...missing];
  }
  if (covariate.type === "continuous") {
    const head = bodyRow(label, "", "", ...comparisonCells(input, population, name));
    return [
      head,
      ...lines.map((line) => bodyRow(indented(line.label), ...line.cells, ...blanks(population))),
      ...missing,
    ];
  }
  const head = bodyRow(label, "", "", ...blanks(population));
  const levels = lines.map((line) =>
    bodyRow(indented(line.label), ...line.cells, ...comparisonCells(input, population, name, line.label)),
  );
  return [head, ...levels, ...missing];
}

const blanks = (population: string): readonly string[] =>
  Array.from({ length: population === "eligible" ? 3 : 4 }, () => "");

function comparisonCells(input: ReportInput, population: string, variable: string, level?: string): readonly Cell[] {
  const place = { variant: "main", variable, ...(level === undefined ? {} : { level }) };
  const here = { ...place, population };
  const smd = input.records.findStatistic(here, "smd");
  const before = input.records.findStatistic({ ...place, population: "eligible" }, "smd");
  return [
    ...(population === "eligible" ? [] : [smdCell(before)]),
    smdCell(smd, smdSize(input, here)),
    { text: printStatistic(input.records.findStatistic(here, "variance_ratio"), formatRatio) },
    { text: printStatistic(input.records.findStatistic(here, "ks"), formatDifference) },
  ];
}

/** A row of missing values where there are any. */
function missingRow(input: ReportInput, population: string, variable: string): readonly Row[] {
  const missing = groups.map((group) =>
    input.records.getStatistic({ variant: "main", population: "eligible", group, variable }, "n_missing"),
  );
  if (missing.every(({ status, value }) => status === "ok" && value === 0)) return [];
  const counts = missing.map((record) => printStatistic(record, formatCount));
  return [bodyRow(indented("Missing among the eligible, n"), ...counts, ...blanks(population))];
}
