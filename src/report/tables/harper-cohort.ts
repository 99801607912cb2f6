import { takesAllLines } from "../../spec/cohort.js";
import { termsOf } from "../../spec/design.js";
import { covariatesOf } from "../../spec/term.js";
import type { Table } from "../document/model.js";
import type { ReportInput } from "../records/read-results.js";
import { groups } from "../records/record-index.js";
import {
  describeCondition,
  describeCriterion,
  describeOrigin,
  describeWindow,
  isExclusion,
  tableOfCriterion,
  windowOfCovariate,
  windowOfCriterion,
} from "../sections/criterion-text.js";
import { describeIndexRule } from "../sections/index-text.js";
import { armLabel } from "./columns.js";
import { renderPlanTable } from "./plan-table.js";

/** HARPER tables 3 to 6 and 9: time zero, criteria, exposure, covariates. */
export const renderCohortTables = (input: ReportInput): readonly Table[] => [
  timeZero(input),
  criteria(input, false),
  criteria(input, true),
  exposure(input),
  covariates(input),
];

const datasetOf = (input: ReportInput, group: (typeof groups)[number]): string =>
  [input.plan.analysis.cohort[group].dataset].flat().join(", ");

const timeZero = (input: ReportInput): Table =>
  renderPlanTable(input, {
    number: "H3",
    name: "harper-time-zero",
    title: "Operational definition of time 0 (index date)",
    columns: [
      ["Arm", 1.4],
      ["Dataset", 1],
      ["Time 0", 3.2],
      ["Entries", 1.2],
    ],
    rows: groups.map((group) => [
      armLabel(input, "main", group),
      datasetOf(input, group),
      describeIndexRule(input.plan.analysis.cohort[group].index),
      takesAllLines(input.plan.analysis.cohort[group]) ? "Once per eligible line of therapy" : "Once per patient",
    ]),
  });

/** Criteria of inclusion, or of exclusion: those that ask for something to be absent. */
function criteria(input: ReportInput, excluding: boolean): Table {
  const { cohort } = input.plan.analysis;
  const all = [
    ...cohort.eligibility.map((criterion, i) => ({ criterion, arm: "Both", order: i + 1 })),
    ...groups.flatMap((group) =>
      cohort[group].eligibility.map((criterion, i) => ({
        criterion,
        arm: armLabel(input, "main", group),
        order: cohort.eligibility.length + i + 1,
      })),
    ),
  ].filter(({ criterion }) => isExclusion(criterion) === excluding);
  return renderPlanTable(input, {
    number: excluding ? "H5" : "H4",
    name: excluding ? "harper-exclusion" : "harper-inclusion",
    title: `Operational definitions of ${excluding ? "exclusion" : "inclusion"} criteria`,
    columns: [
      ["Criterion", 2.1],
      ["Order", 0.6],
      ["Arm", 1.1],
      ["Window", 1.2],
      ["Table", 1.35],
      ["Definition", 2.4],
    ],
    rows: all.map(({ criterion, arm, order }) => [
      criterion.label,
      String(order),
      arm,
      describeWindow(windowOfCriterion(criterion)),
      tableOfCriterion(criterion),
      describeCriterion(criterion),
    ]),
    none: "The plan states no such criterion.",
    definitions: [
      "Order of application within the arm. Windows in days from index, both ends included. Codes and names are matched as the data contract stores them.",
    ],
  });
}

const exposure = (input: ReportInput): Table =>
  renderPlanTable(input, {
    number: "H6",
    name: "harper-exposure",
    title: "Operational definitions of exposure",
    columns: [
      ["Group", 1.2],
      ["Arm", 1.6],
      ["Dataset", 1],
      ["Definition", 3],
    ],
    rows: groups.map((group) => {
      const arm = input.plan.analysis.cohort[group];
      const own = arm.eligibility.map(({ label }) => label).join("; ");
      return [
        group === "trial" ? "Exposure" : "Comparator",
        arm.label,
        datasetOf(input, group),
        `${describeIndexRule(arm.index)}${own === "" ? "" : ` Criteria of this arm alone: ${own}.`}`,
      ];
    }),
  });

function covariates(input: ReportInput): Table {
  const { covariates: all, designs } = input.plan.analysis;
  const models = Object.values(designs).map((design) => {
    const { terms, exact } = termsOf(design);
    return { label: design.label, names: [...terms.flatMap(covariatesOf), ...exact] };
  });
  return renderPlanTable(input, {
    number: "H9",
    name: "harper-covariates",
    title: "Operational definitions of covariates",
    columns: [
      ["Characteristic", 1.7],
      ["Type", 1.1],
      ["Window", 1.2],
      ["Source", 2],
      ["In the models of", 2],
    ],
    rows: Object.entries(all).map(([name, covariate]) => {
      const used = models.filter(({ names }) => names.includes(name));
      const unit = covariate.type === "continuous" && covariate.unit !== undefined ? `, ${covariate.unit}` : "";
      return [
        covariate.label,
        covariate.type === "categorical" ? `categorical: ${covariate.levels.join(", ")}` : `${covariate.type}${unit}`,
        describeWindow(windowOfCovariate(covariate)),
        `${describeOrigin(covariate.from)}${covariate.type === "binary" ? `: ${describeCondition(covariate.when)}` : ""}`,
        used.length === 0 ? "none; described only" : used.map(({ label }) => label).join("; "),
      ];
    }),
  });
}
