import type { Endpoint } from "../../spec/endpoint.js";
import { catalogueEntry } from "../catalogue.js";
import { endpointLabel, endpointNote } from "../data-driven-text.js";
import { writeFootnotes } from "../document/footnotes.js";
import type { Column, Row, Table } from "../document/model.js";
import { describeSituation, kindOfSituation, nameResponse, spellResponses } from "../endpoint-words.js";
import { notApplicable } from "../print-statistic.js";
import { hasSource, selectLevels } from "../records/endpoint-counts.js";
import type { ReportInput } from "../records/read-results.js";
import { groups } from "../records/record-index.js";
import { armLabel, bodyRow, groupRow, indented, leftColumn } from "./columns.js";
import { printShareOfEligible } from "./level-rows.js";

/** An endpoint as scans confirm it and the same kind of endpoint as charts have it. */
export interface SourcePair {
  readonly imaging: string;
  readonly ehr: string;
}

/** The pairs of the plan: each endpoint from charts with the first of its kind, and of its measure, from scans. */
export function sourcePairs(endpoints: Readonly<Record<string, Endpoint>>): readonly SourcePair[] {
  const measureOf = (endpoint: Endpoint): string => ("measure" in endpoint ? endpoint.measure : "");
  const all = Object.entries(endpoints);
  return all.flatMap(([ehr, chart]) => {
    if (!("by" in chart) || chart.by !== "ehr") return [];
    const partner = all.find(
      ([, each]) =>
        "by" in each && each.by === "imaging" && each.kind === chart.kind && measureOf(each) === measureOf(chart),
    );
    return partner === undefined ? [] : [{ imaging: partner[0], ehr }];
  });
}

const variables = { response: "best_response", time: "situation" } as const;

/** T14.2.6: what was derived of both arms by scans and by charts, side by side. Null where the results hold neither. */
export function renderSourcesTable(input: ReportInput, { imaging, ehr }: SourcePair, number: string): Table | null {
  const spec = input.plan.analysis.endpoints[ehr];
  if (spec === undefined) throw new Error(`plan has no endpoint ${ehr}`);
  const isResponse = spec.kind === "response";
  const what = isResponse ? variables.response : variables.time;
  const sources = [
    { name: imaging, levels: selectLevels(input, `${imaging}.${what}`) },
    { name: ehr, levels: selectLevels(input, `${ehr}.${what}`) },
  ];
  if (sources.some(({ levels }) => levels.length === 0)) return null;
  const levels = [...new Set(sources.flatMap((source) => source.levels.map(({ level }) => level)))];
  const row = (level: string): Row =>
    bodyRow(
      indented(isResponse ? nameResponse(level) : describeSituation(level)),
      ...groups.flatMap((group) =>
        sources.map((source) => {
          if (!hasSource(input, source.name, group)) return notApplicable;
          const count = source.levels.find((each) => each.level === level)?.counts[group] ?? null;
          return printShareOfEligible(input, count, group);
        }),
      ),
    );
  const kinds = [
    ["event", "Event, n (%)"],
    ["censored", "Censored, n (%)"],
    ["none", "Neither, n (%)"],
  ] as const;
  return {
    kind: "table",
    ...catalogueEntry("table", number, `charts-beside-scans-${ehr}`),
    title: `By scans and by charts: ${endpointLabel(input, ehr, spec.label)}`,
    population: "Eligible patients, unweighted",
    columns: [leftColumn(isResponse ? "Best overall response" : "How follow-up ended", 2.4), ...sourceColumns(input)],
    rows: isResponse
      ? [groupRow("Best overall response, n (%)"), ...levels.map(row)]
      : kinds.flatMap(([kind, heading]): readonly Row[] => {
          const own = levels.filter((level) => kindOfSituation(level) === kind);
          return own.length === 0 ? [] : [groupRow(heading), ...own.map(row)];
        }),
    footnotes: writeFootnotes(input, {
      definitions: [
        isResponse ? spellResponses(levels) : null,
        describeSource(input, imaging, "Scans"),
        describeSource(input, ehr, "Charts"),
        endpointNote(input, imaging),
        endpointNote(input, ehr),
        `Percentages are of the arm's eligible patients. ${notApplicable}: the arm's dataset holds no such source, or the source has no such category.`,
      ],
      source: `endpoints / eligible / ${imaging}, ${ehr}; cohort / eligible / n`,
    }),
  };
}

const sourceColumns = (input: ReportInput): readonly Column[] =>
  groups.flatMap((group) =>
    ["scans", "charts"].map((source) => ({
      heading: [armLabel(input, "main", group), source],
      align: "center" as const,
      width: 1.15,
    })),
  );

function describeSource(input: ReportInput, name: string, source: string): string {
  const endpoint = input.plan.analysis.endpoints[name];
  if (endpoint === undefined) throw new Error(`plan has no endpoint ${name}`);
  const anchors =
    "anchors" in endpoint ? ` Evidence: ${endpoint.anchors.map((each) => each.replaceAll("_", " ")).join(", ")}.` : "";
  return `${source}: ${endpointLabel(input, name, endpoint.label)}, ${endpoint.definition}.${anchors}`;
}
