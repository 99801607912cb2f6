import { catalogueEntry } from "../catalogue.js";
import { endpointLabel } from "../data-driven-text.js";
import { writeFootnotes } from "../document/footnotes.js";
import type { Row, Table } from "../document/model.js";
import { sentenceCase } from "../estimate-text.js";
import { formatCount, formatMonths, formatPercent } from "../format.js";
import { printStatistic, printWithInterval } from "../print-statistic.js";
import { nounOfArms } from "../records/line-counts.js";
import type { ReportInput } from "../records/read-results.js";
import { type Group, groups } from "../records/record-index.js";
import { armColumns, bodyRow, groupRow, indented, leftColumn } from "./columns.js";

const eligible = { variant: "main", population: "eligible" } as const;

/** T14.2.10: how long and how completely each arm was followed, for every time to event that is compared; null where none is. */
export function renderFollowUpTable(input: ReportInput): Table | null {
  const { endpoints, followUp } = input.plan.analysis;
  const names = Object.keys(endpoints).filter((name) => groups.some((group) => find(input, name, group, "n") !== null));
  if (names.length === 0) return null;
  const methods = names.flatMap((name) =>
    groups.map((group) => find(input, name, group, "follow_up_completeness")?.method ?? null),
  );
  const reasons = names.flatMap((name) =>
    groups.flatMap((group) => {
      const found = find(input, name, group, "follow_up_completeness");
      return found?.status === "not_estimable" && found.note !== null ? [found.note] : [];
    }),
  );
  return {
    kind: "table",
    ...catalogueEntry("table", "14.2.10", "follow-up"),
    title: "Follow-up of both arms",
    population: "Eligible patients with the endpoint, unweighted",
    columns: [leftColumn("Statistic", 3), ...armColumns(input, "main", "eligible", 2)],
    rows: names.flatMap((name) => rowsOf(input, name, endpoints[name]?.label ?? name)),
    footnotes: writeFootnotes(input, {
      abbreviations: ["CI", "NE", "NR"],
      definitions: [
        "Median follow-up: reverse Kaplan–Meier, censoring counts as the event and events as censored. Months of 30.4375 days.",
        ...[...new Set(methods)].map((method) => (method === null ? null : `Completeness: ${method}.`)),
        ...[...new Set(reasons)].map((reason) => `Completeness NE: ${reason}.`),
        followUp === undefined ? null : `Common horizon: ${followUp.tauDays} days.`,
      ],
      source: "outcomes / eligible / <endpoint>.follow_up",
    }),
  };
}

function rowsOf(input: ReportInput, name: string, label: string): readonly Row[] {
  const perArm = (words: string, print: (group: Group) => string): Row =>
    bodyRow(indented(words), ...groups.map(print));
  const at = (statistic: string) => (group: Group) => find(input, name, group, statistic);
  return [
    groupRow(endpointLabel(input, name, label)),
    perArm(`${sentenceCase(nounOfArms(at("n")))}, n`, (group) => printStatistic(at("n")(group), formatCount)),
    perArm("Median follow-up, months (95% CI)", (group) =>
      printWithInterval(
        at("follow_up_median")(group),
        at("follow_up_median_lower")(group),
        at("follow_up_median_upper")(group),
        formatMonths,
      ),
    ),
    perArm("Completeness of follow-up, %", (group) =>
      printStatistic(at("follow_up_completeness")(group), formatPercent),
    ),
  ];
}

const find = (input: ReportInput, name: string, group: Group, statistic: string) =>
  input.records.findStatistic({ ...eligible, group, variable: `${name}.follow_up` }, statistic);
