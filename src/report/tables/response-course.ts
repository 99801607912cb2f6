import type { Statistic } from "../../results/records.js";
import { catalogueEntry } from "../catalogue.js";
import { endpointLabel, endpointNote } from "../data-driven-text.js";
import { writeFootnotes } from "../document/footnotes.js";
import { endSentence } from "../document/inlines.js";
import type { Row, Table } from "../document/model.js";
import { formatCount, formatCountOf, formatInterval, formatLevel, formatMonths, formatPercent } from "../format.js";
import { notApplicable, printStatistic, printWithInterval } from "../print-statistic.js";
import type { ReportInput } from "../records/read-results.js";
import { type Group, groups } from "../records/record-index.js";
import type { ResponseCourseResult } from "../records/response-courses.js";
import { confirmationNote } from "./best-response.js";
import { armColumns, bodyRow, groupRow, indented, leftColumn } from "./columns.js";
import { ruleNote } from "./endings.js";
import { printShareOfEligible } from "./level-rows.js";
import { printRange } from "./print-range.js";

const percent = (value: number): string => `${formatPercent(value)}%`;

/** T14.2.4: duration of response, disease control, time to response, and the share of all patients in response; per arm, nothing is compared. */
export function renderResponseCourseTable(input: ReportInput, course: ResponseCourseResult, number: string): Table {
  const { name, companions, days, find, told } = course;
  const { endpoint, duration } = companions;
  const ci = `${formatLevel(levelOf(course))} CI`;
  const perArm = (label: string, print: (group: Group) => string): Row =>
    bodyRow(indented(label), ...groups.map((group) => (told.includes(group) ? print(group) : notApplicable)));
  const months = (what: "duration" | "timeToResponse", statistic: string) => (group: Group) =>
    printWithInterval(
      find(what, group, statistic),
      find(what, group, `${statistic}_lower`),
      find(what, group, `${statistic}_upper`),
      formatMonths,
    );
  const share = (what: "duration" | "diseaseControl", statistic: string) => (group: Group) =>
    printShareOf(find(what, group, statistic), find(what, group, "n"));
  const range = (what: "duration" | "timeToResponse") => (group: Group) =>
    printRange(find(what, group, "time_min"), find(what, group, "time_max"));
  const rate = (what: "diseaseControl" | "inResponse", statistic: string, level?: string) => (group: Group) =>
    printWithInterval(
      find(what, group, statistic, level),
      find(what, group, `${statistic}_lower`, level),
      find(what, group, `${statistic}_upper`, level),
      percent,
    );
  return {
    kind: "table",
    ...catalogueEntry("table", number, `duration-of-response-${name}`),
    title: `Duration of response, disease control, time to response: ${endpointLabel(input, name, endpoint.label)}`,
    population: "Eligible patients, unweighted",
    columns: [leftColumn("Statistic", 2.6), ...armColumns(input, "main", "eligible", 2)],
    rows: [
      perArm("Responders, n (%)", (group) => printShareOfEligible(input, find("duration", group, "n"), group)),
      groupRow("Duration of response, months (responders, Kaplan–Meier)"),
      perArm("Progression or death, n (%)", share("duration", "events")),
      perArm("Censored, n (%)", share("duration", "censored")),
      perArm(`Median (${ci})`, months("duration", "median")),
      perArm(`First quartile (${ci})`, months("duration", "q1")),
      perArm(`Third quartile (${ci})`, months("duration", "q3")),
      perArm("Observed time, minimum to maximum", range("duration")),
      groupRow("Time to response, months (responders)"),
      perArm("Median (Q1, Q3)", (group) => {
        const [median, q1, q3] = ["median", "q1", "q3"].map((statistic) => find("timeToResponse", group, statistic));
        const print = (statistic: Statistic | null | undefined): string =>
          printStatistic(statistic ?? null, formatMonths);
        return median?.status === "ok" ? `${print(median)} ${formatInterval(print(q1), print(q3))}` : print(median);
      }),
      perArm("Minimum to maximum", range("timeToResponse")),
      groupRow("Disease control"),
      perArm("Counted in the rate, n", (group) => printStatistic(find("diseaseControl", group, "n"), formatCount)),
      perArm("With disease control, n (%)", share("diseaseControl", "responders")),
      perArm(`Proportion (${ci})`, rate("diseaseControl", "proportion")),
      groupRow(`In response, of all patients (${ci})`),
      ...days.map((day) =>
        perArm(`At ${formatMonths(Number(day))} months (day ${day})`, rate("inResponse", "in_response", day)),
      ),
    ],
    footnotes: writeFootnotes(input, {
      abbreviations: ["CI", "NE", "NR", "Q1", "Q3"],
      definitions: [
        `${endpoint.label}: ${endSentence(endpoint.definition)}`,
        endpointNote(input, name),
        confirmationNote(input, name),
        `Duration: from the first response to progression or death. ${ruleNote(duration.endpoint)}`,
        "Disease control: complete or partial response, or stable disease of the minimum duration.",
        ...methodNotes(course),
        "+: the longest or shortest time is censored. Months of 30.4375 days.",
        "Descriptive: who responded is an outcome itself, so responders of the arms are not compared; the share in response is of all patients. Not adjusted.",
        told.length === groups.length ? null : `${notApplicable}: the arm's dataset holds no source of this endpoint.`,
      ],
      source: `outcomes / eligible / ${name}; cohort / eligible / n`,
    }),
  };
}

const printShareOf = (count: Statistic | null, of: Statistic | null): string =>
  printStatistic(count, (value) => (of?.value == null ? formatCount(value) : formatCountOf(value, of.value)));

/** The confidence level of the description, as recorded. */
function levelOf({ find, told }: ResponseCourseResult): number {
  const level = told.map((group) => find("inResponse", group, "n")?.params.level)[0];
  if (typeof level !== "number") throw new Error("the description of responses states its confidence level");
  return level;
}

/** How each number was made, as recorded. */
function methodNotes({ find, told, days }: ResponseCourseResult): readonly string[] {
  const method = (what: Parameters<typeof find>[0], statistic: string, level?: string): string | null =>
    told.map((group) => find(what, group, statistic, level)?.method ?? null).find((found) => found !== null) ?? null;
  return [
    ["Duration", method("duration", "median")],
    ["Disease control rate", method("diseaseControl", "proportion")],
    ["In response", method("inResponse", "in_response", days[0])],
  ].flatMap(([what, words]) => (words === null ? [] : [`${what}: ${words}.`]));
}
