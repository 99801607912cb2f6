import { catalogueEntry } from "../catalogue.js";
import { writeFootnotes } from "../document/footnotes.js";
import type { Row, Table } from "../document/model.js";
import { formatCount } from "../format.js";
import { printStatistic } from "../print-statistic.js";
import { type AttritionStep, printRemaining, selectAttrition } from "../records/attrition.js";
import type { ReportInput } from "../records/read-results.js";
import { groups } from "../records/record-index.js";
import { armLabel, bodyRow, groupRow, indented, leftColumn, numberColumn } from "./columns.js";

/** T14.1.1: how many patients each criterion left, arm by arm, in order of application. */
export function renderAttritionTable(input: ReportInput): Table {
  const steps = groups.map((group) => selectAttrition(input, "main", group));
  const usesPostIndex = steps.flat().some((step) => step.postIndex);
  return {
    kind: "table",
    ...catalogueEntry("table", "14.1.1", "attrition"),
    title: "Attrition of both arms",
    population: "All patients of the two datasets",
    columns: [
      leftColumn("Criterion, in order of application", 5),
      numberColumn("Removed", 1),
      numberColumn("of these without\na record", 1.3),
      numberColumn("Remaining", 1.1),
    ],
    rows: groups.flatMap((group, i): Row[] => [
      groupRow(armLabel(input, "main", group)),
      ...(steps[i] ?? []).map((step) => stepRow(step)),
    ]),
    footnotes: writeFootnotes(input, {
      definitions: [
        "Without a record: the patient has no entry for what the criterion tests, and is therefore not eligible.",
        usesPostIndex ? "* reads data after index: such a criterion can bring in immortal time." : null,
      ],
      source: "cohort / attrition",
    }),
  };
}

function stepRow(step: AttritionStep): Row {
  return bodyRow(
    indented(`${step.label}${step.postIndex ? " *" : ""}`),
    printStatistic(step.removed, formatCount),
    printStatistic(step.undocumented, formatCount),
    printRemaining(step),
  );
}
