import { writeFootnotes } from "../document/footnotes.js";
import type { Table } from "../document/model.js";
import type { OutputCounter } from "../document/output-counter.js";
import type { ReportInput } from "../records/read-results.js";
import { bodyRow, leftColumn } from "./columns.js";

/** Output 5 in words: which way each source biases the control arm and the effect. Null where no estimate is carried through both. */
export function renderComparisonDirection(input: ReportInput, counter: OutputCounter): Table | null {
  const listing = input.records.findListing({ variant: "main", population: "comparison" }, "comparison_direction");
  if (listing === null || listing.rows.length === 0) return null;
  const place = listing.columns.findIndex(({ name }) => name === "population");
  const words = (text: string): string => {
    const design = text.replace(/\.evaluable$/, "");
    const label = input.plan.analysis.designs[design]?.label ?? design;
    return text === design ? label : `${label}, made again among the evaluable`;
  };
  return {
    kind: "table",
    ...counter.table("direction"),
    title: "Which way charts bias the control arm and the effect",
    population: "Patients who have both sources, under each estimate's design",
    columns: listing.columns.map(({ label }, i) => leftColumn(label, i === 0 ? 1 : 1.4)),
    rows: listing.rows.map((row) =>
      bodyRow(...row.map((value, i) => (i === place ? words(String(value)) : String(value ?? "")))),
    ),
    footnotes: writeFootnotes(input, {
      definitions: [
        "A direction is told where the bootstrap interval of the difference lies on one side of 0; the differences with their intervals stand in the tables of impact. Inflated: a higher response rate, a longer restricted mean than scans show.",
      ],
      source: "comparison / comparison_direction",
    }),
  };
}
