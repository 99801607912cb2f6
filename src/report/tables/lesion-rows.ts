import { catalogueEntry } from "../catalogue.js";
import { writeFootnotes } from "../document/footnotes.js";
import type { Row, Table } from "../document/model.js";
import { formatCount } from "../format.js";
import { notApplicable, suppressed } from "../print-statistic.js";
import { listingColumn } from "../records/datasets.js";
import type { ReportInput } from "../records/read-results.js";
import { bodyRow, groupRow, indented, leftColumn, numberColumn } from "./columns.js";

const eligible = { variant: "main", population: "eligible" } as const;

/** T14.1.5.2: what became of every row of lesion measurements and of assessments in health records. Null where the results hold neither. */
export function renderRowFatesTable(input: ReportInput): Table | null {
  const lesion = input.records.findListing({ ...eligible, variable: "imaging" }, "lesion_rows");
  const charts = input.records.listings.filter(
    ({ listing, variant, population }) => listing === "ehr_rows" && variant === "main" && population === "eligible",
  );
  const parts = [
    ...(lesion === null ? [] : [{ heading: "Rows of lesion_measurement", listing: lesion }]),
    ...charts.map((listing) => ({
      heading: `Rows of ehr_assessment, evidence ${(listing.variable ?? "")
        .replace(/^ehr\./, "")
        .replaceAll("+", ", ")
        .replaceAll("_", " ")}`,
      listing,
    })),
  ];
  if (parts.length === 0) return null;
  return {
    kind: "table",
    ...catalogueEntry("table", "14.1.5.2", "rows-read"),
    title: "Rows of the readings: read and set aside",
    population: "All rows of the eligible patients",
    columns: [leftColumn("What became of the row", 5), numberColumn("Rows", 1)],
    rows: parts.flatMap(({ heading, listing }): readonly Row[] => {
      const fates = listingColumn(listing, "fate");
      return [
        groupRow(heading),
        ...listingColumn(listing, "rows").map((rows, i) =>
          bodyRow(indented(sentence(String(fates[i]))), printCount(rows)),
        ),
      ];
    }),
    footnotes: writeFootnotes(input, {
      definitions: ["Rows in = rows used + rows set aside, each with its reason."],
      source: "endpoints / eligible / lesion_rows, ehr_rows",
    }),
  };
}

/** T14.1.5.3: breaches of the criteria's rules that the readings held, and how each was met. Null where there is none. */
export function renderBreachesTable(input: ReportInput): Table | null {
  const listing = input.records.findListing({ ...eligible, variable: "imaging" }, "lesion_breaches");
  if (listing === null || listing.rows.length === 0) return null;
  const [tables = [], columns = [], rules = [], texts = [], answers = [], counts = []] = [
    "table",
    "column",
    "rule",
    "text",
    "policy",
    "count",
  ].map((name) => listingColumn(listing, name));
  return {
    kind: "table",
    ...catalogueEntry("table", "14.1.5.3", "reading-breaches"),
    title: "Breaches of the response criteria in the readings, and how each was met",
    population: "All rows of the eligible patients",
    columns: [
      leftColumn("What was met", 3),
      leftColumn("Table, column", 2.4),
      leftColumn("Rule", 0.6),
      leftColumn("Answer", 1.4),
      numberColumn("Times", 0.8),
    ],
    rows: texts.map((text, i) =>
      bodyRow(
        sentence(String(text)),
        `${tables[i]}, ${columns[i]}`,
        String(rules[i]),
        String(answers[i]),
        printCount(counts[i]),
      ),
    ),
    footnotes: writeFootnotes(input, {
      definitions: ["Rules by the numbers of the documentation; answers as the plan's imaging options choose them."],
      source: "endpoints / eligible / lesion_breaches",
    }),
  };
}

const sentence = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
/** A cell that holds no number was suppressed. */
const printCount = (value: unknown): string =>
  typeof value === "number" ? formatCount(value) : value === null ? suppressed : notApplicable;
