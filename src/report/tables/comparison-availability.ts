import { writeFootnotes } from "../document/footnotes.js";
import type { Row, Table } from "../document/model.js";
import type { OutputCounter } from "../document/output-counter.js";
import { formatCount, formatCountOf } from "../format.js";
import { notApplicable, printStatistic } from "../print-statistic.js";
import { type ComparisonResult, levelsAt, placeOf } from "../records/comparisons.js";
import { covariateRows } from "../records/covariate-rows.js";
import type { ReportInput } from "../records/read-results.js";
import { type Group, groups } from "../records/record-index.js";
import { armLabel, bodyRow, groupRow, indented, leftColumn, numberColumn } from "./columns.js";
import { smdCell, smdMarks } from "./smd-cell.js";

const families = [
  ["availability", "Evaluable by"],
  ["evaluable_by_charts", "Charts"],
  ["evaluable_by_scans", "Scans"],
] as const;

const shown: Readonly<Record<string, string>> = {
  both: "Both sources",
  "charts only": "Charts only",
  "scans only": "Scans only",
  neither: "Neither",
  evaluable: "Evaluable",
  "not evaluable": "Not evaluable",
  "no assessment": "No assessment after baseline",
  "no such source": "No such source in the arm's data",
};

/** Output 1: whom each source can speak of, why not, and in what the patients evaluable by both differ from the others. */
export function renderComparisonAvailability(
  input: ReportInput,
  { name, label, covered }: ComparisonResult,
  counter: OutputCounter,
): Table {
  const total = (group: Group) => input.records.findStatistic(placeOf(name, null, group), "n");
  const count = (what: string, level: string, group: Group): string => {
    const n = total(group)?.value ?? null;
    const found = input.records.findStatistic(placeOf(name, what, group, level), "n");
    return printStatistic(found, (value) => (n === null ? formatCount(value) : formatCountOf(value, n)));
  };
  const levels = (what: string) => [
    ...new Set(
      groups.flatMap((group) => levelsAt(input, placeOf(name, what, group), "n").map(({ level }) => level ?? "")),
    ),
  ];
  return {
    kind: "table",
    ...counter.table(`availability-${name}`),
    title: `Charts and scans, who can be evaluated: ${label}`,
    population: "Eligible patients, unweighted",
    columns: [
      leftColumn("Statistic", 3),
      ...groups.map((group) =>
        numberColumn(`${armLabel(input, "main", group)}\n(N=${printStatistic(total(group), formatCount)})`, 1.6),
      ),
    ],
    rows: [
      ...families.flatMap(([what, heading]) => [
        groupRow(`${heading}, n (%)`),
        ...levels(what).map((level) =>
          bodyRow(indented(shown[level] ?? level), ...groups.map((group) => count(what, level, group))),
        ),
      ]),
      ...(covered.length === 0 ? [] : selectionRows(input, name, covered)),
    ],
    footnotes: writeFootnotes(input, {
      abbreviations: covered.length === 0 ? [] : ["SMD"],
      definitions: [
        "Evaluable: a response other than not evaluable, or for progression an assessment after baseline.",
        covered.length === 0
          ? null
          : `SMD: patients evaluable by both sources less the others of the arm, over the pooled standard deviation. ${smdMarks}`,
      ],
      source: `comparison / ${name}`,
    }),
  };
}

function selectionRows(input: ReportInput, name: string, covered: readonly Group[]): readonly Row[] {
  const main = input.plan.variants[0];
  if (main === undefined) throw new Error("a plan has a main analysis");
  const rows = covariateRows(main).map(({ name: covariate, label, level }) =>
    bodyRow(
      indented(label),
      ...groups.map((group) => {
        if (!covered.includes(group)) return notApplicable;
        const place = placeOf(name, `selection.${covariate}`, group, level ?? undefined);
        return smdCell(input.records.findStatistic(place, "smd"));
      }),
    ),
  );
  return [groupRow("Evaluable by both against the others, SMD"), ...rows];
}
