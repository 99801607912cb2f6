import type { CatalogueEntry } from "../catalogue.js";
import { endpointLabel, endpointNote } from "../data-driven-text.js";
import { writeFootnotes } from "../document/footnotes.js";
import { endSentence } from "../document/inlines.js";
import type { Figure } from "../document/model.js";
import type { Fonts } from "../fonts/load-fonts.js";
import { daysPerMonth, drawn, formatCount, formatCountOf, formatPercent } from "../format.js";
import type { ReportInput } from "../records/read-results.js";
import { type Group, groups } from "../records/record-index.js";
import { confirmationNote } from "../tables/best-response.js";
import { armLabel } from "../tables/columns.js";
import { ordered } from "./palette.js";
import { layOutStackedPanels } from "./stacked-panels.js";

/** The states from the best to the worst, as the bars are stacked from below. */
const states = [
  { column: "in_response", name: "In response", colour: ordered.best },
  { column: "free", name: "No response, no progression", colour: ordered.good },
  { column: "not_assessed", name: "Alive, no longer assessed", colour: ordered.plain },
  { column: "ended", name: "Follow-up ended", colour: ordered.unknown },
  { column: "progressed", name: "Progressed", colour: ordered.bad },
  { column: "dead", name: "Dead", colour: ordered.worst },
] as const;

interface ArmStates {
  readonly group: Group;
  readonly n: number;
  readonly rows: readonly { readonly month: number; readonly counts: readonly number[] }[];
}

/** F14.2.7.3 without single patients: where the patients of each arm stand, month by month. None where nothing may be shown. */
export function renderResponseStates(
  input: ReportInput,
  fonts: Fonts,
  endpoint: string,
  entry: () => CatalogueEntry,
): readonly Figure[] {
  const spec = input.plan.analysis.endpoints[endpoint];
  if (spec === undefined) throw new Error(`plan has no endpoint ${endpoint}`);
  const arms = groups.flatMap((group) => readStates(input, endpoint, group) ?? []);
  if (arms.length === 0) return [];
  const months = Math.max(...arms.flatMap(({ rows }) => rows.map(({ month }) => month)));
  const isCut = arms.some(({ rows }) => rows.length < months + 1);
  return [
    {
      kind: "figure",
      ...entry(),
      title: `Where patients stand, month by month: ${endpointLabel(input, endpoint, spec.label)}`,
      population: "Eligible patients alive at index, responders and others, unweighted",
      ...layOutStackedPanels(fonts, {
        panels: arms.map(({ group, n, rows }) => ({
          title: `${armLabel(input, "main", group)}: % of N=${formatCount(n)}`,
          bars: rows.map(({ month, counts }) => ({
            slot: month,
            name: armLabel(input, "main", group),
            parts: counts.flatMap((count, category) =>
              count === 0
                ? []
                : [
                    {
                      category,
                      percent: drawn((100 * count) / n),
                      hover: `month ${month}, ${states[category]?.name.toLowerCase()}: ${formatCountOf(count, n)}`,
                    },
                  ],
            ),
          })),
        })),
        categories: states,
        slots: Array.from({ length: months + 1 }, (_, month) => (month % 3 === 0 ? String(month) : "")),
        lines: [],
        xTitle: "Months since index",
        barShare: 1,
      }),
      alt: `Stacked bars of where patients stand each month since index. ${arms.map((arm) => describe(input, arm)).join(" ")}`,
      footnotes: writeFootnotes(input, {
        definitions: [
          "In response: responded, neither progressed nor dead. No longer assessed: alive, but the time to progression is censored (no further adequate scan, or a new therapy). Follow-up ended: last known alive before that month. Nothing is estimated: who is no longer followed stays in the denominator.",
          `${spec.label}: ${endSentence(spec.definition)}`,
          confirmationNote(input, endpoint),
          endpointNote(input, endpoint),
          isCut ? "Months without a bar: suppressed, as few patients stand in a state or went on from one." : null,
        ],
        source: `endpoints / eligible / ${endpoint}.state`,
      }),
    },
  ];
}

function readStates(input: ReportInput, endpoint: string, group: Group): ArmStates | null {
  const place = { variant: "main", population: "eligible", group, variable: `${endpoint}.state` };
  const series = input.records.findSeries(place, "response_states");
  const values = (name: string): readonly (number | null)[] => series?.columns[name]?.values ?? [];
  const rows = values("time_days").map((day, row) => ({
    month: Math.round((day ?? 0) / daysPerMonth),
    counts: states.map(({ column }) => values(column)[row] ?? 0),
  }));
  const n = rows[0]?.counts.reduce((sum, count) => sum + count, 0) ?? 0;
  return n === 0 ? null : { group, n, rows };
}

function describe(input: ReportInput, { group, n, rows }: ArmStates): string {
  const at = [6, 12, 24].flatMap((month) => {
    const row = rows.find((each) => each.month === month);
    if (row === undefined) return [];
    const shares = states.map(({ name }, k) => `${name.toLowerCase()} ${formatPercent((row.counts[k] ?? 0) / n)}%`);
    return [`at month ${month} ${shares.join(", ")}`];
  });
  return `${armLabel(input, "main", group)}: ${at.join("; ")}.`;
}
