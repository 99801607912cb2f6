import type { Endpoint } from "../../spec/endpoint.js";
import { catalogueEntry } from "../catalogue.js";
import { endpointLabel, endpointNote } from "../data-driven-text.js";
import { writeFootnotes } from "../document/footnotes.js";
import { endSentence } from "../document/inlines.js";
import type { Row, Table } from "../document/model.js";
import { describeSituation, kindOfSituation } from "../endpoint-words.js";
import { notApplicable } from "../print-statistic.js";
import { hasSource, selectLevels } from "../records/endpoint-counts.js";
import type { ReportInput } from "../records/read-results.js";
import { groups } from "../records/record-index.js";
import { armColumns, groupRow, leftColumn } from "./columns.js";
import { endpointRows } from "./level-rows.js";

const kinds = [
  { kind: "event", heading: "Event, n (%)" },
  { kind: "censored", heading: "Censored, n (%)" },
  { kind: "none", heading: "Neither, n (%)" },
] as const;

/** T14.2.2, T14.2.3, T14.2.4: how the time of one derived endpoint ended, by the situation that decided. */
export function renderEndingsTable(input: ReportInput, endpoint: string, number: string): Table | null {
  const levels = selectLevels(input, `${endpoint}.situation`);
  if (levels.length === 0) return null;
  const spec = input.plan.analysis.endpoints[endpoint];
  if (spec === undefined) throw new Error(`plan has no endpoint ${endpoint}`);
  const deaths = selectLevels(input, `${endpoint}.death_precision`);
  return {
    kind: "table",
    ...catalogueEntry("table", number, `endings-${endpoint}`),
    title: `How follow-up ended: ${endpointLabel(input, endpoint, spec.label)}`,
    population: "Eligible patients, unweighted",
    columns: [leftColumn("Situation", 3), ...armColumns(input, "main", "eligible", 1.6)],
    rows: [
      ...kinds.flatMap(({ kind, heading }): readonly Row[] => {
        const own = levels.filter(({ level }) => kindOfSituation(level) === kind);
        const rows = endpointRows(input, endpoint, own, describeSituation);
        return rows.length === 0 ? [] : [groupRow(heading), ...rows];
      }),
      ...(deaths.length === 0
        ? []
        : [groupRow("Date of death known to the, n (%)"), ...endpointRows(input, endpoint, deaths, (level) => level)]),
    ],
    footnotes: writeFootnotes(input, {
      definitions: [
        `${spec.label}: ${endSentence(spec.definition)}`,
        endpointNote(input, endpoint),
        ruleNote(spec),
        deaths.length === 0 ? null : "A death known to the month is dated to its 15th, never before the last contact.",
        "Percentages are of the arm's eligible patients.",
        groups.every((group) => hasSource(input, endpoint, group))
          ? null
          : `${notApplicable}: the arm's dataset holds no source of this endpoint.`,
      ],
      source: `endpoints / eligible / ${endpoint}; cohort / eligible / n`,
    }),
  };
}

/** The rule of events and censoring of an endpoint; null of one that has none. */
export const ruleNote = (endpoint: Endpoint): string | null =>
  "progressionRule" in endpoint ? describeRule(endpoint.progressionRule) : null;

/** The rule of events and censoring: by name, or choice by choice. */
const describeRule = (rule: unknown): string =>
  typeof rule === "string"
    ? `Events and censoring: rule “${rule}” (spelled out under Statistical methods).`
    : "Events and censoring: the choices that the resolved plan states.";
