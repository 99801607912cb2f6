import { catalogueEntry } from "../catalogue.js";
import { writeFootnotes } from "../document/footnotes.js";
import type { Row, Table } from "../document/model.js";
import { describeBaseline, describeFlag } from "../endpoint-words.js";
import { formatCount, formatDecimals, formatInterval } from "../format.js";
import { printStatistic } from "../print-statistic.js";
import { selectLevels } from "../records/endpoint-counts.js";
import type { ReportInput } from "../records/read-results.js";
import { type Group, groups } from "../records/record-index.js";
import { describeSchedule } from "../sections/imaging-text.js";
import { armColumns, bodyRow, groupRow, indented, leftColumn } from "./columns.js";
import { levelRows, printShareOfEligible } from "./level-rows.js";

const place = { variant: "main", population: "eligible" } as const;
const flagPrefix = "imaging.flag.";

/** T14.1.5.1: how often each arm was scanned and how well it could be read. Null where nothing is derived from scans. */
export function renderScanScheduleTable(input: ReportInput): Table | null {
  const readers = selectLevels(input, "imaging.reader");
  if (readers.length === 0) return null;
  const { imaging } = input.plan.analysis;
  return {
    kind: "table",
    ...catalogueEntry("table", "14.1.5.1", "scan-schedule"),
    title: "Scan schedule and imaging quality by arm",
    population: "Eligible patients, unweighted",
    columns: [leftColumn("Statistic", 3), ...armColumns(input, "main", "eligible", 1.6)],
    rows: [
      groupRow("Days from one assessment to the next, baseline included"),
      ...intervalRows(input),
      groupRow("Reader whose reading counts, n (%)"),
      ...levelRows(input, readers, (level) => (level === "none" ? "Nobody read" : level)),
      groupRow("Baseline reading, n (%)"),
      ...levelRows(input, selectLevels(input, "imaging.baseline"), describeBaseline),
      ...levelRows(
        input,
        selectLevels(input, "imaging.baseline_window").filter(({ level }) => level === "outside"),
        () => "Baseline scan outside its window",
      ),
      groupRow("With at least one timepoint so marked, n (%)"),
      ...flagRows(input),
    ],
    footnotes: writeFootnotes(input, {
      abbreviations: ["Q1", "Q3"],
      definitions: [
        `Planned: ${describeSchedule(imaging?.schedule)}`,
        "An arm that is scanned less often sees progression later and confirms fewer responses.",
        "Percentages are of the arm's eligible patients.",
      ],
      source: "endpoints / eligible / imaging; cohort / eligible / n",
    }),
  };
}

function intervalRows(input: ReportInput): readonly Row[] {
  const at = (name: string, group: Group) =>
    input.records.findStatistic({ ...place, group, variable: "imaging.scan_interval" }, name);
  const days = (name: string, group: Group): string =>
    printStatistic(at(name, group), (value) => formatDecimals(value, 1));
  const perArm = (label: string, print: (group: Group) => string): Row =>
    bodyRow(indented(label), ...groups.map(print));
  return [
    perArm("Intervals, n", (group) => printStatistic(at("intervals", group), formatCount)),
    perArm("Median (Q1, Q3)", (g) => `${days("median", g)} ${formatInterval(days("q1", g), days("q3", g))}`),
    perArm("10th, 90th percentile", (g) => `${days("p10", g)}, ${days("p90", g)}`),
  ];
}

function flagRows(input: ReportInput): readonly Row[] {
  const variables = new Set(
    groups.flatMap((group) =>
      input.records
        .statisticsOf("main", "eligible", group)
        .flatMap(({ variable }) => (variable?.startsWith(flagPrefix) === true ? [variable] : [])),
    ),
  );
  return [...variables].map((variable) => {
    const counts = groups.map((group) => input.records.findStatistic({ ...place, group, variable, level: "yes" }, "n"));
    return bodyRow(
      indented(describeFlag(variable.slice(flagPrefix.length))),
      ...groups.map((group, i) => printShareOfEligible(input, counts[i] ?? null, group)),
    );
  });
}
