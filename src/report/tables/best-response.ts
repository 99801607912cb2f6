import { catalogueEntry } from "../catalogue.js";
import { endpointLabel, endpointNote } from "../data-driven-text.js";
import { writeFootnotes } from "../document/footnotes.js";
import { endSentence } from "../document/inlines.js";
import type { Row, Table } from "../document/model.js";
import { nameResponse, spellResponses } from "../endpoint-words.js";
import { formatPercent } from "../format.js";
import { notApplicable, printStatistic } from "../print-statistic.js";
import { hasSource, selectLevels } from "../records/endpoint-counts.js";
import type { ReportInput } from "../records/read-results.js";
import { groups } from "../records/record-index.js";
import { armColumns, bodyRow, groupRow, indented, leftColumn } from "./columns.js";
import { endpointRows, printShareOfEligible } from "./level-rows.js";

/** T14.2.1: best overall response of one response endpoint in every category, whom the rate counts, and how many responses could have been confirmed. */
export function renderBestResponseTable(input: ReportInput, endpoint: string, number: string): Table | null {
  const best = selectLevels(input, `${endpoint}.best_response`);
  if (best.length === 0) return null;
  const spec = input.plan.analysis.endpoints[endpoint];
  if (spec === undefined) throw new Error(`plan has no endpoint ${endpoint}`);
  const place = { variant: "main", population: "eligible" };
  const shareRow = (label: string, variable: string, level: string): Row =>
    bodyRow(
      indented(label),
      ...groups.map((group) => {
        const at = { ...place, group, variable: `${endpoint}.${variable}`, level };
        const share = hasSource(input, endpoint, group) ? input.records.findStatistic(at, "proportion") : null;
        return share === null ? notApplicable : printStatistic(share, (v) => `${formatPercent(v)}%`);
      }),
    );
  const isConfirmed = "confirmed" in spec && spec.confirmed;
  const differing = selectLevels(input, `${endpoint}.mode_difference`).filter(({ level }) => level !== "same");
  const words: Readonly<Record<string, string>> = {
    counted: "Counted in the rate",
    "no response": "No response, confirmed or not",
    "not confirmable": "Response, but no scan late enough to confirm it",
    confirmable: "Response, and a scan late enough to confirm it",
  };
  const rows = (variable: string) =>
    endpointRows(input, endpoint, selectLevels(input, `${endpoint}.${variable}`), (level) => words[level] ?? level);
  const mode = "mode" in spec ? spec.mode : null;
  return {
    kind: "table",
    ...catalogueEntry("table", number, `best-response-${endpoint}`),
    title: `Best overall response: ${endpointLabel(input, endpoint, spec.label)}`,
    population: "Eligible patients, unweighted",
    columns: [leftColumn("Best overall response", 3), ...armColumns(input, "main", "eligible", 1.6)],
    rows: [
      groupRow("Best overall response, n (%)"),
      ...endpointRows(input, endpoint, best, nameResponse),
      groupRow("Denominator of the rate, n (%)"),
      ...rows("denominator"),
      groupRow("Could a first response have been confirmed, n (%)"),
      ...rows("confirmability"),
      shareRow("Confirmable, of those with a response", "confirmability", "confirmable"),
      ...(isConfirmed
        ? [
            groupRow("Response, of all eligible"),
            shareRow("Confirmed", "best_response", "response"),
            shareRow("Confirmed or not", "confirmability", "response"),
          ]
        : []),
      ...(differing.length === 0
        ? []
        : [
            groupRow("Other category under the other mode, n (%)"),
            ...differing.map(({ level, counts }) =>
              bodyRow(
                indented(nameResponse(level)),
                ...groups.map((group) =>
                  hasSource(input, endpoint, group) ? printShareOfEligible(input, counts[group], group) : notApplicable,
                ),
              ),
            ),
          ]),
    ],
    footnotes: writeFootnotes(input, {
      definitions: [
        spellResponses(best.map(({ level }) => level)),
        `${spec.label}: ${endSentence(spec.definition)}`,
        endpointNote(input, endpoint),
        mode === null
          ? null
          : `Mode: ${mode === "recist11" ? "RECIST 1.1, table 3, to the letter; the other mode is that of admiralonco" : "as admiralonco ranks responses; the other mode is RECIST 1.1, table 3"}.`,
        confirmationNote(input, endpoint),
        "Percentages are of the arm's eligible patients.",
        groups.every((group) => hasSource(input, endpoint, group))
          ? null
          : `${notApplicable}: the arm's dataset holds no source of this endpoint.`,
      ],
      source: `endpoints / eligible / ${endpoint}; cohort / eligible / n`,
    }),
  };
}

/** The rule by which a response counts, as the plan has it. */
export function confirmationNote(input: ReportInput, endpoint: string): string | null {
  const spec = input.plan.analysis.endpoints[endpoint];
  if (spec === undefined || !("confirmed" in spec)) return null;
  const days = input.plan.analysis.imaging?.options.confirmationDays;
  if (!spec.confirmed) return "A response counts whether or not a later assessment confirms it.";
  return `A response counts once an assessment ${days === undefined ? "later" : `at least ${days} days later`} confirms it.`;
}
