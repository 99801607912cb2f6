import type { Statistic } from "../../results/records.js";
import { catalogueEntry } from "../catalogue.js";
import { writeFootnotes } from "../document/footnotes.js";
import type { Row, Table } from "../document/model.js";
import { formatCount, formatCountOf, formatDecimals, formatPlain } from "../format.js";
import { notApplicable, printStatistic } from "../print-statistic.js";
import type { ReportInput } from "../records/read-results.js";
import { type Group, groups } from "../records/record-index.js";
import { armColumns, bodyRow, groupRow, indented, leftColumn } from "./columns.js";

const main = { variant: "main", population: "eligible" } as const;

/** T14.1.10: whether the arms were treated at the same time, in the same regions and at the same sites; null of results that do not tell. */
export function renderConcurrencyTable(input: ReportInput): Table | null {
  const calendar = at(input, "calendar")("calendar_overlap");
  if (calendar === null) return null;
  return {
    kind: "table",
    ...catalogueEntry("table", "14.1.10", "concurrency"),
    title: "Calendar time, regions and sites of both arms",
    population: "Eligible patients",
    columns: [leftColumn("Statistic", 3), ...armColumns(input, "main", "eligible", 2)],
    rows: [...calendarRows(input, calendar), ...regionRows(input), ...placeRows(input, "site_id", "Sites")],
    footnotes: writeFootnotes(input, {
      definitions: [
        "Overlap: from the later of the arms' first to the earlier of their last index dates. Trial patients without controls: indexed before the first or after the last of the control arm; treated in a region, or at a site, of which the control arm has no patient.",
        calendar.status === "ok" ? null : `Calendar time is not comparable: ${calendar.note ?? "no reason recorded"}.`,
      ],
      source: "cohort / eligible / concurrency",
    }),
  };
}

/** Finds statistics of one side of concurrency. */
const at =
  (input: ReportInput, what: string) =>
  (name: string, group?: Group, level?: string): Statistic | null =>
    input.records.findStatistic(
      {
        ...main,
        variable: `concurrency.${what}`,
        ...(group === undefined ? {} : { group }),
        ...(level === undefined ? {} : { level }),
      },
      name,
    );

function calendarRows(input: ReportInput, overlap: Statistic): readonly Row[] {
  const find = at(input, "calendar");
  const year = (name: string, group: Group) => printStatistic(find(name, group), formatPlain);
  const years = printStatistic(overlap, (value) => formatDecimals(value, 1));
  if (overlap.status !== "ok")
    return [groupRow("Calendar time of index"), bodyRow(indented("Overlap, years"), years, "")];
  return [
    groupRow("Calendar time of index"),
    bodyRow(
      indented("First to last year"),
      ...groups.map((g) => `${year("index_year_first", g)}–${year("index_year_last", g)}`),
    ),
    bodyRow(indented("Overlap, years"), years, ""),
    withoutControls(input, "calendar"),
  ];
}

/** Regions by name: which stand in one arm alone is stated. */
function regionRows(input: ReportInput): readonly Row[] {
  const listing = input.records.findListing({ ...main, variable: "concurrency.region" }, "regions");
  if (listing === null) return [];
  const alone = groups.map((_, side) =>
    listing.rows.filter((row) => row[1 + side] === true && row[2 - side] === false).map(([name]) => String(name)),
  );
  const words = (names: readonly string[]) => (names.length === 0 ? "none" : names.join(", "));
  return [...placeRows(input, "region", "Regions"), bodyRow(indented("Of this arm alone"), ...alone.map(words))];
}

function placeRows(input: ReportInput, column: "region" | "site_id", heading: string): readonly Row[] {
  const find = at(input, column);
  const shared = find("places_shared");
  if (shared === null) return [];
  return [
    groupRow(heading),
    bodyRow(indented("Recorded, n"), ...groups.map((group) => printStatistic(find("places", group), formatCount))),
    bodyRow(indented("Of both arms, n"), printStatistic(shared, formatCount), ""),
    withoutControls(input, column),
  ];
}

function withoutControls(input: ReportInput, what: string): Row {
  const find = at(input, what);
  const of = input.records.getStatistic({ ...main, group: "trial" }, "n").value;
  const printed = printStatistic(find("n", "trial", "without controls"), (n) =>
    of === null ? formatCount(n) : formatCountOf(n, of),
  );
  const unknown = find("n", "trial", "not recorded");
  const lacking =
    unknown === null || unknown.value === 0 ? "" : `; not recorded ${printStatistic(unknown, formatCount)}`;
  return bodyRow(indented("Trial patients without controls, n (%)"), `${printed}${lacking}`, notApplicable);
}
