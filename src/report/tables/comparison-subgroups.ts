import { writeFootnotes } from "../document/footnotes.js";
import type { Row, Table } from "../document/model.js";
import type { OutputCounter } from "../document/output-counter.js";
import { formatCount, formatDifference, formatLevel, formatPercent } from "../format.js";
import { notApplicable, printStatistic } from "../print-statistic.js";
import { type ComparisonResult, levelsAt, placeOf, variablesAt } from "../records/comparisons.js";
import { findInterval, printInterval } from "../records/interval.js";
import type { ReportInput } from "../records/read-results.js";
import type { Group } from "../records/record-index.js";
import { armLabel, bodyRow, groupRow, indented, leftColumn, numberColumn } from "./columns.js";

/** Output 2 and 3 by subgroup: agreement by the levels of covariates, by year of index and number of scans. Null where no arm has both. */
export function renderComparisonSubgroups(
  input: ReportInput,
  { name, comparison, label, kind, covered }: ComparisonResult,
  counter: OutputCounter,
): Table | null {
  const parts = variablesAt(input, name, "by.");
  if (parts.length === 0) return null;
  return {
    kind: "table",
    ...counter.table(`subgroups-${name}`),
    title: `Agreement of charts with scans by subgroup: ${label}`,
    population: "Patients evaluable by both sources, unweighted",
    columns: [
      leftColumn("Subgroup", 2.2),
      ...covered.flatMap((group) => [
        numberColumn(`${armLabel(input, "main", group)}\nn`, 0.9),
        numberColumn("Agreement\n(CI)", 1.5),
        numberColumn("κ (CI)", 1.7),
      ]),
    ],
    rows: parts.flatMap((part): readonly Row[] => {
      const levels = covered.flatMap((group) =>
        levelsAt(input, placeOf(name, part, group), "n").map(({ level }) => level ?? ""),
      );
      return [
        groupRow(headingOf(input, part.slice("by.".length))),
        ...[...new Set(levels)]
          .sort()
          .map((level) =>
            bodyRow(indented(level), ...covered.flatMap((group) => cellsOf(input, name, part, group, level))),
          ),
      ];
    }),
    footnotes: writeFootnotes(input, {
      abbreviations: ["CI", "NE"],
      definitions: [
        kind === "response"
          ? "Agreement on CR, PR, SD, PD; κ unweighted."
          : "Agreement on whether there was progression at all; κ unweighted.",
        `${formatLevel(comparison.level)} CI: Wilson, asymptotic. NE: nobody, one category only, or complete agreement.`,
      ],
      source: `comparison / ${name}.by`,
    }),
  };
}

function cellsOf(input: ReportInput, name: string, part: string, group: Group, level: string): readonly string[] {
  const place = placeOf(name, part, group, level);
  const n = input.records.findStatistic(place, "n");
  if (n === null) return [notApplicable, notApplicable, notApplicable];
  return [
    printStatistic(n, formatCount),
    printInterval(findInterval(input, place, "proportion"), (share) => `${formatPercent(share)}%`),
    printInterval(findInterval(input, place, "kappa"), formatDifference),
  ];
}

function headingOf(input: ReportInput, part: string): string {
  if (part === "index_year") return "Year of index";
  if (part === "scans") return "Scans after baseline";
  return input.plan.analysis.covariates[part]?.label ?? part;
}
